import * as z from 'zod';
import { type Key, partition } from './keys.ts';
import { holderOf } from './sealed-values.ts';
import { StaleWrite, type Table } from './table.ts';

/** The wrapping keys as KMS sealed them: a row each, made once and never written over, for all that it wraps hangs on it. */
const Row = z.object({ ciphertext: z.string() });

function wrappingKey(number: number): Key {
  return { pk: partition(holderOf(number), 'wrapping-key'), sk: String(number).padStart(2, '0') };
}

/** What KMS gave, in base64. 0.5 RRU, once for each container and 15 minutes. */
export async function readWrappingKey(table: Table, number: number): Promise<string | undefined> {
  const item = (await table.get(wrappingKey(number))) ?? (await table.get(wrappingKey(number), { consistent: true }));
  return item === undefined ? undefined : Row.parse(item).ciphertext;
}

/** The one that stands there afterwards, should two have come at once. 1 WRU, 64 times ever. */
export async function claimWrappingKey(table: Table, number: number, ciphertext: string): Promise<string> {
  try {
    await table.commit([{ op: 'put', key: wrappingKey(number), item: { ciphertext, version: 1 }, expect: 'absent' }]);
    return ciphertext;
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
    const found = await readWrappingKey(table, number);
    if (found === undefined) throw error;
    return found;
  }
}
