import { compareUtf8 } from './rules.ts';
import type { Found, QueryOptions, Table } from './table.ts';

/** The rows of a partition one by one, read a page at a time as they are asked for: a filtered page is still a full one. */
export async function* rowsOf(table: Table, options: QueryOptions): AsyncGenerator<Found> {
  let after = options.after;
  do {
    const page = await table.query({ ...options, ...(after === undefined ? {} : { after }) });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/** Several partitions as one, in the order of their sort keys. */
export async function* merged(sources: readonly AsyncGenerator<Found>[], descending = false): AsyncGenerator<Found> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, head: await source.next() })));
  const way = descending ? -1 : 1;
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const each of heads) {
      if (each.head.done === true) continue;
      if (first === undefined || first.head.done === true) first = each;
      else if (way * compareUtf8(sortKeyOf(each.head.value), sortKeyOf(first.head.value)) < 0) first = each;
    }
    if (first === undefined || first.head.done === true) return;
    yield first.head.value;
    first.head = await first.source.next();
  }
}

/** The first rows that fit, mapped; `next` is the sort key to go on behind, where there are more. */
export async function firstOf<T>(
  rows: AsyncGenerator<Found>,
  limit: number,
  toEntry: (row: Found) => T | undefined,
): Promise<{ readonly items: T[]; readonly next: string | undefined }> {
  const items: T[] = [];
  let last: string | undefined;
  for await (const row of rows) {
    const entry = toEntry(row);
    if (entry === undefined) continue;
    if (items.length === limit) return { items, next: last };
    items.push(entry);
    last = sortKeyOf(row);
  }
  return { items, next: undefined };
}

/** A lower bound that leaves out the key itself: no other key lies between the two. */
export function behind(sortKey: string): string {
  return `${sortKey}\u0001`;
}

function sortKeyOf({ indexSk, key }: Found): string {
  return indexSk ?? key.sk;
}
