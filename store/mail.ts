import * as z from 'zod';
import { isGathering } from '#domain/mail/gathering.ts';
import { Message, MessageSummary } from '#domain/mail/message.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { gatheringKey } from './mail-gathering.ts';
import { rowsOf } from './rows.ts';
import { type Expect, type Item, StaleWrite, type Table, type Write } from './table.ts';

function messageKey(id: string): Key {
  return { pk: partition('mail', id), sk: '~message' };
}

/** `wakesAt`: when the sweep looks at a message that the mail service has not taken. */
export function putMessage(
  message: Message,
  expect: Expect,
  { events = [], wakesAt }: { readonly events?: readonly Event[]; readonly wakesAt?: Date } = {},
): Write {
  const { id, ref, to, createdAt } = message;
  const entries = Object.entries(message);
  const isSlim = (name: string): boolean => name in MessageSummary.shape;
  return {
    op: 'put',
    key: messageKey(id),
    item: Object.fromEntries(entries.filter(([name]) => !isSlim(name))),
    slim: Object.fromEntries(entries.filter(([name]) => isSlim(name))),
    ...('customerId' in to ? { gsi1: { pk: customerPartition(to.customerId), sk: `${createdAt}#${id}` } } : {}),
    gsi2: { pk: refPartition(ref), sk: `${ref}#${id}` },
    ...agendaOf(message, wakesAt),
    expect,
    events,
  };
}

function agendaOf(message: Message, wakesAt: Date | undefined) {
  if (isGathering(message)) return { agenda: gatheringKey(message) };
  return wakesAt === undefined ? {} : { agenda: agendaKey('mail', wakesAt.toISOString(), message.id) };
}

export function toMessage(item: Item): Message {
  return Message.parse(item);
}

/** Those that are there. 0.5 RRU each. */
export async function readMessagesById(table: Table, ids: readonly string[]): Promise<Message[]> {
  const items = await table.getMany(ids.map(messageKey));
  return items.flatMap((item) => (item === undefined ? [] : [toMessage(item)]));
}

/** 0.5 RRU. */
export async function readMessage(
  table: Table,
  id: string,
  options: { readonly consistent?: boolean } = {},
): Promise<Message | undefined> {
  const item = await table.get(messageKey(id), options);
  return item === undefined ? undefined : toMessage(item);
}

const customerPartition = (customerId: string): string => partition('mail', 'customer', customerId);

/** All messages about one thing stand together; the step follows in the sort key. */
function refPartition(ref: string): string {
  return partition('mail', 'ref', ref.split('#')[0] ?? ref);
}

export interface MessagesPage {
  readonly items: readonly MessageSummary[];
  /** Where the next page begins. */
  readonly next: Position | undefined;
}
export const Position = z.strictObject({ id: z.string().max(64), at: z.string().max(300) });
export type Position = z.output<typeof Position>;

/** Newest first of a customer; by step of a ref, which may be an id alone. 2.5 RRU for 50. */
export async function readMessages(
  table: Table,
  about: { readonly customerId: string } | { readonly ref: string },
  { limit, after }: { readonly limit: number; readonly after?: Position | undefined },
): Promise<MessagesPage> {
  const page = await table.query({
    ...indexFor(about),
    limit,
    ...(after === undefined ? {} : { after: { ...messageKey(after.id), indexSk: after.at } }),
  });
  const items = page.items.map(({ item }) => MessageSummary.parse(item));
  const [last] = page.items.slice(-1);
  return { items, next: page.next === undefined || last === undefined ? undefined : positionOf(last) };
}

function positionOf({ item, indexSk = '' }: { readonly item: Item; readonly indexSk?: string }): Position {
  return { id: String(item['id']), at: indexSk };
}

function indexFor(about: { readonly customerId: string } | { readonly ref: string }) {
  if ('customerId' in about) {
    return { index: 'gsi1' as const, pk: customerPartition(about.customerId), descending: true };
  }
  const beginsWith = about.ref.includes('#') ? { beginsWith: `${about.ref}#` } : {};
  return { index: 'gsi2' as const, pk: refPartition(about.ref), ...beginsWith };
}

/** What was written to a customer: kept 90 days, then only the fact (rules.md 7). Packed, because HTML packs well. */
const bodyDays = 90;
const Body = z.object({ packed: z.instanceof(Uint8Array) });

export function putBody(id: string, packed: Uint8Array, now: Date): Write {
  return {
    op: 'put',
    key: bodyKey(id),
    item: { packed },
    expect: 'absent',
    expiresAt: Math.ceil(now.getTime() / 1000) + bodyDays * 86_400,
  };
}

export async function readBody(table: Table, id: string): Promise<Uint8Array | undefined> {
  const item = await table.get(bodyKey(id));
  return item === undefined ? undefined : Body.parse(item).packed;
}

export function deleteBody(id: string): Write {
  return { op: 'delete', key: bodyKey(id), expect: 'any' };
}

function bodyKey(id: string): Key {
  return { pk: partition('mail', id), sk: '~body' };
}

/** An address that is never written to again, by the digest of it. */
export function putSuppressed(digest: string, reason: 'bounced' | 'complained', at: string): Write {
  return { op: 'put', key: suppressedKey(digest), item: { reason, at }, expect: 'any' };
}

/** 0.5 RRU. */
export async function isSuppressed(table: Table, digest: string): Promise<boolean> {
  return (await table.get(suppressedKey(digest))) !== undefined;
}

function suppressedKey(digest: string): Key {
  return { pk: partition('mail', 'suppressed', digest), sk: '~suppressed' };
}

/** Writes unless it was written already; answers whether this call did it. */
export async function commitFirst(table: Table, write: Write): Promise<boolean> {
  try {
    await table.commit([write]);
    return true;
  } catch (error) {
    if (error instanceof StaleWrite) return false;
    throw error;
  }
}

/** Ids of all written to a customer. */
export async function readMessageIdsOf(table: Table, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { indexSk = '' } of rowsOf(table, {
    index: 'gsi1',
    pk: customerPartition(customerId),
    limit: 500,
  })) {
    ids.push(indexSk.split('#')[1] ?? '');
  }
  return ids;
}
