import type { SearchDocument } from './search-document.ts';

/**
 * Customers as columns, the newest first: some hundred bytes for each, and a search is one pass over plain memory.
 * Every field of a row begins with its mark and every row ends with 0.
 */
export interface Segment {
  readonly count: number;
  /** 26 letters each. */
  readonly ulids: Buffer;
  /** Positions in `ids`. */
  readonly owners: Uint32Array;
  readonly departments: Uint32Array;
  readonly ids: readonly string[];
  /** Positions in `ids`, by row. */
  readonly collaborators: ReadonlyMap<number, readonly number[]>;
  /** UTF-16: name, contacts' names, tags. */
  readonly names: Uint16Array;
  readonly nameStarts: Uint32Array;
  /** UTF-8: number, phones, e-mail addresses. */
  readonly codes: Buffer;
  readonly codeStarts: Uint32Array;
}

export const nameMarks = { name: 1, contact: 2, tag: 3 } as const;
export const codeMarks = { number: 1, phone: 2, email: 3 } as const;

const ulidLength = 26;

export function ulidAt({ ulids }: Segment, row: number): string {
  return ulids.toString('latin1', row * ulidLength, (row + 1) * ulidLength);
}

/** The row of a customer; -1 where he has none. */
function rowOf(segment: Segment, ulid: string): number {
  let [low, high] = [0, segment.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ulidAt(segment, middle) > ulid) low = middle + 1;
    else high = middle;
  }
  return low < segment.count && ulidAt(segment, low) === ulid ? low : -1;
}

/** One row for each document; the last of a customer counts. */
export function segmentOf(documents: readonly SearchDocument[]): Segment {
  const latest = new Map(documents.map((document) => [document.ulid, document]));
  const rows = [...latest.values()].sort((a, b) => (a.ulid < b.ulid ? 1 : -1));
  const ids = new Ids();
  const collaborators = rows.flatMap(({ collaboratorIds }, row) =>
    collaboratorIds.length === 0 ? [] : [[row, collaboratorIds.map(ids.place)] as const],
  );
  const names = rows.map(namesOf);
  const codes = rows.map((row) => Buffer.from(codesOf(row)));
  const text = Buffer.from(names.join(''), 'utf16le');
  return {
    count: rows.length,
    ulids: Buffer.from(rows.map(({ ulid }) => ulid).join(''), 'latin1'),
    owners: Uint32Array.from(rows, ({ ownerId }) => ids.place(ownerId)),
    departments: Uint32Array.from(rows, ({ departmentId }) => ids.place(departmentId)),
    ids: ids.all,
    collaborators: new Map(collaborators),
    // Copied, because a small buffer may lie at an odd address.
    names: new Uint16Array(Uint8Array.from(text).buffer),
    nameStarts: startsOf(names),
    codes: Buffer.concat(codes),
    codeStarts: startsOf(codes),
  };
}

function namesOf({ name, contacts, tags }: SearchDocument): string {
  const { name: ofName, contact, tag } = nameMarks;
  return `${marked(ofName, [name])}${marked(contact, contacts)}${marked(tag, tags)}\0`;
}

function codesOf({ number, phones, emails }: SearchDocument): string {
  const { number: ofNumber, phone, email } = codeMarks;
  return `${marked(ofNumber, [number])}${marked(phone, phones)}${marked(email, emails)}\0`;
}

function marked(mark: number, texts: readonly string[]): string {
  return texts.map((text) => String.fromCharCode(mark) + text).join('');
}

function startsOf(texts: readonly { readonly length: number }[]): Uint32Array {
  const starts = new Uint32Array(texts.length + 1);
  texts.forEach(({ length }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + length;
  });
  return starts;
}

/** Members and departments, each once. */
class Ids {
  readonly all: string[] = [];
  private readonly places = new Map<string, number>();

  readonly place = (id: string): number => {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    this.places.set(id, this.all.length);
    return this.all.push(id) - 1;
  };
}

/** Rows of a segment less those that a newer one has overtaken. */
export interface Part {
  readonly segment: Segment;
  readonly dead: ReadonlySet<number>;
}

