import { ownAttributes } from './attributes.ts';
import type { Item, Write } from './table.ts';

/** DynamoDB orders strings by their UTF-8 bytes; JavaScript's `<` orders by UTF-16 units, which differs beyond U+FFFF. */
export function compareUtf8(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** No key that begins with the prefix sorts after this. */
export function prefixEnd(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

/** The version that conditions compare. Where a list shows versions it stands in the slim part. */
export function versionOf({ item, slim }: { readonly item: Item; readonly slim?: Item }): unknown {
  return item['version'] ?? slim?.['version'];
}

/** What DynamoDB would refuse is a bug of the caller: said in words, and the same in memory. */
export function assertWritable(writes: readonly Write[]): void {
  if (writes.length > 100) throw new RangeError(`${writes.length} writes: one transaction takes 100`);
  const keys = new Set(writes.map(({ key }) => `${key.pk}\u0000${key.sk}`));
  if (keys.size < writes.length) throw new RangeError('one transaction writes a key only once');
  for (const write of writes) {
    const keys = write.op === 'put' ? [write.key, write.gsi1, write.gsi2, write.gsi3, write.agenda] : [write.key];
    if (keys.some((key) => key?.pk === '' || key?.sk === '')) throw new RangeError('a key has an empty part');
    const names = write.op === 'put' ? Object.keys(write.item) : [];
    const taken = names.find((name) => ownAttributes.has(name) && name !== 'audit');
    if (taken !== undefined) throw new RangeError(`the store itself keeps an attribute called ${taken}`);
    if (write.op === 'put' && typeof write.expect === 'object' && versionOf(write) !== write.expect.version + 1) {
      throw new RangeError(`a write over version ${write.expect.version} must hold the next one`);
    }
  }
}
