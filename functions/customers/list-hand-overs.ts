import * as z from 'zod';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readHandOvers } from '#store/customers-hand-overs.ts';
import { assertSeesHistory, readView, readVisible } from './access.ts';
import { listHandOversContract } from './hand-over-contracts.ts';

const Position = z.string().regex(/^[0-9A-Z]{26}$/);

export const listHandOvers = route(listHandOversContract, async ({ params, query }, caller, { table }) => {
  await readVisible(table, caller, params.id);
  assertSeesHistory(await readView(table, caller, params.id));
  const after = fromCursor(Position, query.cursor);
  const { items, next } = await readHandOvers(table, params.id, { limit: query.limit, after });
  return { items, next: next === undefined ? null : toCursor(next) };
});
