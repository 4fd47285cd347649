import * as z from 'zod';
import { differenceOf, reasonOf } from './changes.ts';
import { kindOf } from './kinds.ts';
import type { Digest, Json } from './value.ts';

const AnyJson: z.ZodType<Json> = z.json();

/** What a row says. Its text is hashed as it stands, and names the row before: who changes one must change all after it. */
export const Entry = z.strictObject({
  /** Keys of the item that changed. Its rows are one chain. */
  item: z.tuple([z.string(), z.string()]),
  /** From 1. */
  seq: z.int().positive(),
  /** Hash of the row before; empty in the first. */
  prev: z.string(),
  kind: z.string(),
  /** Whose audit it belongs to: the customer's, else the item's own. */
  subject: z.string(),
  action: z.enum(['created', 'changed', 'removed']),
  at: z.string(),
  actor: z.string(),
  request: z.string().optional(),
  reason: z.string().optional(),
  changes: z.record(z.string(), z.array(AnyJson)),
  state: z.string(),
  /** Where in which stream the change stood: `<stream>/<sequence number>`. */
  source: z.string(),
});
export type Entry = z.output<typeof Entry>;

/** As it is stored. */
export interface Row {
  /** An Entry as JSON. */
  readonly entry: string;
  readonly hash: string;
}

type Item = Readonly<Record<string, unknown>>;

/** One change of an audited item. */
export interface Change {
  readonly item: { readonly pk: string; readonly sk: string };
  readonly kind: string;
  readonly before?: Item | undefined;
  readonly after?: Item | undefined;
  readonly at: string;
  readonly actor: string;
  readonly request?: string | undefined;
  readonly stream: string;
  /** Of an item the later change has the greater one. */
  readonly sequence: string;
}

/** What a chain ends with. */
export interface Last {
  readonly seq: number;
  readonly hash: string;
  readonly source: string;
}

/** A row that is still to be written, with what it says. */
export interface NewRow extends Row, Last {
  readonly said: Entry;
}

/** The row that a change adds to its chain; undefined for one that changes nothing audited, or stands there already. */
export function nextRow(change: Change, last: Last | undefined, digest: Digest): NewRow | undefined {
  if (last !== undefined && isDone(change, last)) return undefined;
  const { item, kind, before, after, at, actor, request, stream, sequence } = change;
  const difference = differenceOf(kind, before, after, digest);
  if (difference === undefined) return undefined;
  const reason = reasonOf(kind, before, after);
  const seq = (last?.seq ?? 0) + 1;
  const source = `${stream}/${sequence}`;
  const said: Entry = {
    item: [item.pk, item.sk],
    seq,
    prev: last?.hash ?? '',
    kind,
    subject: subjectOf(change),
    action: before === undefined ? 'created' : after === undefined ? 'removed' : 'changed',
    at,
    actor,
    ...(request === undefined ? {} : { request }),
    ...(reason === undefined ? {} : { reason }),
    ...difference,
    source,
  };
  const entry = JSON.stringify(said);
  return { said, entry, hash: digest(entry), seq, source };
}

/** Whether a row says of it. */
export function isAudited({ kind, before, after }: Change, digest: Digest): boolean {
  return differenceOf(kind, before, after, digest) !== undefined;
}

/** A stream delivers the changes of an item in their order, and some of them twice. */
function isDone({ stream, sequence }: Change, last: Last): boolean {
  const at = last.source.lastIndexOf('/');
  return last.source.slice(0, at) === stream && BigInt(last.source.slice(at + 1)) >= BigInt(sequence);
}

const anId = /[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}/g;

/** What changed: the last id in its keys; of what has none, what its keys say. */
export function idOf({ pk, sk }: Change['item']): string {
  return `${pk}#${sk}`.match(anId)?.at(-1) ?? namedBy(pk, sk);
}

function namedBy(pk: string, sk: string): string {
  const name = pk.slice(pk.indexOf('#') + 1);
  return sk.startsWith('~') ? name : `${name}#${sk}`;
}

/** The customer whose it is, where it is one's; else itself, or the name under which its like are looked at. */
function subjectOf({ item, kind, before, after }: Change): string {
  if (item.pk.startsWith('customers#cus_')) return item.pk.slice('customers#'.length);
  const { customer, stored = {}, subject } = kindOf(kind);
  if (subject !== undefined) return subject;
  const field = Object.keys(stored).find((each) => stored[each] === customer) ?? customer;
  const customerId = field === undefined ? undefined : (after ?? before)?.[field];
  if (typeof customerId === 'string' && customerId.startsWith('cus_')) return customerId;
  return idOf(item);
}

export type Fault = 'altered' | 'misplaced' | 'unlinked';

/** What is wrong with a row: its own text, its place, or its link to the row before, which is undefined where it is missing. */
export function faultOf(
  row: Row,
  place: { readonly pk: string; readonly sk: string; readonly seq: number },
  before: Row | undefined,
  digest: Digest,
): Fault | undefined {
  if (digest(row.entry) !== row.hash) return 'altered';
  const { item, seq, prev } = JSON.parse(row.entry) as Entry;
  if (item[0] !== place.pk || item[1] !== place.sk || seq !== place.seq) return 'misplaced';
  const isLinked = seq === 1 ? prev === '' : before !== undefined && prev === before.hash;
  return isLinked ? undefined : 'unlinked';
}
