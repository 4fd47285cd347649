import * as z from 'zod';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readDepartmentsPage } from '#store/members-directory.ts';
import type { listDepartmentsContract } from './department-contracts.ts';

const Position = z.strictObject({ id: z.string() });

export const listDepartments: Operation<typeof listDepartmentsContract> = async ({ query }, _caller, world) => {
  const after = fromCursor(Position, query.cursor)?.id;
  const { items, next } = await readDepartmentsPage(world.table, { limit: query.limit, after });
  return { items: [...items], next: next === undefined ? null : toCursor({ id: next }) };
};
