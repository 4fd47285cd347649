import type { Caller } from '#domain/shared/caller.ts';
import type { BulkEdit, BulkOutcome } from '#domain/tickets/bulk-edit.ts';
import { ticketBulkEditPartQueued } from '#events/tickets.ts';
import { each } from '#functions/batch/each.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import { gathered } from '#store/gathered.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { signedBy } from '#store/table.ts';
import {
  putChanged,
  putDonePart,
  type Refused,
  readBulkEdit,
  readBulkPart,
  readChanged,
} from '#store/tickets-bulk-edits.ts';
import { createTicketBulkEditContract } from './bulk-edit-contracts.ts';
import { type Edited, editTicket } from './bulk-edit-row.ts';

/** Changes the tickets of one part of a bulk edit, each once: what a run before this one changed is only counted. */
export const handler = subscription(
  { context: 'tickets', name: 'on-bulk-edit', dedupe: false, events: [ticketBulkEditPartQueued] },
  async ({ detail: { bulkEditId, part: number } }, world) => {
    const { table } = world;
    const [job, part] = await Promise.all([readBulkEdit(table, bulkEditId), readBulkPart(table, bulkEditId, number)]);
    if (job === undefined || part === undefined || part.state === 'done') return;
    const edited = await editAll(job, number, part.ids, world);
    const refused = part.ids.flatMap((id): Refused[] => {
      const found = edited.get(id);
      return found?.outcome === 'refused' ? [{ id, ...found.why }] : [];
    });
    const count = (outcome: BulkOutcome): number =>
      [...edited.values()].filter((each) => each.outcome === outcome).length;
    const counts = { changed: count('changed'), unchanged: count('unchanged'), refused: refused.length };
    await table.commit(putDonePart(job, part, refused, counts));
  },
);

const { permission } = createTicketBulkEditContract;
/** Tickets that are changed side by side, and share their requests. */
const atOnce = 25;

async function editAll(job: BulkEdit, part: number, ids: readonly string[], world: World) {
  const [changed, caller] = await Promise.all([
    readChanged(world.table, job.id, part),
    readOnBehalf(world.table, job.requester),
  ]);
  const shared = { ...world, table: gathered(world.table) };
  const edited = new Map<string, Edited>();
  await each(ids, atOnce, async (id) => {
    if (changed.has(id)) edited.set(id, { outcome: 'changed' });
    // Whoever has left changes nothing any more.
    else if (caller === undefined)
      edited.set(id, { outcome: 'refused', why: { code: 'shared.forbidden', facts: { permission } } });
    else edited.set(id, await editTicket(id, job, caller, worldFor(shared, job, part, id, caller)));
  });
  return edited;
}

/** The news says who asked for it, and each change is noted in the transaction that makes it. */
function worldFor(world: World, job: BulkEdit, part: number, ticketId: string, caller: Caller): World {
  const table = signedBy(world.table, { actor: caller.memberId, request: job.id });
  return {
    ...world,
    table,
    event: (...asked) => ({ ...world.event(...asked), actorId: caller.memberId }),
    commit: async (writes, answer) => {
      await table.commit([...writes, putChanged(job, part, ticketId)]);
      return answer;
    },
  };
}
