import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { CustomersText, Happening } from '#domain/tickets/ticket.ts';
import type { Contract } from '#functions/http/contract.ts';
import { notFound, params } from './on-one-ticket.ts';

const link = z.strictObject({ token: z.string().min(1).max(600) });

export const showSatisfactionContract = {
  method: 'GET',
  path: '/v1/satisfaction/{token}',
  operationId: 'showSatisfaction',
  summary: 'A page that asks the customer whether the solution helped; looking at it records nothing.',
  permission: 'public',
  params: link,
  status: 200,
  problems: { 'tickets.bad-link': 404 },
} as const satisfies Contract;

export const answerSatisfactionContract = {
  method: 'POST',
  path: '/v1/satisfaction/{token}',
  operationId: 'answerSatisfaction',
  summary: 'The customer’s own answer, which he may change for 24 hours.',
  permission: 'public',
  accepts: 'application/x-www-form-urlencoded',
  params: link,
  body: z.strictObject({
    satisfied: z.enum(['yes', 'no']),
    /** A page sends an empty field for one that was left empty. */
    comment: z.union([z.string().regex(/^\s*$/), CustomersText]).optional(),
  }),
  status: 200,
  problems: { 'tickets.bad-link': 404 },
} as const satisfies Contract;

const Verdict = Happening.pick({ at: true, by: true, via: true, messageId: true }).extend({ satisfied: z.boolean() });

const CycleView = z.strictObject({
  cycle: z.int().positive(),
  startedAt: UtcInstant,
  answeredAt: UtcInstant.optional(),
  resolvedAt: UtcInstant.optional(),
  endedAt: UtcInstant.optional(),
  /** From the beginning, around the clock; `GET …/sla` tells business time. */
  toAnswer: z.string().optional(),
  toSolution: z.string().optional(),
  outcome: z.enum(['satisfied', 'dissatisfied', 'unanswered', 'pending', 'unsolved']),
  verdicts: z.array(Verdict),
});

const SatisfactionView = z.strictObject({
  ticketId: TicketId,
  /** How often the customer was not satisfied. */
  dissatisfactions: z.int().nonnegative(),
  cycles: z.array(CycleView),
});

export const getSatisfactionContract = {
  method: 'GET',
  path: '/v1/tickets/{id}/satisfaction',
  operationId: 'getSatisfaction',
  summary: 'Every cycle of a ticket, measured: how long until the answer and the solution, and what the customer said.',
  permission: 'tickets.read',
  params,
  status: 200,
  output: SatisfactionView,
  problems: notFound,
  example: {
    answer: {
      ticketId: 'tkt_01KDQ3Y0000000000000000001',
      dissatisfactions: 0,
      cycles: [
        {
          cycle: 1,
          startedAt: '2026-11-22T01:00:00.000Z',
          answeredAt: '2026-11-22T02:00:00.000Z',
          resolvedAt: '2026-11-22T07:30:00.000Z',
          endedAt: '2026-11-23T09:00:00.000Z',
          toAnswer: 'PT1H',
          toSolution: 'PT6H30M',
          outcome: 'satisfied',
          verdicts: [
            { at: '2026-11-23T09:00:00.000Z', by: 'con_00000000000000000000000001', via: 'web', satisfied: true },
          ],
        },
      ],
    },
  },
} as const satisfies Contract;
