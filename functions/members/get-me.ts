import { may } from '#domain/shared/caller.ts';
import { permissions } from '#domain/shared/rights.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readMember } from '#store/members.ts';
import type { getMeContract } from './member-contracts.ts';

/** The token decides what is allowed, so its role is shown: a change reaches it within a quarter of an hour. */
export const getMe: Operation<typeof getMeContract> = async (_input, caller, world) => {
  const member = await readMember(world.table, caller.memberId);
  const { memberId: id, role, departmentId, locale, zone } = caller;
  const known = member ?? { locale, zone, ...(departmentId === undefined ? {} : { departmentId }) };
  return { ...known, id, role, permissions: permissions.filter((permission) => may(caller, permission)) };
};
