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
  /** What is to be in the list of the rows that were read; all unless given. */
  readonly sift?: Sift | undefined;
}

/** Looks at rows together, because more than the rows may have to be read to tell. */
export interface Sift {
  readonly keep: (rows: readonly ListedCustomer[]) => Promise<readonly boolean[]>;
  /** After so many rows the page ends as it is, with a cursor: nobody waits for what may not come. */
  readonly most: number;
}

export interface Listed {
  readonly items: readonly ListedCustomer[];
  readonly next: string | undefined;
}

interface Source extends Stream {
  readonly buffer: Found[];
  next: Page['next'];
  isOpen: boolean;
  /** The last row that was read of it, kept or not. */
  readTo: string;
}

/**
 * Several partitions as one list in one order. Its cursor holds a position only, so it opens nothing, and a row that
 * does not change while paging comes exactly once, also where it stands in two of the partitions.
 */
export async function readCustomerList(
  table: Table,
  { streams, descending, limit, after, sift }: ListAsked,
): Promise<Listed> {
  const sources = streams.map(
    (stream): Source => ({ ...stream, buffer: [], next: undefined, isOpen: true, readTo: after ?? '' }),
  );
  const chunk = chunkOf(sources.length, limit, sift);
  let left = sift?.most ?? Number.POSITIVE_INFINITY;
  const refill = async (source: Source): Promise<void> => {
    const page = await table.query({
      index: source.index,
      pk: source.pk,
      descending,
      limit: chunk,
      ...(source.next !== undefined ? { after: source.next } : {}),
      ...(after === undefined ? {} : beyond(after, descending)),
    });
    source.buffer.push(...(await sifted(page.items, sift)));
    source.readTo = page.items.at(-1)?.indexSk ?? source.readTo;
    source.next = page.next;
    left -= page.items.length;
    source.isOpen = page.next !== undefined;
  };
  let position: string | undefined;
  const nextRow = async (): Promise<ListedCustomer | undefined> => {
    for (;;) {
      const dry = sources.filter((each) => each.buffer.length === 0 && each.isOpen);
      if (left > 0) {
        await Promise.all(dry.map(refill));
        if (dry.some((each) => each.buffer.length === 0 && each.isOpen)) continue;
      }
      const source = leading(sources, descending);
      // What lies beyond rows that nobody has read yet must wait for them.
      if (source === undefined || isBeyond(headOf(source), frontier(sources, descending), descending)) return undefined;
      const found = source.buffer.shift() as Found;
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
    if (row === undefined) return { items, next: frontier(sources, descending) };
    items.push(row);
  }
  const last = position;
  const isOpen = (await hasMore(sources, sift, nextRow)) || frontier(sources, descending) !== undefined;
  return { items, next: isOpen ? last : undefined };
}

/** One partition says itself whether it goes on; of several, or of a part of one, only the next row tells. */
async function hasMore(
  sources: readonly Source[],
  sift: Sift | undefined,
  nextRow: () => Promise<unknown>,
): Promise<boolean> {
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0 && only.keep === undefined && sift === undefined)
    return only.buffer.length > 0 || only.isOpen;
  return (await nextRow()) !== undefined;
}

/** A sifted list reads more at a time: most of it may not be wanted. */
function chunkOf(sources: number, limit: number, sift: Sift | undefined): number {
  if (sift !== undefined) return 100;
  return sources === 1 ? limit : Math.min(limit, Math.ceil(limit / sources) + 3);
}

async function sifted(found: readonly Found[], sift: Sift | undefined): Promise<readonly Found[]> {
  if (sift === undefined) return found;
  const keep = await sift.keep(found.map(toListed));
  return found.filter((_, i) => keep[i] === true);
}

/** Up to where everything was read; undefined when nothing is left to read. */
function frontier(sources: readonly Source[], descending: boolean): string | undefined {
  const unread = sources.filter(({ buffer, isOpen }) => buffer.length === 0 && isOpen).map(({ readTo }) => readTo);
  return unread.toSorted((a, b) => (descending ? -1 : 1) * compareUtf8(a, b))[0];
}

function isBeyond(position: string, limit: string | undefined, descending: boolean): boolean {
  return limit !== undefined && (descending ? -1 : 1) * compareUtf8(position, limit) > 0;
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
