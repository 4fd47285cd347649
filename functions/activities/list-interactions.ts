import * as z from 'zod';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { listInteractions as read } from '#store/activities-interactions.ts';
import type { listInteractionsContract } from './interaction-contracts.ts';
import { customerInPath } from './visible.ts';

const Position = z.string().max(80);

export const listInteractions: Operation<typeof listInteractionsContract> = async (
  { params, query },
  caller,
  { table },
) => {
  const before = fromCursor(Position, query.cursor);
  await customerInPath(table, params.id, caller, 'interactions.read');
  const { items, next } = await read(table, params.id, { limit: query.limit, before });
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
};
