import { hourMs } from '#domain/shared/time.ts';
import {
  assign,
  close,
  type Doing,
  dissatisfied,
  reopen,
  resolve,
  respond,
  resume,
  wait,
} from '#domain/tickets/flow.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';

export const agent = idOf('mem', 5);
export const start = Date.parse('2026-11-23T01:00:00.000Z');

/** So many hours after the opening. */
export function hour(hours: number): Date {
  return new Date(start + hours * hourMs);
}

export function opened(fields: Partial<Ticket> = {}): Ticket {
  return {
    id: idOf('tkt', 1),
    number: 'FK202611001',
    customerId: idOf('cus', 1),
    kind: 'fault',
    severity: 'moderate',
    priority: 'normal',
    channel: 'phone',
    subject: 'Does not start',
    description: 'No light, no sound.',
    tags: [],
    state: 'open',
    cycle: 1,
    departmentId: idOf('dep', 3),
    assigneeId: agent,
    history: [{ type: 'opened', at: hour(0).toISOString(), by: agent }],
    terms: [],
    told: [],
    escalations: [],
    version: 1,
    quietVersions: 0,
    ...fields,
  };
}

/** The rules as one would tell them: what happens to the ticket, and when. */
export const moves = {
  assigned: (ticket: Ticket, at: Doing) => assign(ticket, { assigneeId: agent }, at),
  answered: (ticket: Ticket, at: Doing) => respond(ticket, { via: 'phone', messageId: idOf('msg', 1) }, at),
  waits: (ticket: Ticket, at: Doing) => wait(ticket, 'customer', at),
  waitsForOthers: (ticket: Ticket, at: Doing) => wait(ticket, 'third-party', at),
  resumed: (ticket: Ticket, at: Doing) => resume(ticket, at),
  resolved: (ticket: Ticket, at: Doing) => resolve(ticket, { solution: 'New fuse.', messageId: idOf('msg', 2) }, at),
  closed: (ticket: Ticket, at: Doing) => close(ticket, 'done', at),
  withdrawn: (ticket: Ticket, at: Doing) => close(ticket, 'withdrawn', at),
  reopened: (ticket: Ticket, at: Doing) => reopen(ticket, 'It is back.', at),
  dissatisfied: (ticket: Ticket, at: Doing) => dissatisfied(ticket, { via: 'phone', managerId: idOf('mem', 6) }, at),
} as const;
export type Move = keyof typeof moves;

export function told(...story: readonly (readonly [Move, number])[]): Ticket {
  return story.reduce((ticket, [move, hours]) => moves[move](ticket, { by: agent, now: hour(hours) }), opened());
}
