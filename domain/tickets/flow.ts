import type { Channel } from '../shared/channel.ts';
import { type Code, DomainError, invalidField } from '../shared/error.ts';
import { SYSTEM } from '../shared/ids.ts';
import { present } from '../shared/present.ts';
import { lastVerdicts } from './cycles.ts';
import { reopenWithinMs } from './policy.ts';
import { priorityOf } from './priority.ts';
import type { ClosingReason, Happening, Step, Ticket, WaitingFor } from './ticket.ts';

/** Who does it, and when. */
export interface Doing {
  readonly by: string;
  readonly now: Date;
}

/** Each transition answers the ticket's next version or says, under a name, why there is none. */
export function next(ticket: Ticket, changes: Partial<Ticket>, ...happened: readonly Happening[]): Ticket {
  return present({
    ...ticket,
    ...changes,
    version: ticket.version + 1,
    history: [...ticket.history, ...happened],
  }) as Ticket;
}

export function happened(type: Happening['type'], { by, now }: Doing, facts: Partial<Happening> = {}): Happening {
  return { type, at: now.toISOString(), by, ...facts };
}

export function refuse(code: Code, { number, state }: Ticket): DomainError {
  return new DomainError('conflict', code, { number, state });
}

export function notClosed(ticket: Ticket): void {
  if (ticket.state === 'closed') throw refuse('tickets.already-closed', ticket);
}

function notSolved(ticket: Ticket): void {
  notClosed(ticket);
  if (ticket.state === 'resolved') throw refuse('tickets.already-resolved', ticket);
}

type Destination = Pick<Ticket, 'assigneeId' | 'departmentId' | 'handlingDue'>;

/** A deadline set by hand stays until another is set. */
export function assign(ticket: Ticket, to: Destination, doing: Doing): Ticket {
  notClosed(ticket);
  const { assigneeId, departmentId, handlingDue = ticket.handlingDue } = to;
  if (to.handlingDue !== undefined && Date.parse(to.handlingDue.at) <= doing.now.getTime()) {
    throw invalidField('/dueAt', 'tickets.deadline-past');
  }
  const why = to.handlingDue === undefined ? {} : { reason: to.handlingDue.reason };
  return next(
    ticket,
    { assigneeId, departmentId, handlingDue },
    happened('assigned', doing, { ...defined(to), ...why }),
  );
}

function defined({ assigneeId, departmentId }: Pick<Ticket, 'assigneeId' | 'departmentId'>): Partial<Happening> {
  return {
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(departmentId === undefined ? {} : { departmentId }),
  };
}

/**
 * A public answer. The first moves an open ticket to in progress. One to a solved ticket tells the contact the result where that
 * could not be mailed with the solution: whoever has no e-mail is phoned (TKT-18).
 */
export function respond(ticket: Ticket, answer: { via: Channel; messageId: string }, doing: Doing): Ticket {
  notClosed(ticket);
  const state = ticket.state === 'open' ? 'in-progress' : ticket.state;
  const notified = isResultUnknown(ticket) ? [happened('notified', doing, { via: answer.via })] : [];
  return next(ticket, { state }, happened('answered', doing, answer), ...notified);
}

function isResultUnknown({ state, history }: Ticket): boolean {
  const last = history.findLast(({ type }) => type === 'resolved' || type === 'notified');
  return state === 'resolved' && last?.type === 'resolved' && last.via === undefined;
}

export function wait(ticket: Ticket, waitingFor: WaitingFor, doing: Doing): Ticket {
  notSolved(ticket);
  if (ticket.state === 'waiting') throw refuse('tickets.already-waiting', ticket);
  return next(ticket, { state: 'waiting', waitingFor }, happened('waited', doing, { for: waitingFor }));
}

export function resume(ticket: Ticket, doing: Doing): Ticket {
  if (ticket.state !== 'waiting') throw refuse('tickets.not-waiting', ticket);
  return next(ticket, { state: 'in-progress', waitingFor: undefined }, happened('resumed', doing));
}

