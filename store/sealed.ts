import type { Key } from './keys.ts';
import { kindOf } from './sealed-rows.ts';
import type { Sealing } from './sealed-values.ts';
import type { Found, Item, Table, Write } from './table.ts';

/**
 * The same table, with the values of persons sealed on their way in and opened on their way out: the one place that
 * does either. `masked` is the table for whoever sees no more than masks: it opens nothing.
 */
export function opening<T extends Table>(table: T, sealing: Sealing): T {
  const open = async (key: Key, item: Item | undefined): Promise<Item | undefined> =>
    item === undefined ? undefined : (kindOf(key)?.open(sealing, item) ?? item);
  return {
    ...table,
    masked: table,
    get: async (key, options) => open(key, await table.get(key, options)),
    getMany: async (keys, options) => {
      const items = await table.getMany(keys, options);
      return Promise.all(keys.map((key, i) => open(key, items[i])));
    },
    query: async (options) => {
      const page = await table.query(options);
      // What lists show holds nothing that is sealed.
      if (options.index !== undefined) return page;
      const items = page.items.map(
        async (found): Promise<Found> => ({ ...found, item: (await open(found.key, found.item)) ?? {} }),
      );
      return { ...page, items: await Promise.all(items) };
    },
    commit: async (writes, writer) =>
      table.commit(await Promise.all(writes.map((write) => sealed(write, sealing))), writer),
  };
}

async function sealed(write: Write, sealing: Sealing): Promise<Write> {
  const kind = write.op === 'put' ? kindOf(write.key) : undefined;
  if (write.op !== 'put' || kind === undefined) return write;
  // Whether he is a company stands in the slim part.
  const { kind: known } = { ...write.slim, ...write.item };
  const { kind: _, ...item } = await kind.seal(sealing, {
    ...write.item,
    ...(known === undefined ? {} : { kind: known }),
  });
  return { ...write, item: write.item['kind'] === undefined ? item : { ...item, kind: known } };
}
