import { cardOf, type Member, type MemberCard } from '#domain/members/member.ts';
import { type Caller, may } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { getMemberContract } from './member-contracts.ts';

export const getMember: Operation<typeof getMemberContract> = async ({ params }, caller, world) =>
  viewFor(caller, await readMemberOr404(world.table, params.id));

export async function readMemberOr404(table: Table, id: string): Promise<Member> {
  const member = await readMember(table, id);
  if (member === undefined) throw new DomainError('missing', 'members.not-found');
  return member;
}

/** All staff see names, departments and roles; addresses and lines of command are for admins and the member himself. */
export function viewFor(caller: Caller, member: Member): Member | MemberCard {
  return may(caller, 'members.write') || caller.memberId === member.id ? member : cardOf(member);
}
