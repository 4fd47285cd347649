import { type ItemState, isOver, joined, type Pulse, pulseOf, shifted } from '#domain/customers/pulse.ts';
import type { TimelineEntry } from '#domain/customers/timeline.ts';
import { customerCreated } from '#events/customers.ts';
import { timelineEvents } from '#events/customers-consumed.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { readAlias, readSnapshots } from '#store/customers-merges.ts';
import {
  type CustomerWithPulse,
  putEntry,
  putPulse,
  putSilence,
  putState,
  readCustomerWithPulse,
  readEntered,
  readSilences,
  readState,
  readStates,
  type StateRow,
} from '#store/customers-pulse.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import { countAnew } from './census.ts';
import { type News, newsOf } from './news.ts';
import { readTitle } from './title.ts';

/** Events of one customer come side by side, and each writes his pulse: a lost race is run again on what stands there. */
const attemptsMax = 12;

/**
 * Keeps the timeline, the figures and the lists by name and silence. It needs no row per event: an entry writes over
 * itself, and what is known of each open item is joined, whatever comes twice or in another order.
 */
export const handler = subscription(
  {
    context: 'customers',
    name: 'on-timeline',
    events: timelineEvents,
    dedupe: false,
    // All events of a customer write his one pulse: side by side they would only undo each other's attempts.
    together: (event) => newsOf(event)?.customerId ?? event.subject,
  },
  async (event, { table, now }) => {
    const { type } = event;
    const news = newsOf(event);
    if (news === undefined) return;
    for (let tried = 1; ; tried += 1) {
      try {
        const isNew = type === customerCreated.type && tried === 1;
        await keep(table, news, now, isNew ? readEntered : readAsTheyStand);
        return await countAnew(table, news);
      } catch (error) {
        if (!(error instanceof StaleWrite) || tried === attemptsMax) throw error;
      }
    }
  },
);

type Read = (table: Table, customerId: string) => Promise<CustomerWithPulse | undefined>;

const readAsTheyStand: Read = (table, id) => readCustomerWithPulse(table, id, { consistent: true });

async function keep(table: Table, news: News, now: Date, read: Read): Promise<void> {
  const found = await read(table, news.customerId);
  if (found === undefined) {
    // Nothing is kept about someone who was erased; what is said of one who was merged is the survivor's.
    const alias = await readAlias(table, news.customerId);
    return alias && keep(table, { ...news, customerId: alias.mergedInto }, now, readAsTheyStand);
  }
  const entry = news.entry && { ...news.entry, title: await readTitle(table, found.customer, news) };
  const writes = [...entryWrites(news, entry), ...(await figures(table, found, news, now))];
  if (writes.length > 0) await table.commit(writes);
}

function entryWrites({ customerId }: News, entry: TimelineEntry | undefined): Write[] {
  return entry === undefined ? [] : [putEntry(customerId, entry)];
}

async function figures(table: Table, found: CustomerWithPulse, news: News, now: Date): Promise<Write[]> {
  const { customer, pulse, version } = found;
  const lastFollowUpAt = later(pulse.lastFollowUpAt, news.talkedAt);
  const [next, stateWrites] =
    news.mergeId !== undefined
      ? [await together(table, news.customerId, news.mergeId, lastFollowUpAt), []]
      : news.state === undefined
        ? [{ ...pulse, lastFollowUpAt }, []]
        : await withState(table, { ...news, state: news.state }, { ...pulse, lastFollowUpAt }, now);
  const isSame = JSON.stringify(next) === JSON.stringify(pulse);
  if (isSame && news.isOwn !== true && version > 0) return stateWrites;
  const isMoved = news.isOwn === true || lastFollowUpAt !== pulse.lastFollowUpAt;
  return [
    ...stateWrites,
    putPulse(customer, next, version),
    ...(isMoved ? await silences(table, found, lastFollowUpAt) : []),
  ];
}

/** The figures of all who are one now. */
async function together(table: Table, customerId: string, id: string, last: string | null): Promise<Pulse> {
  const was = await readSnapshots(table, { id, survivorId: customerId });
  const lasts = [...was.values()].map(({ pulse }) => pulse.lastFollowUpAt ?? undefined);
  const states = await readStates(table, customerId);
  return pulseOf([...states.values()], lasts.reduce(later, last));
}

async function withState(
  table: Table,
  { customerId, refId, state }: News & { readonly state: ItemState },
  before: Pulse,
  now: Date,
): Promise<[Pulse, Write[]]> {
  const known = await readState(table, customerId, refId);
  const after = joined(known?.state, state);
  if (known !== undefined && isKnownAlready(known, after)) return [before, []];
  const pulse = shifted(before, known?.state, after) ?? (await recounted(table, customerId, refId, after, before));
  return [pulse, [putState(customerId, refId, after, known?.version ?? 0, now)]];
}

/** The figures from every open item: where the earliest of a kind has gone, the next is found only so. */
async function recounted(
  table: Table,
  customerId: string,
  refId: string,
  after: ItemState,
  before: Pulse,
): Promise<Pulse> {
  const rows = await readStates(table, customerId);
  rows.set(refId, after);
  return pulseOf([...rows.values()], before.lastFollowUpAt);
}

function isKnownAlready(known: StateRow, after: ItemState): boolean {
  return isOver(known.state) === isOver(after) && isEqual(known.state, after);
}

function isEqual(a: object, b: object): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

/** Each collaborator has the customer in his own list by silence; nobody has one who is in the bin. */
async function silences(
  table: Table,
  { customer, version }: CustomerWithPulse,
  lastFollowUpAt: string | null,
): Promise<Write[]> {
  const wanted = customer.deletedAt === undefined ? customer.collaboratorIds : [];
  const puts = wanted.map((memberId) => putSilence(customer, memberId, lastFollowUpAt));
  const kept = new Set(puts.map(({ key }) => key.sk));
  const there = version === 0 ? [] : await readSilences(table, customer.id);
  const rows = new Map(there.map(({ key, item }) => [key.sk, item]));
  return [
    ...puts.filter(({ key, slim }) => !isEqual(rows.get(key.sk) ?? {}, slim ?? {})),
    ...there.filter(({ key }) => !kept.has(key.sk)).map(({ key }): Write => ({ op: 'delete', key, expect: 'any' })),
  ];
}

/** Never backwards (rules.md 2). */
function later(known: string | null, news: string | undefined): string | null {
  if (news === undefined) return known;
  return known === null || news > known ? news : known;
}
