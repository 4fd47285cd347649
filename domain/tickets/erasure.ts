import type { Message } from './message.ts';
import type { ProcessUpdate, SpecialProcess } from './special-process.ts';
import { ClosingReason, type Happening, type Ticket } from './ticket.ts';

/** Reasons that are codes; any other was typed. */
const codes: ReadonlySet<string> = new Set([...ClosingReason.options, 'dissatisfied', 'customer', 'customer-level']);

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

/** Who had to do what until when stays; what was typed about it does not. Undefined for one that was blanked already. */
export function erasedProcess(before: SpecialProcess, now: Date): SpecialProcess | undefined {
  if (before.erasedAt !== undefined) return undefined;
  return {
    ...before,
    ...(before.reason === undefined ? {} : { reason: '' }),
    measures: before.measures.map((each) => ({
      ...each,
      what: '',
      ...(each.reason === undefined ? {} : { reason: '' }),
    })),
    history: before.history.map((each) => (each.reason === undefined ? each : { ...each, reason: '' })),
    erasedAt: now.toISOString(),
    version: before.version + 1,
  };
}

export function erasedUpdate(update: ProcessUpdate): ProcessUpdate {
  return { ...update, text: '' };
}
