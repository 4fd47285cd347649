import { erasedAfter } from '#domain/customers/customer.ts';
import { contactFacets, nameFacets } from '#domain/customers/duplicate.ts';
import { customerErased } from '#events/customers.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import type { World } from '#functions/http/world.ts';
import { customerPartition, idIn, putCustomer, toContact, toCustomer } from '#store/customers.ts';
import { putErased } from '#store/customers-contacts.ts';
import { digestWith } from '#store/customers-matching.ts';
import { isMergeKey, snapshotIn } from '#store/customers-merges.ts';
import { isScanKey } from '#store/customers-scans.ts';
import { isSnapshotKey } from '#store/customers-search.ts';
import type { Found, Write } from '#store/table.ts';
import { continueMerge } from './merge-job.ts';
import { continueScan } from './scan-job.ts';
import { snapshotDue } from './search-order.ts';
import { removeFacets } from './twins.ts';

/** Rows removed at a time: with their match keys they stay below the hundred of a transaction. */
const rowsAtOnce = 20;

/**
 * Erases who has been in the bin for 30 days: his rows and match keys, a part at a time, at last himself. His number
 * and external ids stay taken, and so does the ledger of consents, which names nobody and proves what was allowed.
 */
export const handler = sweep({ context: 'customers', name: 'sweep' }, async (item, key, at, world) => {
  if (isSnapshotKey(key)) return snapshotDue(item, at, world);
  if (isMergeKey(key)) return continueMerge(item, world);
  if (isScanKey(key)) return continueScan(item, world);
  const customer = toCustomer(idIn(key.pk), item);
  if (customer?.deletedAt === undefined || erasedAfter(customer.deletedAt) > world.now.toISOString()) return [];
  const rows = await readErasable(world, customer.id);
  const removals = rows.map(({ key: rowKey }): Write => ({ op: 'delete', key: rowKey, expect: 'any' }));
  const digest = digestWith((await world.secrets()).matching);
  if (rows.length === rowsAtOnce) {
    const facets = rows.flatMap(facetsIn);
    const next = { ...customer, version: customer.version + 1 };
    return [
      putCustomer(next, { version: customer.version }),
      ...removals,
      ...(await removeFacets(world.table, digest, facets)),
    ];
  }
  const facets = [...rows.flatMap(facetsIn), ...contactFacets(customer.mainContact), ...nameFacets(customer)];
  const erased = world.event(customerErased, customer.id, { customerId: customer.id });
  return [putErased(customer, world.now, [erased]), ...removals, ...(await removeFacets(world.table, digest, facets))];
});

function facetsIn({ key, item }: Found) {
  // Who went up in him is recognised by his own name still.
  const was = snapshotIn(key.sk, item)?.customer;
  if (was !== undefined) return nameFacets(was);
  if (!key.sk.startsWith('contact#')) return [];
  const contact = toContact(key.sk.slice('contact#'.length), item);
  return contact === undefined ? [] : contactFacets(contact);
}

/** Everything of the customer but himself and his consents. */
async function readErasable({ table }: World, id: string): Promise<readonly Found[]> {
  const pk = customerPartition(id);
  const before = await table.query({ pk, to: 'consent#', limit: rowsAtOnce, consistent: true });
  if (before.items.length === rowsAtOnce) return before.items;
  const limit = rowsAtOnce - before.items.length;
  const behind = await table.query({ pk, from: 'consent$', limit: limit + 1, consistent: true });
  return [...before.items, ...behind.items.filter(({ key }) => key.sk !== '~customer')].slice(0, rowsAtOnce);
}
