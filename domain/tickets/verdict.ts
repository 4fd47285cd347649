import type { Channel } from '../shared/channel.ts';
import { dayMs } from '../shared/time.ts';
import { verdictsOn } from './cycles.ts';
import { type Doing, dissatisfied, happened, next, refuse, satisfied } from './flow.ts';
import { isActive, type Ticket } from './ticket.ts';

/** How long the customer may change his answer to the question whether a solution helped. */
const editableMs = dayMs;

/** What the customer answers by the link in his mail. */
export interface Answer {
  /** The solution that he was asked about. */
  readonly cycle: number;
  readonly satisfied: boolean;
  readonly via: Channel;
  /** His own words. */
  readonly messageId?: string;
  /** Who works on from the second dissatisfaction. */
  readonly managerId?: string;
  /** The solution of that cycle: taking back an objection closes the ticket with it. */
  readonly solution?: string | undefined;
}

/** Whether the answer on a cycle's solution can be given or changed now; the refusal says why not. */
export function assertAnswerable(ticket: Ticket, cycle: number, now: Date): void {
  const [first] = verdictsOn(ticket.history, cycle);
  if (first !== undefined && now.getTime() - Date.parse(first.at) > editableMs) {
    throw refuse('tickets.answer-final', ticket);
  }
  if (cycle === ticket.cycle) return;
  // Others began the work again, or there is a solution since: that is what is asked about.
  const solvedAt = ticket.history.findLastIndex(({ type }) => type === 'resolved');
  if (first === undefined || solvedAt > ticket.history.indexOf(first)) throw refuse('tickets.answer-overtaken', ticket);
}

/**
 * An answer by the link. The first has the effect of any verdict (rules.md 6); within a day it may become the other: an
 * objection reopens what contentment has closed, and contentment closes what an objection has reopened. The same once
 * more, without words, is the same ticket.
 */
export function answer(ticket: Ticket, given: Answer, doing: Doing): Ticket {
  const { cycle, via, messageId, managerId, solution } = given;
  assertAnswerable(ticket, cycle, doing.now);
  const type = given.satisfied ? 'satisfied' : 'dissatisfied';
  if (messageId === undefined && verdictsOn(ticket.history, cycle).at(-1)?.type === type) return ticket;
  const facts = {
    via,
    ...(messageId === undefined ? {} : { messageId }),
    ...(cycle === ticket.cycle ? {} : { cycle }),
  };
  if (cycle !== ticket.cycle && isActive(ticket)) {
    const verdict = happened(type, doing, facts);
    if (!given.satisfied) return next(ticket, {}, verdict);
    const ended = happened('closed', doing, { reason: 'satisfied' });
    return next(ticket, { state: 'closed', waitingFor: undefined, solution }, verdict, ended);
  }
  if (given.satisfied) return satisfied(ticket, facts, doing);
  return dissatisfied(ticket, { ...facts, ...(managerId === undefined ? {} : { managerId }) }, doing);
}
