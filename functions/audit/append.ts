import { type Change, isAudited, type Last, nextRow } from '#domain/audit/row.ts';
import type { Digest } from '#domain/audit/value.ts';
import { each } from '#functions/batch/each.ts';
import { putRow, readLast } from '#store/audit.ts';
import { StaleWrite, type Table } from '#store/table.ts';

/** Chains that are continued side by side. */
const atOnce = 16;
/** Another reader may stand at the same chain for a moment, when one that was given up still runs. */
const attemptsMax = 4;

export interface Failed {
  readonly change: Change;
  readonly error: unknown;
}

/** Adds the changes to the chains of their items, each item's in their order. Hands back where a chain could not go on. */
export async function appendAll(changes: readonly Change[], table: Table, digest: Digest): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  // What the system notes for itself changes nothing audited: no chain is looked at for it.
  const audited = changes.filter((change) => isAudited(change, digest));
  const chains = Map.groupBy(audited, ({ item }) => `${item.pk}\u0000${item.sk}`);
  await each([...chains.values()], atOnce, async (chain) => {
    let last: Last | undefined;
    let isKnown = false;
    for (const change of chain) {
      try {
        // Of what is new there is no chain yet: its first row is written without looking for one before.
        if (!isKnown && change.before !== undefined) last = await readLast(table, change.item);
        last = await append(change, last, table, digest);
        isKnown = true;
      } catch (error) {
        failed.push({ change, error });
        return;
      }
    }
  });
  return failed;
}

async function append(
  change: Change,
  known: Last | undefined,
  table: Table,
  digest: Digest,
): Promise<Last | undefined> {
  let last = known;
  for (let attempt = 1; ; attempt += 1) {
    const row = nextRow(change, last, digest);
    if (row === undefined) return last;
    try {
      await table.commit([putRow(row)]);
      return row;
    } catch (error) {
      if (!(error instanceof StaleWrite) || attempt === attemptsMax) throw error;
      last = await readLast(table, change.item, true);
    }
  }
}
