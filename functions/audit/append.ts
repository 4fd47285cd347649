import { type Change, isAudited, type Last, type NewRow, nextRow } from '#domain/audit/row.ts';
import type { Digest } from '#domain/audit/value.ts';
import { each } from '#functions/batch/each.ts';
import { firstRowKey, putRow, readLast } from '#store/audit.ts';
import type { PutAll } from '#store/bulk.ts';
import { StaleWrite, type Table } from '#store/table.ts';

/** Chains that are continued side by side. */
const atOnce = 16;
/** Another reader may stand at the same chain for a moment, when one that was given up still runs. */
const attemptsMax = 4;

export interface Failed {
  readonly change: Change;
  readonly error: unknown;
}

export interface Chains {
  readonly table: Table;
  readonly putAll: PutAll;
  readonly digest: Digest;
}

/** Adds the changes to the chains of their items, each item's in their order. Hands back where a chain could not go on. */
export async function appendAll(
  changes: readonly Change[],
  { table, putAll, digest }: Chains,
): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  // What the system notes for itself changes nothing audited: no chain is looked at for it.
  const audited = changes.filter((change) => isAudited(change, digest));
  const chains = [...Map.groupBy(audited, ({ item }) => `${item.pk}\u0000${item.sk}`).values()];
  const begun = await beginAll(chains, { table, putAll, digest });
  await each(chains, atOnce, async (chain) => {
    const [first] = chain;
    let last = first && begun.get(first);
    let isKnown = last !== undefined;
    for (const change of last === undefined ? chain : chain.slice(1)) {
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

/**
 * First rows of what is new, many to a request. Only the change of which a row tells could write the same row, word for
 * word; an item that was there before, and has a chain, is left to be looked at alone. So is all of it where this fails.
 */
async function beginAll(
  chains: readonly (readonly Change[])[],
  { table, putAll, digest }: Chains,
): Promise<ReadonlyMap<Change, Last>> {
  const born = chains.flatMap(([first]) => (first?.before === undefined ? (first ?? []) : []));
  if (born.length < 2) return new Map();
  try {
    const known = await table.getMany(
      born.map(({ item }) => firstRowKey(item)),
      { consistent: true },
    );
    const rows = born.flatMap((change, i): [Change, NewRow][] => {
      const row = known[i] === undefined ? nextRow(change, undefined, digest) : undefined;
      return row === undefined ? [] : [[change, row]];
    });
    await putAll(rows.map(([, row]) => ({ ...putRow(row), expect: 'any' })));
    return new Map(rows);
  } catch {
    return new Map();
  }
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
