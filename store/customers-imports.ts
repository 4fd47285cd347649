import * as z from 'zod';
import { type Counts, Import, outcomes } from '#domain/customers/import.ts';
import type { Event } from '#events/define.ts';
import { type JobsAsked, placesOf } from './customers-jobs.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Item, Table, Write } from './table.ts';

/**
 * `customers#import#<id>`: `import`, `progress` (counters) and a row for each part of the file. The ledger of what each
 * row did has a partition for each part, `customers#import#<id>#<part>`, so that no partition grows hot.
 */
function importPartition(id: string, ...rest: readonly string[]): string {
  return partition('customers', 'import', id, ...rest);
}

const places = placesOf('imports');
const importKey = places.keyOf;
const numbered = (n: number): string => String(n).padStart(8, '0');
const progressKey = (id: string): Key => ({ pk: importPartition(id), sk: 'progress' });
const partKey = (id: string, part: number): Key => ({ pk: importPartition(id), sk: `part#${numbered(part)}` });

export async function readImport(table: Table, id: string, consistent = false): Promise<Import | undefined> {
  const item = await table.get(importKey(id), { consistent });
  return item === undefined ? undefined : Import.parse(item);
}

/** 3 WRU; 1 where it changes, because its places in the lists do not. */
export function putImport(job: Import, events: readonly Event[] = []): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: importKey(job.id), item: { ...job }, ...places.of(job), expect, events };
}

/** The latest first, with how far each is: 0.5 RRU, and 1 for each import. */
export async function readImportsBy(table: Table, asked: JobsAsked) {
  const { ids, next } = await places.read(table, asked);
  const items = await table.getMany(ids.flatMap((id) => [importKey(id), progressKey(id)]));
  const jobs = ids.map((_, i) => [items[2 * i], Progress.parse(items[2 * i + 1] ?? {})] as const);
  const found = jobs.flatMap(([item, progress]) => (item === undefined ? [] : [{ job: Import.parse(item), progress }]));
  return { found, next };
}

const Progress = z.object({
  created: z.int().default(0),
  updated: z.int().default(0),
  unchanged: z.int().default(0),
  merged: z.int().default(0),
  rejected: z.int().default(0),
  /** Parts of which every row was looked at. */
  parts: z.int().default(0),
  undone: z.int().default(0),
  kept: z.int().default(0),
  undoneParts: z.int().default(0),
});
export type Progress = z.output<typeof Progress>;

export async function readProgress(table: Table, id: string, consistent = false): Promise<Progress> {
  return Progress.parse((await table.get(progressKey(id), { consistent })) ?? {});
}

/** What every row of an import asks for again: members, lists, and the definitions of fields and tags. */
export function isAboutCompany(pk: string): boolean {
  return pk.startsWith(partition('members', '')) || companyPartitions.includes(pk);
}

const companyPartitions = ['fields', 'tag-words', 'completeness'].map((name) => partition('customers', name));

/** Joins the transaction that closes a part, so that each part is counted once. */
export function addProgress(id: string, add: Partial<Progress>): Write {
  return { op: 'add', key: progressKey(id), add: Object.fromEntries(Object.entries(add).filter(([, n]) => n !== 0)) };
}

const Part = z.object({
  part: z.int(),
  /** `queued`: rows are to be entered; `undoing`: they are to be taken back. */
  state: z.enum(['queued', 'done', 'undoing', 'undone']),
  rejected: z.int(),
  kept: z.int(),
  version: z.int(),
});
export type Part = z.output<typeof Part>;

export async function readPart(table: Table, id: string, part: number): Promise<Part | undefined> {
  const item = await table.get(partKey(id, part), { consistent: true });
  return item === undefined ? undefined : Part.parse(item);
}

export function putPart(id: string, part: Part, events: readonly Event[] = []): Write {
  const expect: Expect = part.version === 1 ? 'absent' : { version: part.version - 1 };
  return { op: 'put', key: partKey(id, part.part), item: { ...part }, expect, events };
}

/** All parts in the order of the file: 60 rows a read unit. */
export async function readParts(table: Table, id: string): Promise<Part[]> {
  return (await readAll(table, importPartition(id), 'part#')).map(({ item }) => Part.parse(item));
}

/** What a row did: enough to count it again and to take it back. */
const LedgerEntry = z.object({
  outcome: z.enum(outcomes),
  customerId: z.string(),
  /** Of the customer (or, merged, of the contact) as the row left it. */
  after: z.int(),
  contactId: z.string().optional(),
  /** What stood there before: a merge patch that brings it back. */
  before: z.record(z.string(), z.unknown()).optional(),
  undone: z.boolean().optional(),
  version: z.int().default(1),
});
export type LedgerEntry = Omit<z.output<typeof LedgerEntry>, 'version'> & { readonly version?: number };

/** `step` tells the writes of one row apart where it needs two. */
export function putLedger(
  id: string,
  { part, row, step = '' }: { readonly part: number; readonly row: number; readonly step?: string },
  entry: LedgerEntry,
  expiresAt: number,
): Write {
  const key = { pk: importPartition(id, String(part)), sk: `row#${numbered(row)}${step === '' ? '' : `#${step}`}` };
  const { version = 1 } = entry;
  const expect: Expect = version === 1 ? 'absent' : { version: version - 1 };
  return { op: 'put', key, item: { ...entry, version }, expect, expiresAt };
}

export interface Ledger {
  readonly row: number;
  readonly step: string;
  readonly entry: LedgerEntry;
}

export async function readLedger(table: Table, id: string, part: number): Promise<Ledger[]> {
  const found = await readAll(table, importPartition(id, String(part)), 'row#');
  return found.map(({ key, item }) => {
    const [, row = '', step = ''] = key.sk.split('#');
    return { row: Number(row), step, entry: LedgerEntry.parse(item) };
  });
}

/** Counts that a part adds to the whole. */
export function countsToAdd(counts: Counts): Partial<Progress> {
  return { ...counts, parts: 1 };
}

async function readAll(table: Table, pk: string, beginsWith: string) {
  const found: { readonly key: Key; readonly item: Item }[] = [];
  for (let after: Key | undefined; ; ) {
    const page = await table.query({ pk, beginsWith, limit: 1000, consistent: true, ...(after && { after }) });
    found.push(...page.items);
    if (page.next === undefined) return found;
    after = page.next;
  }
}
