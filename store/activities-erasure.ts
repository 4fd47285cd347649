import type { FollowUp } from '#domain/activities/follow-up.ts';
import type { Interaction } from '#domain/activities/interaction.ts';
import { isAbout, type Whose } from '#domain/shared/whose.ts';
import { readFollowUp, readFollowUpIdsOf } from './activities.ts';
import { readInteraction, readInteractionIdsOf } from './activities-interactions.ts';
import type { Table } from './table.ts';

/** Interactions name a contact and have no index by him: all of the customer are read, 0.5 RRU each. */
export async function* interactionsAbout(table: Table, whose: Whose): AsyncGenerator<Interaction> {
  for (const customerId of whose.customerIds) {
    for (const id of await readInteractionIdsOf(table, customerId)) {
      const found = await readInteraction(table, id);
      if (found !== undefined && isAbout(whose, found.contactId)) yield found;
    }
  }
}

/** A follow-up names no contact: it is about a person only where the customer is one. */
export async function* followUpsAbout(table: Table, { customerIds, isWhole }: Whose): AsyncGenerator<FollowUp> {
  if (!isWhole) return;
  for (const customerId of customerIds) {
    for (const id of await readFollowUpIdsOf(table, customerId)) {
      const found = await readFollowUp(table, id);
      if (found !== undefined) yield found;
    }
  }
}
