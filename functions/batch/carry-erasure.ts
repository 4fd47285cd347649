import type { Context } from '#domain/contexts.ts';
import type { Whose } from '#domain/shared/whose.ts';
import { erasureReported } from '#events/customers.ts';
import type { World } from '#functions/http/world.ts';
import { readToErase } from '#store/customers-erasures.ts';
import { putErasureReport, readErasureReported } from '#store/erasure-reports.ts';
import { StaleWrite, type Table, type Write, withConsistentReads } from '#store/table.ts';
import { each } from './each.ts';

/** One kind of row that holds what was typed about people. */
export interface Erasable {
  /** As the certificate calls it: `interactions`. */
  readonly kind: string;
  /** Ids of what is about them, erased or not: so the count is whole however often it is asked. */
  readonly idsOf: (table: Table, whose: Whose) => AsyncIterable<string>;
  /** The writes that erase one; none where that has been done. */
  readonly erase: (table: Table, id: string, by: { readonly actorId: string; readonly now: Date }) => Promise<Write[]>;
}

const atOnce = 8;
const attemptsMax = 3;

/**
 * What a context does when a person is erased: blanks its rows one by one and says how many. A run that breaks off is
 * run again and finds what is left; one that comes twice finds nothing.
 */
export async function carryErasure(
  world: World,
  context: Context,
  erasureId: string,
  erasables: readonly Erasable[],
): Promise<void> {
  const table = withConsistentReads(world.table);
  const asked = await readToErase(table, erasureId);
  if (asked === undefined) return;
  const { whose, actorId } = asked;
  const erased: Record<string, number> = {};
  for (const { kind, idsOf, erase } of erasables) {
    const ids = await collected(idsOf(table, whose));
    await each(ids, atOnce, (id) =>
      persistently(async () => {
        const writes = await erase(table, id, { actorId, now: world.now });
        if (writes.length > 0) await table.commit(writes);
      }),
    );
    erased[kind] = ids.length;
  }
  const known = await readErasureReported(table, context, erasureId);
  const event = world.event(erasureReported, erasureId, { erasureId, context, erased });
  await world.commit([putErasureReport(context, erasureId, known, [event])], undefined);
}

async function collected(ids: AsyncIterable<string>): Promise<string[]> {
  const all = new Set<string>();
  for await (const id of ids) all.add(id);
  return [...all];
}

/** Someone may be at the row: it is read again. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleWrite) || tried === attemptsMax) throw error;
    }
  }
}
