import * as z from 'zod';
import type { Customer } from '#domain/customers/customer.ts';
import { ItemState, isOver, noPulse, Pulse } from '#domain/customers/pulse.ts';
import { fittingTitle, TimelineEntry } from '#domain/customers/timeline.ts';
import {
  bornAt,
  customerKey,
  customerPartition,
  instantIn,
  namedAt,
  ownerNamesPartition,
  slimOf,
  toCustomer,
} from './customers.ts';
import { type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import { prefixEnd } from './rules.ts';
import type { Found, Item, Page, Table, Write } from './table.ts';

type Put = Extract<Write, { readonly op: 'put' }>;

/** What the system itself keeps about a customer: figures, timeline, and what is open. */

export const departmentSilencePartition = (departmentId: string): string =>
  partition('customers', 'department-silence', departmentId);
export const ownerSilencePartition = (memberId: string): string => partition('customers', 'owner-silence', memberId);

function pulseKey(customerId: string): Key {
  return { pk: customerPartition(customerId), sk: '~pulse' };
}

/** Since when nobody has talked with him: then, or since he came. */
function silentAt({ id, createdAt }: Customer, lastFollowUpAt: string | null): string {
  return `${lastFollowUpAt ?? createdAt}#${bornAt(id)}`;
}

interface PulseRow {
  readonly pulse: Pulse;
  /** 0: there is none yet. */
  readonly version: number;
}

function toPulse(item: Readonly<Record<string, unknown>> | undefined): PulseRow {
  if (item === undefined) return { pulse: noPulse, version: 0 };
  return { pulse: Pulse.parse({ ...noPulse, ...item }), version: z.int().parse(item['version']) };
}

/** The pulse carries the customer's place in the lists by name of his owner and by silence; in the bin he has none. */
export function putPulse(customer: Customer, pulse: Pulse, expected: number): Write {
  const { lastFollowUpAt, ...figures } = pulse;
  const { id, ownerId, departmentId } = customer;
  const since = silentAt(customer, lastFollowUpAt);
  return {
    op: 'put',
    key: pulseKey(id),
    item: { ...worthStoring(figures), version: expected + 1 },
    slim: { ...slimOf(customer), ...worthStoring({ lastFollowUpAt }) },
    ...(customer.deletedAt === undefined
      ? {
          gsi1: { pk: departmentSilencePartition(departmentId), sk: since },
          gsi2: { pk: ownerSilencePartition(ownerId), sk: since },
          gsi3: { pk: ownerNamesPartition(ownerId), sk: namedAt(customer) },
        }
      : {}),
    expect: expected === 0 ? 'absent' : { version: expected },
  };
}

/** Of one who goes up in another: the figures are the other's now. */
export function deletePulse(customerId: string, version: number): Write {
  return { op: 'delete', key: pulseKey(customerId), expect: { version } };
}

/** Zeros, nulls and empty lists go without saying: overviews stay within their unit. */
function worthStoring(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isNothing = (value: unknown): boolean =>
    value === null || value === 0 || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)));
}

/** A collaborator's place in his own list by silence. */
export function putSilence(customer: Customer, memberId: string, lastFollowUpAt: string | null): Put {
  return {
    op: 'put',
    key: { pk: customerPartition(customer.id), sk: `silence#${memberId}` },
    item: {},
    slim: { ...slimOf(customer), ...worthStoring({ lastFollowUpAt }) },
    gsi2: { pk: ownerSilencePartition(memberId), sk: silentAt(customer, lastFollowUpAt) },
    expect: 'any',
  };
}

export async function readSilences(table: Table, customerId: string): Promise<readonly Found[]> {
  const { items } = await table.query({
    pk: customerPartition(customerId),
    beginsWith: 'silence#',
    limit: 100,
    consistent: true,
  });
  return items;
}

/** When anybody last talked with each of the customers, as far as anybody did: 0.5 RRU each. */
export async function readLastFollowUps(table: Table, ids: readonly string[]): Promise<Map<string, string>> {
  const items = await table.getMany(ids.map(pulseKey));
  const found = ids.map((id, i): [string, string | null] => [id, toPulse(items[i]).pulse.lastFollowUpAt]);
  return new Map(found.flatMap(([id, at]) => (at === null ? [] : [[id, at]])));
}

export interface CustomerWithPulse extends PulseRow {
  readonly customer: Customer;
}

/** Customer and figures stand side by side: one query, 0.5 RRU. */
export async function readCustomerWithPulse(
  table: Table,
  id: string,
  options: { readonly consistent?: boolean } = {},
): Promise<CustomerWithPulse | undefined> {
  const { items } = await table.query({
    pk: customerPartition(id),
    from: customerKey(id).sk,
    to: pulseKey(id).sk,
    limit: 2,
    ...options,
  });
  return toWithPulse(id, items);
}

