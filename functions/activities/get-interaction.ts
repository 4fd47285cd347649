import { correctionMs, type Interaction } from '#domain/activities/interaction.ts';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readInteraction } from '#store/activities-interactions.ts';
import { readCustomer } from '#store/customers.ts';
import type { getInteractionContract } from './interaction-contracts.ts';

export const getInteraction: Operation<typeof getInteractionContract> = ({ params }, caller, world) =>
  interactionInPath(world, params.id, caller);

/** An author sees what he wrote for as long as he may correct it, whoever looks after the customer now. */
export async function interactionInPath({ table, now }: World, id: string, caller: Caller): Promise<Interaction> {
  const interaction = await readInteraction(table, id);
  if (interaction !== undefined) {
    const { createdBy, createdAt } = interaction;
    const mayCorrect = createdBy === caller.memberId && now.getTime() - Date.parse(createdAt) <= correctionMs;
    if (mayCorrect || reach(caller, 'interactions.read') === 'all') return interaction;
    const customer = await readCustomer(table, interaction.customerId);
    if (customer !== undefined && reaches(caller, 'interactions.read', customer)) return interaction;
  }
  throw new DomainError('missing', 'activities.not-found');
}
