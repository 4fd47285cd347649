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
  'audit',
  'actor',
  'request',
]);

/** A row as the rest of the system knows it: without keys and placement, the slim part back in its place. */
export function toItem(row: Item): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(row)) if (!ownAttributes.has(name)) item[name] = value;
  return Object.assign(item, row['slim']);
}

/** A value as DynamoDB sends it, in errors and in streams. */
interface WireValue {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly BOOL?: boolean | undefined;
  readonly M?: WireMap | undefined;
  readonly L?: readonly WireValue[] | undefined;
  readonly B?: unknown;
  readonly NULL?: boolean | undefined;
}
export type WireMap = Readonly<Record<string, WireValue>>;

/** The item of a failed condition or of a stream's image, which no document client has translated. */
export function fromWire(attributes: WireMap): Item {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromWireValue(value)]));
}

function fromWireValue(value: WireValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromWire(value.M);
  if (value.L !== undefined) return value.L.map(fromWireValue);
  return value.B ?? null;
}