interface Solution {
  readonly solution: string;
  readonly messageId: string;
  readonly prevention?: string | undefined;
  /** How the contact was told the result, where that went with it. */
  readonly toldVia?: Channel | undefined;
}

export function resolve(ticket: Ticket, answer: Solution, doing: Doing): Ticket {
  notSolved(ticket);
  const { solution, prevention = ticket.prevention } = answer;
  return next(
    ticket,
    { state: 'resolved', waitingFor: undefined, solution, prevention },
    happened('resolved', doing, {
      messageId: answer.messageId,
      ...(answer.toldVia === undefined ? {} : { via: answer.toldVia }),
    }),
  );
}

/** The question whether the solution helped was put: a note for the clock, not a version of its own. */
export function surveyed(ticket: Ticket, doing: Doing): Ticket {
  return { ...ticket, history: [...ticket.history, happened('surveyed', doing, { via: 'email' })] };
}

/** A ticket that nobody has solved closes only for a reason that says why. */
export function close(ticket: Ticket, reason: ClosingReason, doing: Doing): Ticket {
  notClosed(ticket);
  const isSolved = ticket.state === 'resolved';
  const isUnworked = reason === 'withdrawn' || reason === 'spam';
  if (!isSolved && !isUnworked) throw refuse('tickets.not-resolved', ticket);
  return next(ticket, { state: 'closed', waitingFor: undefined }, happened('closed', doing, { reason }));
}

/** Back to work with new deadlines. Long after the end the old figures stay as they are and a new ticket goes on. */
export function reopen(ticket: Ticket, reason: string, doing: Doing): Ticket {
  assertReopenable(ticket, doing.now);
  return reopened(ticket, happened('reopened', doing, { reason }));
}

function assertReopenable(ticket: Ticket, now: Date): void {
  if (ticket.mergedIntoId !== undefined) throw refuse('tickets.merged', ticket);
  if (ticket.state !== 'closed' && ticket.state !== 'resolved') throw refuse('tickets.not-resolved', ticket);
  if (ticket.state === 'resolved') return;
  const closed = ticket.history.findLast(({ type }) => type === 'closed');
  if (closed === undefined || now.getTime() - Date.parse(closed.at) > reopenWithinMs) {
    throw new DomainError('conflict', 'tickets.closed-too-long', { number: ticket.number, continuesId: ticket.id });
  }
}

function reopened(ticket: Ticket, ...entries: readonly Happening[]): Ticket {
  const changes = { state: 'in-progress', cycle: ticket.cycle + 1, told: [], solution: undefined } as const;
  return next(ticket, { ...changes, told: [] }, ...entries);
}

/** The customer's verdict on the solution. */
interface Verdict {
  readonly via: Channel;
  readonly messageId?: string;
  /** Who works on from the second dissatisfaction: the assignee's manager. */
  readonly managerId?: string;
  /** The cycle that it is about, where that is not the ticket's own: an answer that was changed. */
  readonly cycle?: number;
}

/** Cycles whose last verdict it was: an answer that the customer changed counts as what it is now. */
export function dissatisfactionsOf({ history }: Ticket): number {
  return [...lastVerdicts(history).values()].filter(({ type }) => type === 'dissatisfied').length;
}

/** The customer is content: nothing is left to wait for. */
export function satisfied(ticket: Ticket, { managerId: _, ...facts }: Verdict, doing: Doing): Ticket {
  assertSolved(ticket);
  const verdict = happened('satisfied', doing, facts);
  if (ticket.state === 'closed') return next(ticket, {}, verdict);
  return next(ticket, { state: 'closed' }, verdict, happened('closed', doing, { reason: 'satisfied' }));
}

/** Reopened to the same assignee; from the second time his manager takes over (rules.md 6). */
export function dissatisfied(ticket: Ticket, { managerId, ...facts }: Verdict, doing: Doing): Ticket {
  assertSolved(ticket);
  assertReopenable(ticket, doing.now);
  const verdict = happened('dissatisfied', doing, facts);
  const again = reopened(ticket, verdict, happened('reopened', doing, { reason: 'dissatisfied' }));
  if (dissatisfactionsOf(ticket) === 0 || managerId === undefined) return again;
  const takesOver = happened('assigned', doing, { assigneeId: managerId, reason: 'dissatisfied' });
  return { ...again, assigneeId: managerId, history: [...again.history, takesOver] };
}

