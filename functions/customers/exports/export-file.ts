import { createHash } from 'node:crypto';
import { type Export, type Labels, rowsIn, type Words } from '#domain/customers/export.ts';
import type { Field } from '#domain/customers/field.ts';
import { liveFields } from '#domain/customers/field-text.ts';
import { type CustomerView, toCustomerView } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Locale } from '#domain/shared/locale.ts';
import { exportContinued, exportMade } from '#events/customers.ts';
import { call } from '#functions/http/call.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomers } from '#store/customers.ts';
import { putExport, readExport } from '#store/customers-exports.ts';
import { readFields } from '#store/customers-fields.ts';
import { readList } from '#store/members.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import type { Table } from '#store/table.ts';
import { readView, sees } from '../access.ts';
import { listCustomers } from '../list-customers.ts';
import { asSent, ListQuery } from '../list-query.ts';
import { fileOf } from './export-forms.ts';
import { exportKey } from './get-export.ts';

/** One invocation writes one file: its memory and its time are bounded, and what is written is not written again. */
const rowsInFile = 20_000;
const pageSize = 200;

/** Writes the next file of an export; the last comes with the news that it was made, so no link is without its record. */
export async function writeNextFile(exportId: string, world: FilesWorld): Promise<void> {
  const { table, now } = world;
  const job = await readExport(table, exportId);
  if (job?.state !== 'running') return;
  const next = { ...job, version: job.version + 1, updatedAt: now.toISOString() };
  const caller = await readOnBehalf(table, job.requester);
  const found = caller && (await readFound(job, caller, world));
  if (found === undefined) return world.commit([putExport({ ...next, state: 'failed' }, [])], undefined);
  const { views, words, cursor } = found;
  const { body, contentType } = await fileOf(job.format, views, words);
  await world.files.put(exportKey(job, job.files.length), body, contentType);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const { cursor: _, ...rest } = next;
  const written = { ...rest, files: [...job.files, { rows: views.length, bytes: body.length, sha256 }] };
  if (cursor !== undefined) {
    const event = world.event(exportContinued, exportId, { exportId });
    return world.commit([putExport({ ...written, cursor }, [event])], undefined);
  }
  const { of, format, createdBy: memberId } = job;
  const made = world.event(exportMade, exportId, { exportId, of, format, memberId, rows: rowsIn(written) });
  const event = { ...made, actorId: memberId };
  return world.commit([putExport({ ...written, state: 'completed' }, [event])], undefined);
}

interface Found {
  readonly views: readonly CustomerView[];
  readonly words: Words;
  readonly cursor: string | undefined;
}

/** Undefined where the list is refused meanwhile: its view is gone, or the caller may not ask for it any more. */
async function readFound(job: Export, caller: Caller, world: World): Promise<Found | undefined> {
  try {
    return await readPages(job, caller, world);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

async function readPages(job: Export, caller: Caller, world: World): Promise<Found> {
  const { locale } = caller;
  const [labels, fields] = await Promise.all([readLabels(world.table, locale), readFields(world.table)]);
  const asked = ListQuery.parse(job.query);
  const views: CustomerView[] = [];
  let { cursor } = job;
  do {
    const page = await call(listCustomers, { query: asSent({ ...asked, limit: pageSize, cursor }) }, caller, world);
    views.push(...(await readViews(page.items, caller, world.table, fields)));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && views.length < rowsInFile);
  return { views, words: { labels, locale, own: liveFields(fields) }, cursor };
}

/** Whole and as they are now, by the same masks as one by one. */
async function readViews(
  items: readonly { readonly id: string }[],
  caller: Caller,
  table: Table,
  fields: readonly Field[],
): Promise<CustomerView[]> {
  const customers = await readCustomers(
    table,
    items.map(({ id }) => id),
  );
  const visible = customers.filter((customer) => customer.deletedAt === undefined && sees(caller, customer));
  const open = new Set(fields.filter(({ sensitivity }) => sensitivity === 'normal').map(({ id }) => id));
  return Promise.all(
    visible.map(async (customer) => {
      const graded = new Set(Object.keys(customer.fields ?? {}).filter((id) => !open.has(id)));
      return toCustomerView(customer, await readView(table, caller, customer.id), undefined, graded);
    }),
  );
}

async function readLabels(table: Table, locale: Locale): Promise<Labels> {
  const labelsOf = async (list: 'industries' | 'levels' | 'sources' | 'buyer-types') =>
    new Map((await readList(table, list)).map(({ code, labels }) => [code, labels[locale]]));
  const [industry, level, source, buyerType] = await Promise.all([
    labelsOf('industries'),
    labelsOf('levels'),
    labelsOf('sources'),
    labelsOf('buyer-types'),
  ]);
  return { industry, level, source, buyerType };
}
