import * as z from 'zod';
import { DomainError } from '#domain/shared/error.ts';

/** `?limit=&cursor=` of every list. */
export const listQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(50),
  cursor: z.string().min(1).max(1000).optional(),
};

/** The answer of every list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

/** A cursor is opaque and holds a position, never a partition, so it opens nothing. */
export function toCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position that a cursor holds; a cursor that is not ours is the caller's mistake. */
export function fromCursor<T extends z.ZodType>(position: T, cursor: string | undefined): z.output<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new DomainError('invalid', 'shared.bad-cursor', {}, [{ pointer: '?cursor', code: 'shared.bad-cursor' }]);
  }
}
