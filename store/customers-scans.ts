import * as z from 'zod';
import type { SharedKey } from '#domain/customers/duplicate-groups.ts';
import { DuplicateScanId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Expect, Item, Table, Write } from './table.ts';

/** A look at everybody who is there for those who may be one, and what it found; kept for thirty days. */
export const Scan = z.object({
  id: DuplicateScanId,
  state: z.enum(['running', 'completed']),
  /** The twin that was looked at last. */
  after: z.object({ pk: z.string(), sk: z.string(), indexSk: z.string().optional() }).optional(),
  /** Keys that several have. */
  keys: z.int().nonnegative(),
  groups: z.int().nonnegative(),
  startedAt: UtcInstant,
  startedBy: z.string(),
  completedAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type Scan = z.output<typeof Scan>;

const keptSeconds = 30 * 24 * 60 * 60;

function scanPartition(id: string): string {
  return partition('customers', 'scan', id);
}

function scanKey(id: string): Key {
  return { pk: scanPartition(id), sk: 'scan' };
}

export function isScanKey({ pk }: Key): boolean {
  return pk.startsWith(partition('customers', 'scan', ''));
}

function expiryOf({ startedAt }: Pick<Scan, 'startedAt'>): number {
  return Math.floor(Date.parse(startedAt) / 1000) + keptSeconds;
}

export function toScan(item: Item): Scan {
  return Scan.parse(item);
}

/** 0.5 RRU. */
export async function readScan(table: Table, id: string): Promise<Scan | undefined> {
  const item = await table.get(scanKey(id));
  return item === undefined ? undefined : toScan(item);
}

/** While it runs it waits for the next sweep. */
export function putScan(scan: Scan, expect: Expect, now: Date): Write {
  return {
    op: 'put',
    key: scanKey(scan.id),
    item: scan,
    ...(scan.state === 'running' ? { agenda: agendaKey('customers', now.toISOString(), scan.id) } : {}),
    expiresAt: expiryOf(scan),
    expect,
  };
}

const Shared = z.object({ reason: z.enum(['mobile', 'email', 'name']), customerIds: z.array(z.string()) });

/** What several have; its place is the key's own, so that a part that is run again writes over itself. */
export function putShared(scan: Scan, matchPk: string, shared: SharedKey): Write {
  return {
    op: 'put',
    key: { pk: scanPartition(scan.id), sk: `key#${matchPk}#${shared.reason}` },
    item: { ...shared },
    expect: 'any',
    expiresAt: expiryOf(scan),
  };
}

export async function readShared(table: Table, id: string): Promise<SharedKey[]> {
  const keys: SharedKey[] = [];
  const asked = { pk: scanPartition(id), beginsWith: 'key#', limit: 500, consistent: true };
  for await (const { item } of rowsOf(table, asked)) keys.push(Shared.parse(item));
  return keys;
}

/** The keys of one group; the surest first. */
export function putGroup(scan: Scan, place: number, keys: readonly SharedKey[]): Write {
  return {
    op: 'put',
    key: { pk: scanPartition(scan.id), sk: groupSk(place) },
    item: { keys },
    expect: 'any',
    expiresAt: expiryOf(scan),
  };
}

function groupSk(place: number): string {
  return `group#${String(place).padStart(8, '0')}`;
}

const Group = z.object({ keys: z.array(Shared) });

/** In order; `after` is the place of the last one given. */
export async function* readGroups(
  table: Table,
  id: string,
  after: number | undefined,
): AsyncGenerator<{ readonly place: number; readonly keys: readonly SharedKey[] }> {
  const range = { from: groupSk((after ?? -1) + 1), to: 'group#~' };
  for await (const { key, item } of rowsOf(table, { pk: scanPartition(id), ...range, limit: 50 })) {
    yield { place: Number(key.sk.slice('group#'.length)), keys: Group.parse(item).keys };
  }
}
