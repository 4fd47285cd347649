import type { Member } from '#domain/members/member.ts';
import { DomainError } from '#domain/shared/error.ts';
import { firstStamps } from '#domain/shared/stamps.ts';
import { memberCreated } from '#events/members.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readCompany } from '#store/members.ts';
import {
  addSeats,
  claimEmail,
  putAdminIds,
  putMember,
  readAdminIds,
  readEmailHolder,
} from '#store/members-directory.ts';
import type { Table, Write } from '#store/table.ts';
import { emailDigest } from './email-digest.ts';
import type { createMemberContract } from './member-contracts.ts';
import { checkReferences } from './references.ts';

export const createMember: Operation<typeof createMemberContract> = async ({ body }, caller, world) => {
  const { table } = world;
  const { departmentId, managerId } = body;
  const checks = await checkReferences(table, { departmentId, members: { managerId } });
  const claim = await claimFreeEmail(table, emailDigest(body.email), world.newId('mem'));
  const company = body.locale === undefined || body.zone === undefined ? await readCompany(table) : undefined;
  const member: Member = {
    id: claim.memberId,
    ...body,
    locale: body.locale ?? company?.locale ?? 'zh-CN',
    zone: body.zone ?? company?.zone ?? 'Asia/Shanghai',
    active: true,
    ...firstStamps(world.now, caller.memberId),
  };
  const created = world.event(memberCreated, member.id, { memberId: member.id });
  const writes = [
    putMember(member, 'absent', [created]),
    claim.write,
    addSeats(departmentId, { members: 1 }),
    ...(member.role === 'admin' ? [await admit(table, member.id)] : []),
  ];
  return world.commit([...writes, ...checks], member);
};

async function admit(table: Table, id: string): Promise<Write> {
  const admins = await readAdminIds(table);
  return putAdminIds(admins, [...admins.ids, id]);
}

/** The read makes a clear answer, the condition on the claim keeps the promise. */
export async function claimFreeEmail(table: Table, digest: string, memberId: string) {
  const holder = await readEmailHolder(table, digest);
  if (holder !== undefined) {
    throw new DomainError('conflict', 'members.email-taken', {}, [{ pointer: '/email', code: 'members.email-taken' }]);
  }
  return { memberId, write: claimEmail(digest, memberId) };
}
