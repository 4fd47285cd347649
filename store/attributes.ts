import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { indexNames } from './keys.ts';
import type { Item } from './table.ts';

/** What the adapter adds to an item; an item's own fields may not be called so. */
export const ownAttributes: ReadonlySet<string> = new Set([
  'pk',
  'sk',
  ...[...indexNames, 'agenda'].flatMap((index) => [`${index}pk`, `${index}sk`]),
  'slim',
  'expiresAt',
  'news',
  'events',
  'writeId',
]);

/** A row as the rest of the system knows it: without keys and placement, the slim part back in its place. */
export function toItem(row: Item): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(row)) if (!ownAttributes.has(name)) item[name] = value;
  return Object.assign(item, row['slim']);
}

/** The item of a failed condition, which the document client hands on as it came over the wire. */
export function fromWire(attributes: Readonly<Record<string, AttributeValue>>): Item {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromWire(value.M);
  if (value.L !== undefined) return value.L.map(valueOf);
  if (value.B !== undefined) return value.B;
  return null;
}