/** Of one who was just entered, without looking for figures, which he has none of yet: 1 RRU, many in one request. */
export async function readEntered(table: Table, id: string): Promise<CustomerWithPulse | undefined> {
  const customer = toCustomer(id, await table.get(customerKey(id), { consistent: true }));
  return customer && { customer, ...toPulse(undefined) };
}

function toWithPulse(id: string, rows: readonly Found[]): CustomerWithPulse | undefined {
  const at = (sk: string) => rows.find(({ key }) => key.sk === sk)?.item;
  const customer = toCustomer(id, at(customerKey(id).sk));
  return customer && { customer, ...toPulse(at(pulseKey(id).sk)) };
}

export interface Overview extends CustomerWithPulse {
  readonly timeline: readonly TimelineEntry[];
}

const overviewEntries = 20;

/** The whole picture in one descending query: figures, customer, latest entries. At most 1 RRU. */
export async function readOverview(table: Table, id: string): Promise<Overview | undefined> {
  const { items } = await table.query({
    pk: customerPartition(id),
    from: 't#',
    descending: true,
    limit: overviewEntries + 2,
  });
  const found = toWithPulse(id, items);
  const entries = items.filter(({ key }) => key.sk.startsWith('t#')).slice(0, overviewEntries);
  return found && { ...found, timeline: entries.map(toEntry) };
}

export async function readTimeline(
  table: Table,
  customerId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly TimelineEntry[]; readonly next: string | undefined }> {
  const pk = customerPartition(customerId);
  const page = await table.query({
    pk,
    beginsWith: 't#',
    descending: true,
    limit,
    ...(after === undefined ? {} : { after: { pk, sk: `t#${after}` } }),
  });
  return { items: page.items.map(toEntry), next: page.next?.sk.slice(2) };
}

/** All of it as it stands, for an erasure. */
export function readTimelineRows(table: Table, customerId: string): AsyncGenerator<Found> {
  return rowsOf(table, { pk: customerPartition(customerId), beginsWith: 't#', limit: 500 });
}

/** The ULID of the event is the entry's key: a repeat writes over itself. It also says when, if nothing else does. */
export function putEntry(customerId: string, entry: TimelineEntry): Write {
  const ulid = entry.id.slice(4);
  const isAtStored = entry.at !== instantIn(ulid);
  const { kind, refId, actorId } = entry;
  return {
    op: 'put',
    key: { pk: customerPartition(customerId), sk: `t#${ulid}` },
    item: { kind, title: fittingTitle(entry, isAtStored), refId, actorId, ...(isAtStored ? { at: entry.at } : {}) },
    expect: 'any',
  };
}

function toEntry({ key, item }: Found): TimelineEntry {
  const ulid = key.sk.slice(2);
  return TimelineEntry.parse({ at: instantIn(ulid), ...item, id: `evt_${ulid}` });
}

export interface StateRow {
  readonly state: ItemState;
  readonly version: number;
}

/** What is known of one follow-up, contract or ticket. */
export async function readState(table: Table, customerId: string, refId: string): Promise<StateRow | undefined> {
  const item = await table.get(stateKey(customerId, refId), { consistent: true });
  return item === undefined ? undefined : toStateRow(item);
}

function stateKey(customerId: string, refId: string): Key {
  return { pk: customerPartition(customerId), sk: `open#${refId}` };
}

function toStateRow(item: Item): StateRow {
  return { state: ItemState.parse(item), version: z.int().parse(item['version']) };
}

/** What is known of each follow-up, contract and ticket, by its id; those that are over for forty days more. */
export async function readStates(table: Table, customerId: string): Promise<Map<string, ItemState>> {
  const states = new Map<string, ItemState>();
  const pk = customerPartition(customerId);
  let after: Page['next'];
  do {
    const page: Page = await table.query({
      pk,
      from: 'open#',
      to: prefixEnd('open#'),
      limit: 1000,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, item } of page.items) states.set(key.sk.slice('open#'.length), ItemState.parse(item));
    after = page.next;
  } while (after !== undefined);
  return states;
}

/** Longer than a ticket can be reopened and than a message can be sent again. */
const rememberedSeconds = 40 * 24 * 60 * 60;

export function putState(customerId: string, refId: string, state: ItemState, expected: number, now: Date): Write {
  return {
    op: 'put',
    key: stateKey(customerId, refId),
    item: { ...state, version: expected + 1 },
    expect: expected === 0 ? 'absent' : { version: expected },
    ...(isOver(state) ? { expiresAt: Math.floor(now.getTime() / 1000) + rememberedSeconds } : {}),
  };
}

/** What is known of an item, with the customer to whom it has gone. */
export function moveState(customerId: string, { key, item }: Found, now: Date): Write {
  const { version, ...state } = item;
  const moved = putState(
    customerId,
    key.sk.slice('open#'.length),
    ItemState.parse(state),
    z.int().parse(version) - 1,
    now,
  );
  return { ...moved, expect: 'any' } as Write;
}
