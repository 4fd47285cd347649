import * as z from 'zod';
import type { Context } from '#domain/contexts.ts';
import { partition } from '#store/keys.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';

const Row = z.object({ version: z.int(), until: z.iso.datetime() });

/** One sweep at a time on a crowded shard. It saves work and nothing more: what keeps things single are versions. */
export interface Lease {
  readonly release: () => Promise<void>;
}

/** The shard's lease for so long; undefined while another sweep holds it. No read: the failed condition tells. */
export async function takeLease(
  table: Table,
  context: Context,
  shard: number,
  now: Date,
  holdMs: number,
): Promise<Lease | undefined> {
  const key = { pk: partition(context, 'lease', String(shard)), sk: 'lease' };
  const until = new Date(now.getTime() + holdMs);
  const row = (version: number, expect: 'absent' | { readonly version: number }): Write => ({
    op: 'put',
    key,
    item: { version, until: until.toISOString() },
    expect,
    expiresAt: Math.ceil(until.getTime() / 1000) + 24 * 60 * 60,
  });
  const lease = (version: number): Lease => ({
    release: async () => {
      await won(table, { op: 'delete', key, expect: { version } });
    },
  });
  const stale = await won(table, row(1, 'absent'));
  if (stale === undefined) return lease(1);
  const held = Row.parse(stale.failed[0]?.found);
  if (held.until > now.toISOString()) return undefined;
  const version = held.version + 1;
  return (await won(table, row(version, { version: held.version }))) === undefined ? lease(version) : undefined;
}

/** Undefined when the write was done; else what stood in its way. */
async function won(table: Table, write: Write): Promise<StaleWrite | undefined> {
  try {
    await table.commit([write]);
    return undefined;
  } catch (error) {
    if (error instanceof StaleWrite) return error;
    throw error;
  }
}
