import type { Key } from './keys.ts';
import type { Item, Write } from './table.ts';

/**
 * A deletion by a member, and the row beside it that lets the audit say who it was: a stream tells that an item is gone,
 * and not by whom. `facts` say whose it was.
 */
export function removal(key: Key, version: number, facts: Item = {}): readonly Write[] {
  return [
    { op: 'delete', key, expect: { version } },
    { op: 'put', key: { pk: key.pk, sk: `removed#${key.sk}` }, item: { audit: 'removal', ...facts }, expect: 'any' },
  ];
}
