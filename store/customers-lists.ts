import { type ListedCustomer, toListed } from './customers.ts';
import type { IndexName } from './keys.ts';
import { compareUtf8 } from './rules.ts';
import type { Found, Page, Table } from './table.ts';

/** One partition of an index, in the order that the list is to have. */
export interface Stream {
  readonly index: IndexName;
  readonly pk: string;
  /** Which of its rows belong into the list; all unless stated. A page is filled however few they are. */
  readonly keep?: (row: ListedCustomer) => boolean;
}

export interface ListAsked {
  readonly streams: readonly Stream[];
  readonly descending: boolean;
  readonly limit: number;
  /** Where the page before ended: the sort key of its last row, which holds the customer's ULID and so is his alone. */
  readonly after?: string | undefined;
}

export interface Listed {
  readonly items: readonly ListedCustomer[];
  readonly next: string | undefined;
}

interface Source extends Stream {
  readonly buffer: Found[];
  next: Page['next'];
  isOpen: boolean;
}

/**
 * Several partitions as one list in one order. Its cursor holds a position only, so it opens nothing, and a row that
 * does not change while paging comes exactly once, also where it stands in two of the partitions.
 */
export async function readCustomerList(
  table: Table,
  { streams, descending, limit, after }: ListAsked,
): Promise<Listed> {
  const sources = streams.map((stream): Source => ({ ...stream, buffer: [], next: undefined, isOpen: true }));
  const chunk = sources.length === 1 ? limit : Math.min(limit, Math.ceil(limit / sources.length) + 3);
  const refill = async (source: Source): Promise<void> => {
    const page = await table.query({
      index: source.index,
      pk: source.pk,
      descending,
      limit: chunk,
      ...(source.next !== undefined ? { after: source.next } : {}),
      ...(after === undefined ? {} : beyond(after, descending)),
    });
    source.buffer.push(...page.items);
    source.next = page.next;
    source.isOpen = page.next !== undefined;
  };
  let position: string | undefined;
  const nextRow = async (): Promise<ListedCustomer | undefined> => {
    for (;;) {
      await Promise.all(sources.map((each) => (each.buffer.length === 0 && each.isOpen ? refill(each) : undefined)));
      const source = leading(sources, descending);
      const found = source?.buffer.shift();
      if (source === undefined || found === undefined) return undefined;
      if (found.indexSk === position) continue;
      const row = toListed(found);
      if (source.keep !== undefined && !source.keep(row)) continue;
      position = found.indexSk;
      return row;
    }
  };
  const items: ListedCustomer[] = [];
  while (items.length < limit) {
    const row = await nextRow();
    if (row === undefined) return { items, next: undefined };
    items.push(row);
  }
  const last = position;
  return { items, next: (await hasMore(sources, nextRow)) ? last : undefined };
}

/** One partition says itself whether it goes on; of several, or of a part of one, only the next row tells. */
async function hasMore(sources: readonly Source[], nextRow: () => Promise<unknown>): Promise<boolean> {
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0 && only.keep === undefined)
    return only.buffer.length > 0 || only.isOpen;
  return (await nextRow()) !== undefined;
}

function leading(sources: readonly Source[], descending: boolean): Source | undefined {
  const way = descending ? -1 : 1;
  const ready = sources.filter(({ buffer }) => buffer.length > 0);
  return ready.reduce<Source | undefined>(
    (best, each) => (best === undefined || way * compareUtf8(headOf(each), headOf(best)) < 0 ? each : best),
    undefined,
  );
}

function headOf({ buffer }: Source): string {
  return buffer[0]?.indexSk ?? '';
}

/** The nearest sort key beyond a position: positions end in a ULID, whose last character has one before it. */
function beyond(position: string, descending: boolean): { from: string } | { to: string } {
  if (!descending) return { from: `${position}\u0000` };
  const before = String.fromCharCode(position.charCodeAt(position.length - 1) - 1);
  return { to: `${position.slice(0, -1)}${before}\u{10ffff}` };
}
