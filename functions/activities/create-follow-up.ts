import { dueOf, open, toAnswer } from '#domain/activities/follow-up.ts';
import { followUpIdFor } from '#domain/activities/follow-up-id.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import { followUpCreated } from '#events/activities.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putFollowUp } from '#store/activities.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { createFollowUpContract } from './follow-up-contracts.ts';
import { assertOwner } from './visible.ts';

export const createFollowUp: Operation<typeof createFollowUpContract> = async ({ body }, caller, world) => {
  const { table, now } = world;
  const customer = await readCustomer(table, body.customerId);
  if (customer === undefined || !reaches(caller, 'customers.read', customer)) {
    throw invalidField('/customerId', 'activities.unknown-customer');
  }
  if (body.ownerId !== undefined) await assertOwner(table, body.ownerId, caller, customer);
  const { subject, lead } = body;
  const ownerId = body.ownerId ?? (await ownerByDefault(table, caller, customer.ownerId));
  const id = followUpIdFor(customer.id, world.newId('fol'));
  const due = dueOf(body, caller.zone);
  const followUp = open({ id, customerId: customer.id, ownerId, subject, lead, ...due }, caller.memberId, now);
  const event = world.event(followUpCreated, id, {
    followUpId: id,
    customerId: customer.id,
    ownerId,
    dueAt: due.dueAt,
  });
  return world.commit([putFollowUp(followUp, 'absent', [event])], toAnswer(followUp));
};

/** The caller; a token by role alone belongs to no member (rules.md 9), so there it is the customer's owner. */
async function ownerByDefault(table: Table, caller: Caller, customersOwner: string): Promise<string> {
  return (await readMember(table, caller.memberId)) === undefined ? customersOwner : caller.memberId;
}
