import * as z from 'zod';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readMembers } from '#store/members-directory.ts';
import { viewFor } from './get-member.ts';
import type { listMembersContract } from './member-contracts.ts';

const Position = z.strictObject({ at: z.string().regex(/^[ai]#mem_[0-9A-Z]{26}$/) });

export const listMembers: Operation<typeof listMembersContract> = async ({ query }, caller, world) => {
  const { limit, cursor, departmentId, role, active } = query;
  const filter = { departmentId, role, active: active === undefined ? undefined : active === 'true' };
  const after = fromCursor(Position, cursor)?.at;
  const { items, next } = await readMembers(world.table, filter, { limit, after });
  return {
    items: items.map((member) => viewFor(caller, member)),
    next: next === undefined ? null : toCursor({ at: next }),
  };
};
