import * as z from 'zod';
import { Erasure, whoseOf } from '#domain/customers/erasure.ts';
import type { Whose } from '#domain/shared/whose.ts';
import type { Event } from '#events/define.ts';
import { readCustomerOrBinned } from './customers.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import type { Expect, Item, Table, Write } from './table.ts';

/** `customers#erasure#<id>`: `erasure`, and `progress` with what of the customer's own rows has gone. */
function erasureKey(id: string, part: 'erasure' | 'progress' = 'erasure'): Key {
  return { pk: partition('customers', 'erasure', id), sk: part };
}

export function isErasureKey({ pk }: Key): boolean {
  return pk.startsWith(partition('customers', 'erasure', ''));
}

export function toErasure(item: Item): Erasure {
  return Erasure.parse(item);
}

/** 0.5 RRU. */
export async function readErasure(table: Table, id: string): Promise<Erasure | undefined> {
  const item = await table.get(erasureKey(id));
  return item === undefined ? undefined : toErasure(item);
}

/** `wakesAt`: when the sweep looks after it. */
export function putErasure(
  erasure: Erasure,
  { events = [], wakesAt }: { readonly events?: readonly Event[]; readonly wakesAt?: Date | undefined } = {},
): Write {
  const { id, version } = erasure;
  return {
    op: 'put',
    key: erasureKey(id),
    item: erasure,
    ...(wakesAt === undefined ? {} : { agenda: agendaKey('customers', wakesAt.toISOString(), id) }),
    expect: version === 1 ? 'absent' : { version: version - 1 },
    events,
  };
}

export interface ToErase {
  readonly whose: Whose;
  /** Who asked for it. */
  readonly actorId: string;
}

/** Whose rows every context is to erase. 1 RRU. */
export async function readToErase(table: Table, erasureId: string): Promise<ToErase | undefined> {
  const erasure = await readErasure(table, erasureId);
  if (erasure === undefined) return undefined;
  const survivor = await readCustomerOrBinned(table, erasure.customerId);
  return { whose: whoseOf(erasure, survivor?.id), actorId: erasure.createdBy };
}

const Progress = z.object({
  removed: z.record(z.string(), z.int()),
  suppressed: z.int(),
  version: z.int(),
});
/** What of the customer's own rows has gone so far. Written with each part, so that no row is counted twice. */
export type Progress = z.output<typeof Progress>;

export async function readErasureProgress(table: Table, id: string): Promise<Progress> {
  const item = await table.get(erasureKey(id, 'progress'), { consistent: true });
  return item === undefined ? { removed: {}, suppressed: 0, version: 0 } : Progress.parse(item);
}

export function putErasureProgress(id: string, progress: Progress): Write {
  const { version } = progress;
  const expect: Expect = version === 1 ? 'absent' : { version: version - 1 };
  return { op: 'put', key: erasureKey(id, 'progress'), item: progress, expect };
}
