import { correct } from '#domain/activities/interaction.ts';
import { interactionCorrected } from '#events/activities.ts';
import type { Operation } from '#functions/http/contract.ts';
import { putInteraction } from '#store/activities-interactions.ts';
import { StaleWrite } from '#store/table.ts';
import { interactionInPath } from './get-interaction.ts';
import type { correctInteractionContract } from './interaction-contracts.ts';
import { factsOf, silenceCorrected } from './recorded.ts';
import { assertContact } from './visible.ts';

export const correctInteraction: Operation<typeof correctInteractionContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const before = await interactionInPath(world, params.id, caller);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const after = correct(before, body, caller.memberId, world.now);
  if (after === before) return before;
  if (body.contactId !== before.contactId) await assertContact(world.table, before.customerId, body.contactId, '');
  const event = world.event(interactionCorrected, after.id, factsOf(after));
  const write = putInteraction(after, { version: before.version }, [event]);
  return world.commit([write, ...(await silenceCorrected(before, after, world))], after);
};