/** A verdict is about a solution: a ticket closed as spam or withdrawn has none, nor has one that is being worked on. */
function assertSolved(ticket: Ticket): void {
  if (ticket.solution === undefined) throw refuse('tickets.not-resolved', ticket);
}

interface Edit {
  readonly subject?: string | undefined;
  readonly kind?: Ticket['kind'] | undefined;
  readonly severity?: Ticket['severity'] | undefined;
  readonly priority?: Ticket['priority'] | undefined;
  readonly priorityReason?: string | undefined;
  readonly prevention?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly customerId?: string | undefined;
  readonly contactId?: string | null | undefined;
}

/** Changes by hand. A priority is the rules' until someone says why it should be another. */
export function edit(ticket: Ticket, { priorityReason, ...fields }: Edit, doing: Doing): Ticket {
  const changes = changed(ticket, fields);
  if (changes.priority !== undefined && priorityReason === undefined) {
    throw invalidField('/priorityReason', 'tickets.priority-reason-missing');
  }
  if (changes.customerId !== undefined && ticket.customerId !== undefined) {
    throw invalidField('/customerId', 'tickets.already-linked');
  }
  const names = Object.keys(changes).filter((name) => name !== 'priority');
  return next(
    ticket,
    changes,
    ...(names.length === 0 ? [] : [happened('changed', doing, { fields: names })]),
    ...(changes.priority === undefined
      ? []
      : [happened('prioritised', doing, { priority: changes.priority, reason: priorityReason })]),
  );
}

interface Classes {
  readonly kind?: Ticket['kind'] | undefined;
  readonly severity?: Ticket['severity'] | undefined;
  readonly impact?: Ticket['impact'];
  readonly urgency?: Ticket['urgency'];
  readonly category?: string[] | undefined;
}

/**
 * 分类: says what sort of problem it is. The priority follows from it by the rules, unless somebody has set it by hand
 * and said why.
 */
export function classify(ticket: Ticket, classes: Classes, level: string | undefined, doing: Doing): Ticket {
  notClosed(ticket);
  const changes = changed(ticket, classes);
  const classified = { ...ticket, ...changes };
  const priority = isPrioritisedByHand(ticket) ? ticket.priority : priorityOf(classified, level);
  return next(ticket, { ...changes, priority }, happened('classified', doing, { fields: Object.keys(changes) }));
}

export function isPrioritisedByHand({ history }: Ticket): boolean {
  return history.some(({ type, by }) => type === 'prioritised' && by !== SYSTEM);
}

/** 问题识别 · 方案制定 · 执行验证, each with what was found. The fourth step, telling the customer, is `resolve`. */
export function progress(ticket: Ticket, at: { step: Step; messageId: string }, doing: Doing): Ticket {
  notSolved(ticket);
  return next(ticket, {}, happened('progressed', doing, at));
}

/** The customer says something: what waited for him goes on, and what was thought solved is not (rules.md 6). */
export function ask(ticket: Ticket, said: { via: Channel; messageId: string }, doing: Doing): Ticket {
  notClosed(ticket);
  const asked = happened('asked', doing, said);
  if (ticket.state === 'resolved') {
    return reopened(ticket, happened('reopened', doing, { reason: 'customer' }), asked);
  }
  if (ticket.state !== 'waiting') return next(ticket, {}, asked);
  return next(ticket, { state: 'in-progress', waitingFor: undefined }, happened('resumed', doing), asked);
}

/** What differs from what stands there; null takes a field away. */
function changed(ticket: Ticket, fields: Omit<Edit, 'priorityReason'> | Classes): Partial<Ticket> {
  const entries = Object.entries(fields).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(ticket[name as keyof Ticket] ?? null),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? undefined])) as Partial<Ticket>;
}
