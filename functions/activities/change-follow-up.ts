import { change, type Due, dueOf, type FollowUp, toAnswer } from '#domain/activities/follow-up.ts';
import { followUpChanged } from '#events/activities.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putFollowUp } from '#store/activities.ts';
import { readCustomer } from '#store/customers.ts';
import { StaleWrite } from '#store/table.ts';
import type { changeFollowUpContract } from './follow-up-contracts.ts';
import { assertOwner, followUpInPath } from './visible.ts';

type Changes = Input<typeof changeFollowUpContract>['body'];

export const changeFollowUp: Operation<typeof changeFollowUpContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const before = await followUpInPath(world.table, params.id, caller);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const { subject, lead, ownerId } = body;
  const due = dueAfter(before, body, caller.zone);
  const after = change(before, { subject, lead, ownerId, due }, caller.memberId, world.now);
  if (!isChanged(before, body)) return toAnswer(before);
  if (ownerId !== undefined && ownerId !== before.ownerId) {
    await assertOwner(world.table, ownerId, caller, await readCustomer(world.table, before.customerId));
  }
  return world.commit([putFollowUp(after, { version: before.version }, [changed(after, world)])], toAnswer(after));
};

function dueAfter(before: FollowUp, { due, dueAt }: Changes, zone: string): Due | undefined {
  if (dueAt !== undefined) return dueOf({ dueAt }, zone);
  if (due === undefined) return undefined;
  // A merge patch: the part that is left out stays (RFC 7396).
  return dueOf({ due: { local: due.local ?? before.due.local, zone: due.zone ?? before.due.zone } }, zone);
}

function isChanged(before: FollowUp, body: Changes): boolean {
  return Object.entries(body).some(([name, value]) => {
    const held = before[name as keyof FollowUp];
    return JSON.stringify(value ?? null) !== JSON.stringify(held ?? null);
  });
}

export function changed({ id, customerId, ownerId, dueAt }: FollowUp, { event }: World) {
  return event(followUpChanged, id, { followUpId: id, customerId, ownerId, dueAt });
}
