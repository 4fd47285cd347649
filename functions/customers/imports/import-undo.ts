import { contactFacets, nameFacets } from '#domain/customers/duplicate.ts';
import { undoDays } from '#domain/customers/import.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { customerErased } from '#events/customers.ts';
import { each } from '#functions/batch/each.ts';
import { call } from '#functions/http/call.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { InvalidInput } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import { readOpenFollowUpsOf } from '#store/activities.ts';
import { readOpenContractsOf } from '#store/contracts.ts';
import { customerPartition, readCustomerOrBinned } from '#store/customers.ts';
import { putErased } from '#store/customers-contacts.ts';
import {
  addProgress,
  type Ledger,
  putLedger,
  putPart,
  readImport,
  readLedger,
  readPart,
} from '#store/customers-imports.ts';
import { digestWith, releaseExternalId } from '#store/customers-matching.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { StaleWrite, signedBy, type Write, withConsistentReads } from '#store/table.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { archiveContact } from '../archive-contact.ts';
import { patchContact } from '../patch-contact.ts';
import { patchCustomer } from '../patch-customer.ts';
import { removeFacets } from '../twins.ts';
import { fileKeys } from './import-keys.ts';
import { putJson, readRows } from './import-part.ts';
import { hintOf } from './import-problems.ts';
import type { Reported } from './import-report.ts';
import { settle } from './import-settle.ts';

const atOnce = 16;
/** Takes back what the rows of a part did, where nobody has touched it since; the others are told. */
export async function undoPart(importId: string, number: number, world: FilesWorld): Promise<void> {
  const { table, files } = world;
  const [job, part] = await Promise.all([readImport(table, importId, true), readPart(table, importId, number)]);
  if (job === undefined || part?.state !== 'undoing') return settle(importId, world);
  const caller = (await readOnBehalf(table, job.importer)) ?? job.importer;
  const ledger = await readLedger(table, importId, number);
  const expiresAt = Math.floor(Date.parse(job.createdAt) / 1000) + undoDays * 24 * 60 * 60;
  const kept = new Map<number, string>();
  const undone = new Set<number>();
  // Of a row that did two things the later is taken back first: the customer, then his contact.
  await each([...Map.groupBy(ledger, ({ row }) => row).values()], atOnce, async (steps) => {
    for (const step of steps.toSorted((a, b) => a.step.length - b.step.length)) {
      const code =
        step.entry.undone === true ? undefined : await takeBack(step, { caller, world, importId, number, expiresAt });
      if (code === undefined) undone.add(step.row);
      else kept.set(step.row, code);
    }
  });
  const rows = kept.size === 0 ? [] : await readRows(files, importId, number);
  const reported = rows.flatMap(({ row, cells }): Reported[] => {
    const code = kept.get(row);
    if (code === undefined) return [];
    const hint = hintOf(code, {}, caller.locale);
    return [{ row, cells, problems: [{ column: '', value: '', code, hint }] }];
  });
  if (reported.length > 0) await putJson(files, fileKeys.report(importId, 'kept', number), reported);
  const done = { ...part, state: 'undone', kept: kept.size, version: part.version + 1 } as const;
  const gone = [...undone].filter((row) => !kept.has(row)).length;
  await table.commit([
    putPart(importId, done),
    addProgress(importId, { undone: gone, kept: kept.size, undoneParts: 1 }),
  ]);
  await settle(importId, world);
}

interface Hand {
  readonly caller: Caller;
  readonly world: World;
  readonly importId: string;
  readonly number: number;
  readonly expiresAt: number;
}

const asTwin = { onDuplicate: 'create' } as const;

/** Undefined once it is as if the row had never been; else the code of why it is kept. */
async function takeBack({ row, step, entry }: Ledger, hand: Hand): Promise<string | undefined> {
  const { caller, world, importId, number: part, expiresAt } = hand;
  const table = signedBy(withConsistentReads(world.table), { actor: caller.memberId, request: importId });
  const noted = { ...entry, undone: true, version: (entry.version ?? 1) + 1 };
  const own: World = {
    ...world,
    table,
    event: (...asked) => ({ ...world.event(...asked), actorId: caller.memberId }),
    commit: async (writes, answer) => {
      await table.commit([...writes, putLedger(importId, { part, row, step }, noted, expiresAt)]);
      return answer;
    },
  };
  const { customerId, contactId, after: ifMatch, before: body } = entry;
  try {
    if (entry.outcome === 'created') await removeCreated(customerId, own);
    else if (contactId === undefined) {
      await call(patchCustomer, { params: { id: customerId }, query: asTwin, body, ifMatch }, caller, own);
    } else if (entry.outcome === 'merged') {
      await call(archiveContact, { params: { id: contactId }, ifMatch }, caller, own);
    } else {
      await call(patchContact, { params: { id: contactId }, query: asTwin, body, ifMatch }, caller, own);
    }
    return undefined;
  } catch (error) {
    if (error instanceof StaleWrite) return 'customers.import-touched';
    if (error instanceof DomainError) return error.code;
    // What stood there was once right, and is no more: rules have become stricter since.
    if (error instanceof InvalidInput) return 'shared.invalid-input';
    throw error;
  }
}

/** Rows that a customer has from his creation on; any other says that somebody has worked with him. */
const born = /^(~customer|~pulse|by-tag#.*)$/;
const rowsMax = 80;

/** As if he had never been entered: his keys are free again, only his number stays taken. */
async function removeCreated(id: string, world: World): Promise<void> {
  const { table } = world;
  const customer = await readCustomerOrBinned(table, id);
  if (customer === undefined) return world.commit([], undefined);
  const { items } = await table.query({ pk: customerPartition(id), limit: rowsMax });
  const isTouched =
    customer.version !== 1 ||
    customer.deletedAt !== undefined ||
    items.length === rowsMax ||
    items.some(({ key, item }) => !born.test(key.sk) && item['kind'] !== 'customer.created') ||
    (await hasOpenWork(id, world));
  if (isTouched) throw new DomainError('conflict', 'customers.import-touched');
  const digest = digestWith((await world.secrets()).matching);
  const erased = world.event(customerErased, id, { customerId: id });
  const removals = items
    .filter(({ key }) => key.sk !== '~customer')
    .map(({ key }): Write => ({ op: 'delete', key, expect: 'any' }));
  const facets = [...contactFacets(customer.mainContact), ...nameFacets(customer)];
  await world.commit(
    [
      putErased(customer, world.now, [erased]),
      ...removals,
      ...(await removeFacets(table, digest, facets)),
      ...customer.externalIds.map((each) => releaseExternalId(digest, each)),
    ],
    undefined,
  );
}

/** What was opened a moment ago may not be on his timeline yet. */
async function hasOpenWork(customerId: string, { table }: World): Promise<boolean> {
  const open = await Promise.all([
    readOpenTicketsOf(table, { customerId }, 1),
    readOpenFollowUpsOf(table, { customerId }, 1),
    readOpenContractsOf(table, { customerId }, 1),
  ]);
  return open.some(({ length }) => length > 0);
}
