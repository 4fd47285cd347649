import * as z from 'zod';
import type { Event } from '#events/define.ts';

/** An event as it stands in an item and travels on the bus (events/define.ts). What else it may carry is let through. */
export const PublishedEvent = z.looseObject({
  id: z.string().min(1),
  type: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
  version: z.int().positive(),
  subject: z.string().min(1),
  at: z.iso.datetime(),
  actorId: z.string().min(1),
  cause: z.string().min(1),
  detail: z.unknown(),
}) satisfies z.ZodType<Event>;

/** What EventBridge wraps around a detail on its way into a queue. */
export const Envelope = z.looseObject({
  id: z.string().min(1),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.unknown(),
});
export type Envelope = z.output<typeof Envelope>;
