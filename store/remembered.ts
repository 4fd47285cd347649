import type { Item, Page, Table } from './table.ts';

/**
 * A table that reads some partitions once, for as long as one piece of work lasts: what is about the company, which
 * every row of the work asks for again. Whoever asks consistently is answered by the table itself.
 */
export function remembered(table: Table, isKept: (pk: string) => boolean): Table {
  const known = new Map<string, Promise<Item | undefined> | Promise<Page>>();
  const once = <T extends Item | undefined | Page>(name: string, read: () => Promise<T>): Promise<T> => {
    const found = known.get(name) as Promise<T> | undefined;
    if (found !== undefined) return found;
    const asked = read();
    known.set(name, asked as Promise<Item | undefined>);
    asked.catch(() => known.delete(name));
    return asked;
  };
  const get: Table['get'] = (key, options) =>
    options?.consistent === true || !isKept(key.pk)
      ? table.get(key, options)
      : once(`${key.pk} ${key.sk}`, () => table.get(key));
  return {
    ...table,
    get,
    query: (options) =>
      options.consistent === true || !isKept(options.pk)
        ? table.query(options)
        : once(JSON.stringify(options), () => table.query(options)),
  };
}
