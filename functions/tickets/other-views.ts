import * as z from 'zod';
import { TicketId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { Message } from '#domain/tickets/message.ts';

export const MessageView = Message;

const PromiseView = z.strictObject({
  allowed: z.string(),
  startedAt: UtcInstant,
  by: UtcInstant.optional(),
  remaining: z.string().optional(),
  state: z.enum(['running', 'paused', 'met', 'breached', 'dropped']),
  metAt: UtcInstant.optional(),
  segments: z.array(
    z.strictObject({
      from: UtcInstant,
      to: UtcInstant,
      kind: z.enum(['counted', 'offHours', 'holiday', 'paused']),
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
  cycles: z.array(
    z.strictObject({ cycle: z.int(), firstResponse: PromiseView.optional(), resolution: PromiseView.optional() }),
  ),
});
export type SlaView = z.output<typeof SlaView>;
