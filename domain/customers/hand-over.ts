import * as z from 'zod';
import { UtcInstant } from '../shared/time.ts';

/** A customer went from one owner to another. */
export const HandOver = z.object({
  at: UtcInstant,
  fromOwnerId: z.string(),
  toOwnerId: z.string(),
  /** What the one who did it wrote; `member.deactivated` where the owner had left and nobody did it. */
  reason: z.string(),
  actorId: z.string(),
});
export type HandOver = z.output<typeof HandOver>;
