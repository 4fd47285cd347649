import type { Message } from './message.ts';
import { ClosingReason, type Happening, type Ticket } from './ticket.ts';

/** Reasons that are codes; any other was typed. */
const codes: ReadonlySet<string> = new Set([...ClosingReason.options, 'dissatisfied', 'customer']);

/**
 * What happened and when stays, and so does every figure; what was said about whom does not. Callers see a new version.
 * Undefined for one that was blanked already.
 */
export function erasedTicket(before: Ticket, now: Date): Ticket | undefined {
  if (before.erasedAt !== undefined) return undefined;
  const { requester: _, sealed: __, opened: ___, solution, prevention, ...rest } = before;
  return {
    ...rest,
    subject: '',
    description: '',
    ...(solution === undefined ? {} : { solution: '' }),
    ...(before.handlingDue === undefined ? {} : { handlingDue: { ...before.handlingDue, reason: '' } }),
    ...(prevention === undefined ? {} : { prevention: '' }),
    history: before.history.map(withoutWords),
    erasedAt: now.toISOString(),
    version: before.version + 1,
  };
}

function withoutWords(happening: Happening): Happening {
  const { reason } = happening;
  return reason !== undefined && !codes.has(reason) ? { ...happening, reason: '' } : happening;
}

export function erasedMessage(message: Message): Message {
  return { ...message, text: '' };
}
