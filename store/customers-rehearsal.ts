import { type Key, partition } from './keys.ts';
import { compareUtf8 } from './rules.ts';
import type { Found, Item, Table, Write } from './table.ts';

/**
 * A table in which nothing that is written comes true: rows of this context go into partitions of the rehearsal's own,
 * without indexes and news, and are read back from there before the real ones. So a dry run is the real run, and finds
 * also what its own rows would be to each other. Its rows are forgotten when they expire.
 */
export function rehearsal(table: Table, name: string, expiresAt: number): Table {
  const shadowOf = ({ pk, sk }: Key): Key => ({ pk: partition('customers', 'rehearsal', name, pk), sk });
  const isOurs = ({ pk }: Pick<Key, 'pk'>): boolean => pk.startsWith(partition('customers', ''));
  const rehearsed = (write: Write): Write[] => {
    if (write.op === 'check') return [];
    const key = shadowOf(write.key);
    if (write.op === 'add') return [{ ...write, key, expiresAt }];
    if (write.op === 'delete') return [{ op: 'put', key, item: { isGone: true }, expect: 'any', expiresAt }];
    const expect = write.expect === 'absent' ? 'absent' : 'any';
    return [{ op: 'put', key, item: { ...write.item, ...write.slim }, expect, expiresAt }];
  };
  const real = (shadow: Item | undefined, item: Item | undefined): Item | undefined =>
    shadow === undefined ? item : shadow['isGone'] === true ? undefined : shadow;
  const getMany: Table['getMany'] = async (keys, options) => {
    const [items, shadows] = await Promise.all([
      table.getMany(keys, options),
      table.getMany(keys.filter(isOurs).map(shadowOf), options),
    ]);
    const rest = shadows.values();
    return keys.map((key, i) => real(isOurs(key) ? rest.next().value : undefined, items[i]));
  };
  return {
    getMany,
    get: async (key, options) => (await getMany([key], options))[0],
    query: async (options) => {
      const page = await table.query(options);
      if (options.index !== undefined || !isOurs(options)) return page;
      const { pk } = shadowOf({ pk: options.pk, sk: '' });
      const after = options.after && { after: shadowOf(options.after) };
      const shadows = await table.query({ ...options, pk, ...after });
      const rows = new Map<string, Found>(page.items.map((found) => [found.key.sk, found]));
      for (const { key, item } of shadows.items) {
        if (item['isGone'] === true) rows.delete(key.sk);
        else rows.set(key.sk, { key: { pk: options.pk, sk: key.sk }, item });
      }
      const way = options.descending === true ? -1 : 1;
      const items = [...rows.values()].sort((a, b) => way * compareUtf8(a.key.sk, b.key.sk)).slice(0, options.limit);
      return { ...page, items };
    },
    commit: async (writes, writer) => {
      const all = writes.flatMap(rehearsed);
      if (all.length > 0) await table.commit(all, writer);
    },
    next: (key, counter, by) => table.next(shadowOf(key), counter, by),
  };
}
