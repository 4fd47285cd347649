import { record } from '#domain/activities/interaction.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { recordInteractionContract } from './interaction-contracts.ts';
import { recorded } from './recorded.ts';
import { assertContact, customerInPath } from './visible.ts';

export const recordInteraction: Operation<typeof recordInteractionContract> = async (
  { params, body },
  caller,
  world,
) => {
  const { table, now, newId } = world;
  await customerInPath(table, params.id, caller, 'interactions.write');
  await assertContact(table, params.id, body.contactId, '');
  const interaction = record(body, { id: newId('int'), customerId: params.id, now, actorId: caller.memberId });
  return world.commit(await recorded(interaction, world), interaction);
};
