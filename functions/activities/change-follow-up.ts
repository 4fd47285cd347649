import { change, dueOf, type FollowUp, toAnswer } from '#domain/activities/follow-up.ts';
import { followUpChanged } from '#events/activities.ts';
import type { Input, Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putFollowUp } from '#store/activities.ts';
import { readCustomer } from '#store/customers.ts';
import { StaleWrite } from '#store/table.ts';
import type { changeFollowUpContract } from './follow-up-contracts.ts';
import { assertOwner, followUpInPath } from './visible.ts';

export const changeFollowUp: Operation<typeof changeFollowUpContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const before = await followUpInPath(world.table, params.id, caller);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const { subject, lead, ownerId } = body;
  const due = body.due === undefined && body.dueAt === undefined ? undefined : dueOf(body, caller.zone);
  const after = change(before, { subject, lead, ownerId, due }, caller.memberId, world.now);
  if (!isChanged(before, body)) return toAnswer(before);
  if (ownerId !== undefined && ownerId !== before.ownerId) {
    await assertOwner(world.table, ownerId, caller, await readCustomer(world.table, before.customerId));
  }
  return world.commit([putFollowUp(after, { version: before.version }, [changed(after, world)])], toAnswer(after));
};

function isChanged(before: FollowUp, body: Input<typeof changeFollowUpContract>['body']): boolean {
  return Object.entries(body).some(([name, value]) => {
    const held = before[name as keyof FollowUp];
    return JSON.stringify(value ?? null) !== JSON.stringify(held ?? null);
  });
}

export function changed({ id, customerId, ownerId, dueAt }: FollowUp, { event }: World) {
  return event(followUpChanged, id, { followUpId: id, customerId, ownerId, dueAt });
}
