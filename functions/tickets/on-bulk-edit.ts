import type { BulkOutcome } from '#domain/shared/bulk-outcome.ts';
import type { BulkEdit } from '#domain/tickets/bulk-edit.ts';
import { ticketBulkEditPartQueued } from '#events/tickets.ts';
import { type Edited, noting } from '#functions/batch/bulk-edit.ts';
import { each } from '#functions/batch/each.ts';
import { subscription } from '#functions/batch/subscription.ts';
import type { World } from '#functions/http/world.ts';
import type { Refused } from '#store/bulk-edits.ts';
import { gathered } from '#store/gathered.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import {
  addBulkProgress,
  putBulkPart,
  putChanged,
  readBulkEdit,
  readBulkPart,
  readChanged,
} from '#store/tickets-bulk-edits.ts';
import { createTicketBulkEditContract } from './bulk-edit-contracts.ts';
import { editTicket } from './bulk-edit-row.ts';

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
    const done = { ...part, state: 'done', refused, version: part.version + 1 } as const;
    await table.commit([putBulkPart(job, done), addBulkProgress(job, counts)]);
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
    else edited.set(id, await editTicket(id, job, caller, noting(shared, caller, job.id, putChanged(job, part, id))));
  });
  return edited;
}
