import type { Interaction } from '#domain/activities/interaction.ts';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readInteraction } from '#store/activities-interactions.ts';
import { readCustomer } from '#store/customers.ts';
import type { Table } from '#store/table.ts';
import type { getInteractionContract } from './interaction-contracts.ts';

export const getInteraction: Operation<typeof getInteractionContract> = ({ params }, caller, { table }) =>
  interactionInPath(table, params.id, caller);

/** An author sees what he wrote, whoever looks after the customer now. */
export async function interactionInPath(table: Table, id: string, caller: Caller): Promise<Interaction> {
  const interaction = await readInteraction(table, id);
  if (interaction !== undefined) {
    if (interaction.createdBy === caller.memberId || reach(caller, 'interactions.read') === 'all') return interaction;
    const customer = await readCustomer(table, interaction.customerId);
    if (customer !== undefined && reaches(caller, 'interactions.read', customer)) return interaction;
  }
  throw new DomainError('missing', 'activities.not-found');
}