/** Several segments as one. Each customer stands alive in one of them. */
export function mergeParts(parts: readonly Part[]): Segment {
  const rows = inOrder(parts);
  const ids = new Ids();
  const places = parts.map(({ segment }) => Uint32Array.from(segment.ids, ids.place));
  const sum = (length: (segment: Segment, row: number) => number) =>
    rows.reduce((total, { segment, row }) => total + length(segment, row), 0);
  const names = new Uint16Array(sum(({ nameStarts }, row) => lengthAt(nameStarts, row)));
  const codes = Buffer.alloc(sum(({ codeStarts }, row) => lengthAt(codeStarts, row)));
  const ulids = Buffer.alloc(rows.length * ulidLength);
  const [owners, departments] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
  const [nameStarts, codeStarts] = [new Uint32Array(rows.length + 1), new Uint32Array(rows.length + 1)];
  const collaborators = new Map<number, number[]>();
  rows.forEach(({ segment, part, row }, to) => {
    const place = (id: number | undefined): number => places[part]?.[id ?? 0] ?? 0;
    const [name, code] = [nameStarts[to] ?? 0, codeStarts[to] ?? 0];
    names.set(segment.names.subarray(segment.nameStarts[row], segment.nameStarts[row + 1]), name);
    segment.codes.copy(codes, code, segment.codeStarts[row], segment.codeStarts[row + 1]);
    segment.ulids.copy(ulids, to * ulidLength, row * ulidLength, (row + 1) * ulidLength);
    owners[to] = place(segment.owners[row]);
    departments[to] = place(segment.departments[row]);
    nameStarts[to + 1] = name + lengthAt(segment.nameStarts, row);
    codeStarts[to + 1] = code + lengthAt(segment.codeStarts, row);
    const others = segment.collaborators.get(row);
    if (others !== undefined) collaborators.set(to, others.map(place));
  });
  return {
    ...{ count: rows.length, ulids, owners, departments, ids: ids.all, collaborators },
    ...{ names, nameStarts, codes, codeStarts },
  };
}

function lengthAt(starts: Uint32Array, row: number): number {
  return (starts[row + 1] ?? 0) - (starts[row] ?? 0);
}

interface Row {
  readonly segment: Segment;
  readonly part: number;
  readonly row: number;
}

/** The rows that are alive, newest first; each segment is in order already. */
function inOrder(parts: readonly Part[]): Row[] {
  const alive = parts.map(({ segment, dead }, part) => {
    const rows: Row[] = [];
    for (let row = 0; row < segment.count; row += 1) if (!dead.has(row)) rows.push({ segment, part, row });
    return rows;
  });
  return alive.reduce((merged, rows) => mergeRows(merged, rows), []);
}

function mergeRows(one: Row[], other: Row[]): Row[] {
  if (one.length === 0) return other;
  const merged: Row[] = [];
  let taken = 0;
  for (const row of one) {
    const ulid = ulidAt(row.segment, row.row);
    for (let next = other[taken]; next !== undefined && ulidAt(next.segment, next.row) > ulid; next = other[taken]) {
      merged.push(next);
      taken += 1;
    }
    merged.push(row);
  }
  return [...merged, ...other.slice(taken)];
}

/** Puts newer rows over the parts: the customers named stand in none of the older ones any more. */
export function overlaid(parts: readonly Part[], ulids: Iterable<string>, segment: Segment): Part[] {
  const moved = [...ulids];
  const older = parts.map((part) => {
    const rows = moved.map((ulid) => rowOf(part.segment, ulid)).filter((row) => row >= 0);
    return rows.length === 0 ? part : { ...part, dead: new Set([...part.dead, ...rows]) };
  });
  const all: Part[] = segment.count === 0 ? older : [...older, { segment, dead: new Set() }];
  // Parts of like size become one, so that there are never many and each row is copied seldom.
  for (let last = all.at(-1), before = all.at(-2); last && before; last = all.at(-1), before = all.at(-2)) {
    if (last.segment.count * 2 < before.segment.count) break;
    all.splice(-2, 2, { segment: mergeParts([before, last]), dead: new Set() });
  }
  return all;
}
