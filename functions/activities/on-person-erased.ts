import { erasedFollowUp, erasedInteraction } from '#domain/activities/erasure.ts';
import { personErased } from '#events/customers.ts';
import { carryErasure, type Erasable } from '#functions/batch/carry-erasure.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putFollowUp, readFollowUp } from '#store/activities.ts';
import { followUpsAbout, interactionsAbout } from '#store/activities-erasure.ts';
import { putInteraction, readInteraction } from '#store/activities-interactions.ts';

const interactions: Erasable = {
  kind: 'interactions',
  idsOf: async function* (table, whose) {
    for await (const { id } of interactionsAbout(table, whose)) yield id;
  },
  erase: async (table, id, { actorId, now }) => {
    const before = await readInteraction(table, id);
    const after = before && erasedInteraction(before, actorId, now);
    return after === undefined ? [] : [putInteraction(after, { version: after.version - 1 }, [])];
  },
};

const followUps: Erasable = {
  kind: 'followUps',
  idsOf: async function* (table, whose) {
    for await (const { id } of followUpsAbout(table, whose)) yield id;
  },
  erase: async (table, id, { actorId, now }) => {
    const before = await readFollowUp(table, id);
    const after = before && erasedFollowUp(before, actorId, now);
    return after === undefined ? [] : [putFollowUp(after, { version: after.version - 1 }, [])];
  },
};

/** What was noted of talks with a person goes; that there was a talk, when and how stays. */
export const handler = subscription(
  { context: 'activities', name: 'on-person-erased', events: [personErased] },
  ({ detail }, world) => carryErasure(world, 'activities', detail.erasureId, [interactions, followUps]),
);
