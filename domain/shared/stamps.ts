import * as z from 'zod';
import { UtcInstant } from './time.ts';

/** Who wrote a record first and last, and which version it is. */
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

/** The stamps of the next version; everything else of the record stays. */
export function restamped<T extends Stamped>(before: T, now: Date, actorId: string): T {
  return { ...before, version: before.version + 1, updatedAt: now.toISOString(), updatedBy: actorId };
}
