import * as z from 'zod';
import { type SearchDocument, toSearchDocument } from '#domain/customers/search-document.ts';
import type { Event } from '#events/define.ts';
import { departmentPartition, idIn, readCustomers } from './customers.ts';
import { readContacts } from './customers-contacts.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import { type Found, type Page, type Table, type Write, withConsistentReads } from './table.ts';

/** What search reads and keeps beside its snapshot: which customers changed since, and when the next one is due. */

const changesPartition = partition('customers', 'search-changes');

/** Longer than a snapshot may fail to be made before somebody has seen the alarm. */
const changesKeptSeconds = 14 * 24 * 60 * 60;

/**
 * Says which customers changed, never what, under the first of the news that said so: 1 WRU for about 25 of them. In the
 * order of its being noted, for news may be late.
 */
export function putChanges(customerIds: readonly string[], eventId: string, at: Date): Write {
  return {
    op: 'put',
    key: { pk: changesPartition, sk: `${at.toISOString()}#${eventId}` },
    item: { customerIds },
    expect: 'any',
    expiresAt: Math.floor(at.getTime() / 1000) + changesKeptSeconds,
  };
}

const Note = z.object({ customerIds: z.array(z.string()) });

export interface Change {
  /** Place in the order of the notes. */
  readonly sk: string;
  readonly at: string;
  readonly customerId: string;
}

/** Everything noted from an instant on, in the order of the notes; 0.5 RRU for about 25 of one each, or 100 of many. */
export async function* readChanges(
  table: Table,
  from: string,
  options: { readonly consistent?: boolean } = {},
): AsyncGenerator<Change> {
  const asked = { pk: changesPartition, limit: 1000, ...(from === '' ? {} : { from }), ...options };
  for await (const { key, item } of rowsOf(table, asked)) {
    const [at = ''] = key.sk.split('#');
    const { customerIds } = Note.parse(item);
    yield* customerIds.map((customerId) => ({ sk: `${key.sk}#${customerId}`, at, customerId }));
  }
}

/** Customers as they are searched, as they stand now; null for who is not to be found any more. 1 to 2 RRU each. */
export async function readDocuments(
  table: Table,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SearchDocument | null>> {
  const fresh = withConsistentReads(table);
  const customers = new Map((await readCustomers(fresh, ids)).map((customer) => [customer.id, customer]));
  const documents = new Map<string, SearchDocument | null>(ids.map((id) => [id, null]));
  const queue = [...customers.values()];
  const work = async (): Promise<void> => {
    for (let customer = queue.pop(); customer !== undefined; customer = queue.pop()) {
      const { items: others } = await readContacts(fresh, customer.id, { limit: contactsMax });
      documents.set(customer.id, toSearchDocument(customer, others) ?? null);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return documents;
}

/** Far more than a customer has. */
const contactsMax = 500;
/** Below the 50 sockets that the SDK opens. */
const atOnce = 25;

/** Customers of a department in the order of their creation, for the first snapshot: 0.5 RRU for about 10. */
export async function readDepartmentIds(
  table: Table,
  departmentId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly ids: readonly string[]; readonly next: string | undefined }> {
  const pk = departmentPartition(departmentId);
  const page: Page = await table.query({
    index: 'gsi2',
    pk,
    limit,
    ...(after === undefined ? {} : { from: `${after}\u0000` }),
  });
  const ids = page.items.map(({ key }: Found) => idIn(key.pk));
  return { ids, next: page.next === undefined ? undefined : page.items.at(-1)?.indexSk };
}

/** When the next snapshot is due, or when the last one was ordered. */
export const SnapshotRow = z.object({
  version: z.int(),
  dueAt: z.string().optional(),
  orderedAt: z.string().optional(),
});
export type SnapshotRow = z.output<typeof SnapshotRow>;

const snapshotKey: Key = { pk: partition('customers', 'search-snapshot'), sk: 'snapshot' };

export function isSnapshotKey({ pk }: Key): boolean {
  return pk === snapshotKey.pk;
}

export async function readSnapshotRow(table: Table): Promise<SnapshotRow | undefined> {
  const item = await table.get(snapshotKey, { consistent: true });
  return item === undefined ? undefined : SnapshotRow.parse(item);
}

/** The row's next version: on the agenda while it has an instant. */
export function putSnapshotRow(
  before: SnapshotRow | undefined,
  row: Omit<SnapshotRow, 'version'>,
  events: readonly Event[] = [],
): Write {
  const { dueAt } = row;
  return {
    op: 'put',
    key: snapshotKey,
    item: { ...row, version: (before?.version ?? 0) + 1 },
    expect: before === undefined ? 'absent' : { version: before.version },
    ...(dueAt === undefined ? {} : { agenda: agendaKey('customers', dueAt, 'search-snapshot') }),
    events,
  };
}
