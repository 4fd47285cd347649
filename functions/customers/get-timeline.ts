import * as z from 'zod';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readTimeline } from '#store/customers-pulse.ts';
import { assertSeesHistory, readView, readVisible } from './access.ts';
import { getTimelineContract } from './customer-contracts.ts';

const Position = z.string().regex(/^[0-9A-Z]{26}$/);

export const getTimeline = route(getTimelineContract, async ({ params, query }, caller, { table }) => {
  await readVisible(table, caller, params.id);
  assertSeesHistory(await readView(table, caller, params.id));
  const after = fromCursor(Position, query.cursor);
  const { items, next } = await readTimeline(table, params.id, { limit: query.limit, after });
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
});
