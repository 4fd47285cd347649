import { maySee } from '#domain/activities/access.ts';
import type { Interaction } from '#domain/activities/interaction.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readInteraction } from '#store/activities-interactions.ts';
import { readCustomer } from '#store/customers.ts';
import type { getInteractionContract } from './interaction-contracts.ts';

export const getInteraction: Operation<typeof getInteractionContract> = ({ params }, caller, world) =>
  interactionInPath(world, params.id, caller);

export async function interactionInPath({ table, now }: World, id: string, caller: Caller): Promise<Interaction> {
  const interaction = await readInteraction(table, id);
  if (
    interaction !== undefined &&
    (await maySee(caller, interaction, now, () => readCustomer(table, interaction.customerId)))
  ) {
    return interaction;
  }
  throw new DomainError('missing', 'activities.not-found');
}
