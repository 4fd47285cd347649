import { componentsOf, groupsOf, type SharedKey } from '#domain/customers/duplicate-groups.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomersBy } from '#store/customers.ts';
import { readHolders, readTwinKeys } from '#store/customers-matching.ts';
import { putGroup, putScan, putShared, readShared, type Scan, toScan } from '#store/customers-scans.ts';
import type { Item, Table, Write } from '#store/table.ts';

/** Twins looked at in one part, and parts of one run: thousands of keys a minute. */
const twinsAtOnce = 90;
const partsMax = 60;

/** Goes on with a scan. What each part finds stands under its key, so a run that breaks off is simply run again. */
export async function continueScan(item: Item, { table, now }: World): Promise<Write[]> {
  const before = toScan(item);
  let { after, keys } = before;
  for (let part = 0; part < partsMax; part += 1) {
    const page = await readTwinKeys(table, {
      limit: twinsAtOnce,
      after: after as Parameters<typeof readTwinKeys>[1]['after'],
    });
    const found = (await Promise.all(page.partitions.map((pk) => sharedIn(table, pk)))).flat();
    if (found.length > 0) await table.commit(found.map(({ pk, key }) => putShared(before, pk, key)));
    keys += found.length;
    after = page.next as Scan['after'];
    if (page.next === undefined) return completed(table, { ...before, keys }, now);
  }
  const next = { ...before, keys, ...(after === undefined ? {} : { after }), version: before.version + 1 };
  return [putScan(next, { version: before.version }, now)];
}

/** Who has the key now, each once though he was merged; one who is in the bin is not asked for. */
async function sharedIn(table: Table, pk: string): Promise<{ readonly pk: string; readonly key: SharedKey }[]> {
  const holders = (await readHolders(table, pk)).filter(({ reason }) => reason !== undefined);
  const customers = await readCustomersBy(table, [...new Set(holders.map(({ customerId }) => customerId))]);
  const there = holders.flatMap(({ customerId, reason }) => {
    const customer = customers.get(customerId);
    return customer === undefined || customer.deletedAt !== undefined || reason === undefined
      ? []
      : [{ id: customer.id, reason }];
  });
  const customerIds = [...new Set(there.map(({ id }) => id))];
  const [first] = there;
  return first === undefined || customerIds.length < 2 ? [] : [{ pk, key: { reason: first.reason, customerIds } }];
}

const groupsAtOnce = 50;

async function completed(table: Table, scan: Scan, now: Date): Promise<Write[]> {
  const components = componentsOf(await readShared(table, scan.id))
    .map((keys) => ({ keys, score: groupsOf(keys)[0]?.score ?? 0 }))
    .toSorted((a, b) => b.score - a.score);
  const puts = components.map(({ keys }, place) => putGroup(scan, place, keys));
  for (let from = 0; from < puts.length; from += groupsAtOnce)
    await table.commit(puts.slice(from, from + groupsAtOnce));
  const { after: _, ...rest } = scan;
  const done: Scan = {
    ...rest,
    state: 'completed',
    groups: components.length,
    completedAt: now.toISOString(),
    version: scan.version + 1,
  };
  return [putScan(done, { version: scan.version }, now)];
}
