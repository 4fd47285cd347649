import { type WorkProfile, whyOffDuty } from '#domain/members/duty.ts';
import { type Caller, may } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { memberDutyChanged } from '#events/members.ts';
import { route } from '#functions/http/contract.ts';
import { putWorkProfile as put, readWorkProfile } from '#store/members-work.ts';
import { readMemberOr404 } from './get-member.ts';
import { getWorkProfileContract, putDutyContract, putWorkProfileContract } from './work-contracts.ts';

/** What all staff see of each other is name, department and role (rules.md 1). */
function assertOwn(caller: Caller, memberId: string): void {
  if (memberId !== caller.memberId && !may(caller, 'members.write')) {
    throw new DomainError('forbidden', 'members.others-duty');
  }
}

function viewOf(profile: WorkProfile, zone: string, now: Date) {
  return { ...profile, onDuty: whyOffDuty(profile, zone, now) === undefined };
}

export const getWorkProfile = route(getWorkProfileContract, async ({ params }, caller, { table, now }) => {
  assertOwn(caller, params.id);
  const { zone } = await readMemberOr404(table, params.id);
  return viewOf(await readWorkProfile(table, params.id), zone, now);
});

export const putWorkProfile = route(putWorkProfileContract, async ({ params, body }, _caller, world) => {
  const { zone } = await readMemberOr404(world.table, params.id);
  const { memberId, offDuty, version } = await readWorkProfile(world.table, params.id);
  const after = { memberId, ...body, ...(offDuty === undefined ? {} : { offDuty }), version: version + 1 };
  return world.commit([put(after)], viewOf(after, zone, world.now));
});

export const putDuty = route(putDutyContract, async ({ params, body }, caller, world) => {
  const { table, now } = world;
  assertOwn(caller, params.id);
  if (body.until !== undefined && Date.parse(body.until) <= now.getTime()) {
    throw invalidField('/until', 'members.until-past');
  }
  const { zone } = await readMemberOr404(table, params.id);
  const { offDuty: _, ...before } = await readWorkProfile(table, params.id);
  const off = { since: now.toISOString(), ...(body.until === undefined ? {} : { until: body.until }) };
  const after = { ...before, ...(body.onDuty ? {} : { offDuty: off }), version: before.version + 1 };
  const { onDuty, handBack } = body;
  const changed = world.event(memberDutyChanged, params.id, { memberId: params.id, onDuty, handBack });
  return world.commit([put(after, [changed])], viewOf(after, zone, now));
});
