import * as z from 'zod';
import { noBulkCounts } from '#domain/shared/bulk-outcome.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError, type Facts } from '#domain/shared/error.ts';
import type { Locale, Messages } from '#domain/shared/locale.ts';
import { sharedMessages } from '#domain/shared/messages.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { assertBulkEdit, type BulkEdit, type BulkEditInput, bulkMax } from '#domain/tickets/bulk-edit.ts';
import { messages } from '#domain/tickets/messages.ts';
import { ticketBulkEditPartQueued } from '#events/tickets.ts';
import type { Edited } from '#functions/batch/bulk-edit.ts';
import { each } from '#functions/batch/each.ts';
import { Reply, route } from '#functions/http/contract.ts';
import { fill } from '#functions/http/field-messages.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import type { BulkProgress } from '#store/bulk-edits.ts';
import { gathered } from '#store/gathered.ts';
import type { Table, Write } from '#store/table.ts';
import { putBulkEdit, putBulkPart, readBulkEdit, readBulkParts, readBulkProgress } from '#store/tickets-bulk-edits.ts';
import {
  createTicketBulkEditContract,
  getTicketBulkEditContract,
  listRefusedTicketsContract,
} from './bulk-edit-contracts.ts';
import { editTicket } from './bulk-edit-row.ts';
import { assertDestination, selectTickets } from './bulk-edit-select.ts';

const ticketsInPart = 100;
const partsMax = bulkMax / ticketsInPart;

export const createTicketBulkEdit = route(createTicketBulkEditContract, async ({ body, isDryRun }, caller, world) => {
  assertBulkEdit(body);
  await assertDestination(world.table, body.changes);
  const ids = await selectTickets(body, caller, { ...world, table: gathered(world.table) });
  if (isDryRun === true) {
    return new Reply(200, await rehearse(ids, body, caller, world), { 'preference-applied': 'dry-run' });
  }
  const parts = Array.from({ length: Math.ceil(ids.length / ticketsInPart) }, (_, i) =>
    ids.slice(i * ticketsInPart, (i + 1) * ticketsInPart),
  );
  const { filter, changes, reason } = body;
  const job: BulkEdit = {
    id: world.newId('blk'),
    ...(filter === undefined ? {} : { filter }),
    changes,
    ...(reason === undefined ? {} : { reason }),
    requester: onBehalfOf(caller),
    selected: ids.length,
    parts: parts.length,
    createdAt: world.now.toISOString(),
    createdBy: caller.memberId,
  };
  const queued = parts.map((own, part): Write => {
    const event = world.event(ticketBulkEditPartQueued, job.id, { bulkEditId: job.id, part });
    return putBulkPart(job, { part, state: 'queued', ids: own, refused: [], version: 1 }, [event]);
  });
  return world.commit([putBulkEdit(job), ...queued], viewOf(job, { ...noBulkCounts, parts: 0 }));
});

export const getTicketBulkEdit = route(getTicketBulkEditContract, async ({ params }, caller, { table }) => {
  const job = await readOwn(table, caller, params.id);
  return viewOf(job, await readBulkProgress(table, job.id));
});

/** Behind which one the list goes on: part by part, so that none is told twice while others are still worked on. */
const Position = z.strictObject({ part: z.int().nonnegative(), at: z.int().nonnegative() });

export const listRefusedTickets = route(listRefusedTicketsContract, async ({ params, query }, caller, { table }) => {
  const job = await readOwn(table, caller, params.id);
  const from = fromCursor(Position, query.cursor) ?? { part: 0, at: 0 };
  const all = (await readBulkParts(table, job.id, from.part, partsMax)).flatMap(({ part, refused }) =>
    refused.map((each, at) => ({ part, at, ...each })),
  );
  const rest = all.filter(({ part, at }) => part > from.part || (part === from.part && at >= from.at));
  const next = rest[query.limit];
  return {
    items: rest.slice(0, query.limit).map(({ id, code, facts = {} }) => ({
      ticketId: id,
      code,
      detail: wordsOf(code, facts, caller.locale),
    })),
    next: next === undefined ? null : toCursor({ part: next.part, at: next.at }),
  };
});

function wordsOf(code: string, facts: Facts, locale: Locale): string {
  const text = (messages as Messages)[code] ?? (sharedMessages as Messages)[code];
  return text === undefined ? code : fill(text[locale], facts);
}

/** A bulk edit is there for whoever asked for it, and for the admin. */
async function readOwn(table: Table, caller: Caller, id: string): Promise<BulkEdit> {
  const job = await readBulkEdit(table, id);
  if (job === undefined || (job.createdBy !== caller.memberId && caller.role !== 'admin')) {
    throw new DomainError('missing', 'tickets.bulk-edit-not-found');
  }
  return job;
}

function viewOf({ requester: _, parts, ...job }: BulkEdit, progress: BulkProgress) {
  const { changed, unchanged, refused } = progress;
  return {
    ...job,
    state: progress.parts < parts ? ('running' as const) : ('completed' as const),
    counts: { total: changed + unchanged + refused, changed, unchanged, refused },
  };
}

const shownMax = 20;
const atOnce = 50;

async function rehearse(ids: readonly string[], body: BulkEditInput, caller: Caller, world: World) {
  const dry: World = { ...world, table: gathered(world.table), commit: async (_writes, answer) => answer };
  const told = new Map<string, Edited>();
  await each(ids, atOnce, async (id) => {
    told.set(id, await editTicket(id, body, caller, dry));
  });
  const all = ids.flatMap((id) => {
    const edited = told.get(id);
    if (edited === undefined) return [];
    return [{ id, outcome: edited.outcome, ...(edited.outcome === 'refused' ? { code: edited.why.code } : {}) }];
  });
  const count = (outcome: string): number => all.filter((each) => each.outcome === outcome).length;
  return {
    dryRun: true,
    selected: ids.length,
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    first: all.slice(0, shownMax),
  } as const;
}
