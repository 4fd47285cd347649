import * as z from 'zod';
import type { Contract } from '#functions/http/contract.ts';

export const getTicketFiguresContract = {
  method: 'GET',
  path: '/v1/ticket-figures',
  operationId: 'getTicketFigures',
  summary:
    'How long the complaints of a month took from their opening to the solution that stands: how many are solved, how many ' +
    'of them within 24 hours, and the average, which is to stay within these.',
  permission: 'sla.manage',
  query: z.strictObject({
    /** In which they were opened, as 2026-11. */
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  }),
  status: 200,
  output: z.strictObject({
    month: z.string(),
    complaints: z.strictObject({
      solved: z.int().nonnegative(),
      within24Hours: z.int().nonnegative(),
      /** ISO 8601; absent where none is solved. */
      averageHandlingTime: z.string().optional(),
    }),
  }),
  problems: {},
  example: {
    query: { month: '2026-11' },
    answer: { month: '2026-11', complaints: { solved: 2, within24Hours: 1, averageHandlingTime: 'PT21H30M' } },
  },
} as const satisfies Contract;
