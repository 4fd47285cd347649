import * as z from 'zod';
import { Channel } from '../shared/channel.ts';
import { CannedAnswerId, MessageId, TicketId } from '../shared/ids.ts';
import { UtcInstant } from '../shared/time.ts';

/** What was said on a ticket. An internal note is for service alone: no path of sales or customers reads its range. */
export const Message = z.strictObject({
  id: MessageId,
  ticketId: TicketId,
  visibility: z.enum(['public', 'internal']),
  /** `in`: from the customer. */
  direction: z.enum(['in', 'out']),
  via: Channel.optional(),
  text: z.string(),
  /** 常用回复: what it was made of, as it was or edited. */
  cannedAnswerId: CannedAnswerId.optional(),
  at: UtcInstant,
  by: z.string(),
});
export type Message = z.output<typeof Message>;
