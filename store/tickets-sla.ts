import { alwaysOpen, Calendar } from '#domain/tickets/calendar.ts';
import { type Hours, hoursOf } from '#domain/tickets/hours.ts';
import { type Policy, policyOf } from '#domain/tickets/policy.ts';
import { Routing } from '#domain/tickets/routing.ts';
import { deliveredSla, type Sla, slaOf } from '#domain/tickets/sla.ts';
import { deliveredPolicy, SlaPolicy } from '#domain/tickets/sla-policy.ts';
import type { Term } from '#domain/tickets/term.ts';
import { type Key, partition } from './keys.ts';
import type { Item, Table, Write } from './table.ts';

/** What is in force for new tickets: every policy whole, every calendar by its version, and the rules by which they are routed. One query reads them all. */
const inForcePartition = partition('tickets', 'sla');

const kinds = { calendar: 'calendar', policy: 'policy', routing: 'routing' } as const;
type Kind = keyof typeof kinds;

const headKey = (kind: Kind, name: string): Key => ({ pk: inForcePartition, sk: `${kind}#${name}` });
const versionsPartition = (kind: Kind, name: string): string => partition('tickets', kind, name);

function versionKey(kind: Kind, name: string, version: number): Key {
  return { pk: versionsPartition(kind, name), sk: `v#${String(version).padStart(6, '0')}` };
}

/** Versions are never changed, so a container keeps those that it has read. A table’s wrappers share its `next`. */
const kept = new WeakMap<
  Table['next'],
  { readonly policies: Map<string, Policy>; readonly hours: Map<string, Hours> }
>();
const keptMax = 500;

/** Under what a ticket runs. Nothing is read for the policy as delivered, or a second time in a container; else 1 RRU. */
export async function readSla(table: Table, { terms }: { readonly terms: readonly Term[] }): Promise<Sla> {
  if (terms.length === 0) return deliveredSla;
  const policies = await Promise.all(terms.map((term) => readPolicyOf(table, term)));
  return slaOf(terms.map((term, i) => ({ term, policy: policies[i] ?? deliveredSla.policy })));
}

async function readPolicyOf(table: Table, term: Term): Promise<Policy> {
  const cache = kept.get(table.next) ?? { policies: new Map(), hours: new Map() };
  kept.set(table.next, cache);
  const hoursKey = `${term.calendar}#${term.calendarVersion}`;
  const key = `${term.policy}#${term.version}#${hoursKey}`;
  const known = cache.policies.get(key);
  if (known !== undefined) return known;
  const [policy, calendar] = await readVersions(table, term);
  const hours = cache.hours.get(hoursKey) ?? hoursOf(calendar);
  const made = policyOf(policy, calendar, hours);
  if (cache.policies.size >= keptMax) cache.policies.clear();
  if (cache.hours.size >= keptMax) cache.hours.clear();
  cache.hours.set(hoursKey, hours);
  cache.policies.set(key, made);
  return made;
}

async function readVersions(table: Table, term: Term): Promise<[SlaPolicy, Calendar]> {
  const isDelivered = term.policy === deliveredPolicy.name && term.version === 0;
  const isAlways = term.calendar === alwaysOpen.name;
  const keys = [
    ...(isDelivered ? [] : [versionKey('policy', term.policy, term.version)]),
    ...(isAlways ? [] : [versionKey('calendar', term.calendar, term.calendarVersion)]),
  ];
  const items = [...(await readAll(table, keys))];
  const policy = isDelivered ? deliveredPolicy : SlaPolicy.parse(items.shift());
  return [policy, isAlways ? alwaysOpen : Calendar.parse(items.shift())];
}

/** Written a moment ago by another, a version may not have reached every replica yet: it is asked for once more. */
async function readAll(table: Table, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
  if (keys.length === 0) return [];
  const items = await table.getMany(keys);
  return items.includes(undefined) ? table.getMany(keys, { consistent: true }) : items;
}

export interface InForce {
  /** The default policy is always among them; archived ones are, too. */
  readonly policies: readonly SlaPolicy[];
  /** By name. */
  readonly calendarVersions: ReadonlyMap<string, number>;
  /** Absent while nobody has put any rules. */
  readonly routing?: Routing;
}

/** 0.5 RRU for 4 KB: about eight policies. */
export async function readInForce(table: Table): Promise<InForce> {
  const { items } = await table.query({ pk: inForcePartition, limit: 500 });
  const policies: SlaPolicy[] = [];
  let routing: Routing | undefined;
  const calendarVersions = new Map([[alwaysOpen.name, 0]]);
  for (const { key, item } of items) {
    if (key.sk.startsWith(`${kinds.policy}#`)) policies.push(SlaPolicy.parse(item));
    else if (key.sk.startsWith(`${kinds.routing}#`)) routing = Routing.parse(item);
    else calendarVersions.set(key.sk.slice(`${kinds.calendar}#`.length), Number(item['version']));
  }
  const hasDefault = policies.some(({ name }) => name === deliveredPolicy.name);
  return {
    policies: hasDefault ? policies : [deliveredPolicy, ...policies],
    calendarVersions,
    ...(routing === undefined ? {} : { routing }),
  };
}

/** The term that a ticket would begin with now. */
export function termNow({ calendarVersions }: InForce, { name, version, calendar }: SlaPolicy): Term {
  return { policy: name, version, calendar, calendarVersion: calendarVersions.get(calendar) ?? 0 };
}

/** The next version: what is in force and what stays for ever. */
export function putCalendar(calendar: Calendar): Write[] {
  return [
    put(headKey('calendar', calendar.name), { version: calendar.version }),
    put(versionKey('calendar', calendar.name, calendar.version), calendar, 'absent'),
  ];
}

export function putPolicy(policy: SlaPolicy): Write[] {
  return [
    put(headKey('policy', policy.name), policy),
    put(versionKey('policy', policy.name, policy.version), policy, 'absent'),
  ];
}

/** There is one set of rules; in one transaction, 4 WRU for each KB. */
const routingName = 'rules';

export function putRouting(routing: Routing): Write[] {
  return [
    put(headKey('routing', routingName), routing),
    put(versionKey('routing', routingName, routing.version), routing, 'absent'),
  ];
}

/** Newest first. */
export async function readRoutingVersions(table: Table, limit: number, before?: number): Promise<Routing[]> {
  return (await readNewest(table, 'routing', routingName, limit, before)).map((item) => Routing.parse(item));
}

function put(key: Key, item: Item & { readonly version: number }, expect?: 'absent'): Write {
  const { version } = item;
  return { op: 'put', key, item, expect: expect ?? (version === 1 ? 'absent' : { version: version - 1 }) };
}

/** The versions of a calendar, newest first. */
export async function readCalendarVersions(
  table: Table,
  name: string,
  limit: number,
  before?: number,
): Promise<Calendar[]> {
  return (await readNewest(table, 'calendar', name, limit, before)).map((item) => Calendar.parse(item));
}

export async function readPolicyVersions(
  table: Table,
  name: string,
  limit: number,
  before?: number,
): Promise<SlaPolicy[]> {
  return (await readNewest(table, 'policy', name, limit, before)).map((item) => SlaPolicy.parse(item));
}

async function readNewest(table: Table, kind: Kind, name: string, limit: number, before?: number): Promise<Item[]> {
  const to = before === undefined ? {} : { to: versionKey(kind, name, before - 1).sk };
  const page = await table.query({ pk: versionsPartition(kind, name), descending: true, limit, ...to });
  return page.items.map(({ item }) => item);
}
