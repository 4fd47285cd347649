import type { SnapshotFacts } from '#domain/customers/search-codec.ts';
import { mergeParts, overlaid, type Part, segmentOf } from '#domain/customers/search-segment.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { readChanges, readDepartmentIds, readDocuments } from '#store/customers-search.ts';
import { readDepartments } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { Snapshot, Snapshots } from './search-snapshots.ts';

/** Notes of this long before the snapshot are looked at once more by whoever reads it: some appear late. */
const marginMs = minuteMs;
/** Well within the function's timeout; a first snapshot of very many customers takes several runs. */
const walkingMsMax = 8 * minuteMs;
const chunk = 500;

type Walk = SnapshotFacts['walk'];

/**
 * The snapshot before and what changed since: it costs by the number of changes, not of customers. The first one, and
 * one in place of a form that is known no longer, is read from all customers.
 */
export async function renewSnapshot(
  table: Table,
  snapshots: Snapshots,
  now: Date,
  walkingMs = walkingMsMax,
): Promise<{ readonly isWhole: boolean }> {
  const before = await snapshots.read();
  const asOf = new Date(now.getTime() - marginMs).toISOString();
  const start: Walk = before === undefined ? { departmentId: '' } : before.facts.walk;
  const { parts, walk } = await walked(table, await changed(table, before), start, walkingMs);
  await snapshots.write({ segment: mergeParts(parts), facts: { asOf, ...(walk === undefined ? {} : { walk }) } });
  return { isWhole: walk === undefined };
}

async function changed(table: Table, before: Snapshot | undefined): Promise<readonly Part[]> {
  if (before === undefined) return [];
  const ids = new Set<string>();
  for await (const change of readChanges(table, before.facts.asOf, { consistent: true })) ids.add(change.customerId);
  const all = [...ids];
  let parts: readonly Part[] = [{ segment: before.segment, dead: new Set() }];
  for (let done = 0; done < all.length; done += chunk)
    parts = await withCustomers(table, parts, all.slice(done, done + chunk));
  return parts;
}

/** The customers as they stand now over what was known of them. */
async function withCustomers(table: Table, parts: readonly Part[], ids: readonly string[]): Promise<readonly Part[]> {
  const documents = await readDocuments(table, ids);
  const alive = [...documents.values()].filter((document) => document !== null);
  const ulids = [...documents.keys()].map((id) => id.slice(4));
  return overlaid(parts, ulids, segmentOf(alive));
}

/** Department by department in the order of their ids; where time runs out, the place to go on from. */
async function walked(
  table: Table,
  from: readonly Part[],
  walk: Walk,
  walkingMs: number,
): Promise<{ readonly parts: readonly Part[]; readonly walk?: Walk }> {
  if (walk === undefined) return { parts: from };
  const endMs = performance.now() + walkingMs;
  const departments = (await readDepartments(table)).map(({ id }) => id).toSorted();
  let parts = from;
  for (const departmentId of departments.filter((id) => id >= walk.departmentId)) {
    let after = departmentId === walk.departmentId ? walk.after : undefined;
    do {
      if (performance.now() >= endMs)
        return { parts, walk: { departmentId, ...(after === undefined ? {} : { after }) } };
      const page = await readDepartmentIds(table, departmentId, { limit: chunk, after });
      parts = await withCustomers(table, parts, page.ids);
      after = page.next;
    } while (after !== undefined);
  }
  return { parts };
}
