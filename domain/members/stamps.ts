import * as z from 'zod';
import { UtcInstant } from '../shared/time.ts';

/** Who wrote a record last and first, and which version it is. */
export const Stamps = {
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: z.string(),
  updatedAt: UtcInstant,
  updatedBy: z.string(),
} as const;

export interface Stamped {
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export function firstStamps(now: Date, actorId: string): Stamped {
  const at = now.toISOString();
  return { version: 1, createdAt: at, createdBy: actorId, updatedAt: at, updatedBy: actorId };
}

export function nextStamps(before: Stamped, now: Date, actorId: string): Stamped {
  const { createdAt, createdBy } = before;
  return { version: before.version + 1, createdAt, createdBy, updatedAt: now.toISOString(), updatedBy: actorId };
}
