import { assertAdminLeft, assertNoManagerCycle, type Member } from '#domain/members/member.ts';
import { changedFields, merged } from '#domain/members/merge.ts';
import { invalidField } from '#domain/shared/error.ts';
import { restamped } from '#domain/shared/stamps.ts';
import { memberChanged, memberDeactivated } from '#events/members.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readMember } from '#store/members.ts';
import {
  addSeats,
  nextStructure,
  putAdminIds,
  putMember,
  readAdminIds,
  releaseEmail,
} from '#store/members-directory.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import { claimFreeEmail } from './create-member.ts';
import { emailDigest } from './email-digest.ts';
import { readMemberOr404 } from './get-member.ts';
import type { changeMemberContract } from './member-contracts.ts';
import { assertLookedAfter } from './open-work.ts';
import { checkReferences } from './references.ts';

type Patch = Input<typeof changeMemberContract>['body'];

export const changeMember: Operation<typeof changeMemberContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const before = await readMemberOr404(world.table, params.id);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const leaves = before.active && body.active === false;
  if (body.successorId !== undefined && !leaves) throw invalidField('/successorId', 'members.successor-not-needed');
  const fields = changedFields(before, body);
  if (fields.length === 0) return before;
  const checks = await references(world.table, before, body, fields);
  if (leaves) await assertLookedAfter(world.table, before.id, body.successorId);
  const traces = leaves ? { deactivatedAt: world.now.toISOString(), successorId: body.successorId } : {};
  const changed: Member = { ...withoutTraces(merged(before, body)), ...traces };
  const after = restamped(changed, world.now, caller.memberId);
  const consequences = await Promise.all([
    movedAddress(world, before, after),
    movedSeat(before, after),
    changedAdmins(world.table, before, after),
    fields.includes('managerId') ? changedManager(world.table, after) : [],
  ]);
  const write = putMember(after, { version: before.version }, eventsOf(world, after, fields, leaves));
  return world.commit([write, ...consequences.flat(), ...checks], after);
};

/** An active member has no successor: coming back ends the handing over of what arrives from now on. */
function withoutTraces(member: Member): Member {
  if (!member.active) return member;
  const { successorId: _, deactivatedAt: __, ...back } = member;
  return back;
}

async function references(table: Table, { id }: Member, body: Patch, fields: readonly string[]): Promise<Write[]> {
  if (body.successorId === id) throw invalidField('/successorId', 'members.unknown-member');
  if (fields.includes('managerId') && body.managerId === id) throw invalidField('/managerId', 'members.manager-cycle');
  return checkReferences(table, {
    departmentId: fields.includes('departmentId') ? body.departmentId : null,
    members: { managerId: fields.includes('managerId') ? body.managerId : null, successorId: body.successorId },
  });
}

function eventsOf(world: World, { id, successorId }: Member, fields: readonly string[], leaves: boolean) {
  const changed = fields.filter((name) => !(leaves && (name === 'active' || name === 'successorId')));
  return [
    ...(changed.length > 0 ? [world.event(memberChanged, id, { memberId: id, fields: changed })] : []),
    ...(leaves ? [world.event(memberDeactivated, id, { memberId: id, ...(successorId && { successorId }) })] : []),
  ];
}

async function movedAddress({ table }: World, before: Member, after: Member): Promise<Write[]> {
  if (before.email === after.email) return [];
  const claim = await claimFreeEmail(table, emailDigest(after.email), after.id);
  return [releaseEmail(emailDigest(before.email)), claim.write];
}

function movedSeat(before: Member, after: Member): Write[] {
  if (before.departmentId === after.departmentId) return [];
  return [addSeats(before.departmentId, { members: -1 }), addSeats(after.departmentId, { members: 1 })];
}

async function changedAdmins(table: Table, before: Member, after: Member): Promise<Write[]> {
  const was = isAdmin(before);
  if (was === isAdmin(after)) return [];
  const admins = await readAdminIds(table);
  if (was) assertAdminLeft(admins.ids, after.id);
  const others = admins.ids.filter((id) => id !== after.id);
  return [putAdminIds(admins, was ? others : [...others, after.id])];
}

function isAdmin({ role, active }: Member): boolean {
  return role === 'admin' && active;
}

async function changedManager(table: Table, { id, managerId }: Member): Promise<Write[]> {
  if (managerId === undefined) return [];
  const above: string[] = [];
  for (let next: string | undefined = managerId; next !== undefined && !above.includes(next); ) {
    above.push(next);
    next = (await readMember(table, next))?.managerId;
  }
  assertNoManagerCycle(id, above);
  return [await nextStructure(table)];
}
