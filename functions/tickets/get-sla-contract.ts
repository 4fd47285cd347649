import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { Escalation } from '#domain/tickets/escalation.ts';
import type { Contract } from '#functions/http/contract.ts';
import { slaExample } from './examples.ts';
import { notFound, params } from './on-one-ticket.ts';
import { byTarget } from './view.ts';

const PromiseView = z.strictObject({
  allowed: z.string(),
  startedAt: UtcInstant,
  by: UtcInstant.optional(),
  remaining: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'breached', 'dropped']),
  metAt: UtcInstant.optional(),
  provisional: z.literal(true).optional(),
  segments: z.array(
    z.strictObject({
      from: UtcInstant,
      to: UtcInstant,
      kind: z.enum(['counted', 'offHours', 'holiday', 'paused', 'closed']),
      cause: z.string(),
      duration: z.string(),
    }),
  ),
  /** By kind; they add up to `elapsed` exactly. */
  sums: z.record(z.string(), z.string()),
  elapsed: z.string(),
});

export const SlaView = z.strictObject({
  ticketId: TicketId,
  policy: z.string(),
  /** The versions that it is counted by; a later one with the instant from which it counts, or `anew`: as if it always had. */
  terms: z.array(
    z.strictObject({
      policy: z.string(),
      version: z.int(),
      calendar: z.string(),
      calendarVersion: z.int(),
      from: UtcInstant.optional(),
      anew: z.literal(true).optional(),
    }),
  ),
  cycles: z.array(
    z.strictObject({
      cycle: z.int(),
      ...byTarget(PromiseView.optional()),
      /** One for each time that the customer asked. */
      nextResponse: z.array(PromiseView).optional(),
    }),
  ),
  /** Every climb after a broken promise, of all targets and cycles, by when it was broken. */
  escalations: z.array(Escalation),
});
export type SlaView = z.output<typeof SlaView>;

export const getSlaContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/sla',
  operationId: 'getSla',
  summary:
    'Every deadline of every cycle with the pieces of time that make it up, so that it can be checked by hand, and every ' +
    'escalation.',
  permission: 'tickets.read',
  params,
  status: 200,
  output: SlaView,
  problems: notFound,
  example: { answer: slaExample },
} as const satisfies Contract;
