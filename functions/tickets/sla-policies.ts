import * as z from 'zod';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { dayMs } from '#domain/shared/time.ts';
import { alwaysOpen, type Calendar } from '#domain/tickets/calendar.ts';
import { type Policy, policyOf } from '#domain/tickets/policy.ts';
import { termOf } from '#domain/tickets/replan.ts';
import { deliveredPolicy, type SlaPolicy } from '#domain/tickets/sla-policy.ts';
import type { SlaPolicyInput } from '#domain/tickets/sla-policy-input.ts';
import type { Target } from '#domain/tickets/target.ts';
import { Reply, route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readMember } from '#store/members.ts';
import { StaleWrite, type Table } from '#store/table.ts';
import { putReplan, readReplan } from '#store/tickets-replans.ts';
import { putPolicy as puts, readCalendarVersions, readInForce, readPolicyVersions } from '#store/tickets-sla.ts';
import { begunReplan } from './replan.ts';
import { previewOf } from './replan-preview.ts';
import {
  archiveSlaPolicyContract,
  getSlaPolicyContract,
  listSlaPoliciesContract,
  listSlaPolicyVersionsContract,
  putSlaPolicyContract,
} from './sla-contracts.ts';
import { replanView } from './sla-views.ts';

/** So many stay one read when a ticket is opened. */
const policiesMax = 100;

export const putSlaPolicy = route(putSlaPolicyContract, async ({ params, query, body, isDryRun }, caller, world) => {
  const { name } = params;
  const isDefault = name === deliveredPolicy.name;
  if (isDefault && Object.keys(body.when).length > 0) throw invalidField('/when', 'tickets.default-for-all');
  const calendar = await readNamedCalendar(world.table, body.calendar);
  await checkMembers(world.table, body);
  const before = await readPolicy(world.table, name);
  if (before === undefined && (await readInForce(world.table)).policies.length >= policiesMax) {
    throw new DomainError('conflict', 'tickets.too-many-policies', { maximum: policiesMax });
  }
  const version = (before?.version ?? 0) + 1;
  const policy: SlaPolicy = {
    name,
    version,
    ...body,
    createdAt: world.now.toISOString(),
    createdBy: caller.memberId,
  };
  const compiled = policyOf(policy, calendar);
  assertReachable(compiled, world.now);
  if (isDryRun === true) {
    const preview = await previewOf(world, (each) => (each.name === name ? compiled : undefined));
    return new Reply(200, { ...policy, preview }, { 'preference-applied': 'dry-run' });
  }
  const isApplied = query.appliesTo === 'running' && (before !== undefined || isDefault);
  const replan = begunReplan({ of: 'policy', name, to: version, term: termOf(compiled) }, caller.memberId, world.now);
  const answer = { ...policy, ...(isApplied ? replanView(replan) : {}) };
  return world.commit([...puts(policy), ...(isApplied ? [putReplan(replan, world.now)] : [])], answer);
});

async function readNamedCalendar(table: Table, name: string): Promise<Calendar> {
  if (name === alwaysOpen.name) return alwaysOpen;
  const [calendar] = await readCalendarVersions(table, name, 1);
  if (calendar === undefined) throw invalidField('/calendar', 'tickets.unknown-calendar', { calendar: name });
  return calendar;
}

/** Whom a ladder names by his id must be there; who leaves later is replaced by his successor. */
async function checkMembers(table: Table, { ladder, ladders = {} }: SlaPolicyInput): Promise<void> {
  const all = [
    ['/ladder', ladder] as const,
    ...Object.entries(ladders).map(([target, steps]) => [`/ladders/${target}`, steps] as const),
  ];
  for (const [pointer, steps] of all) {
    for (const [i, { notify }] of steps.entries()) {
      for (const [k, rung] of notify.entries()) {
        if (!rung.startsWith('mem_') || (await readMember(table, rung))?.active === true) continue;
        throw invalidField(`${pointer}/${i}/notify/${k}`, 'tickets.unknown-member');
      }
    }
  }
}

const reachMs = 5 * 366 * dayMs;

/** A target must be used up within five years: a calendar may be open an hour a week. */
function assertReachable({ targets, hours }: Policy, now: Date): void {
  for (const [target, ms] of Object.entries(targets) as [Target, number][]) {
    if (hours.after(now.getTime(), ms) - now.getTime() > reachMs) {
      throw invalidField(`/targets/${target}`, 'tickets.target-out-of-reach');
    }
  }
}

/** The version in force; of `default` the delivered one while nobody has put another. */
async function readPolicy(table: Table, name: string): Promise<SlaPolicy | undefined> {
  const [policy] = await readPolicyVersions(table, name, 1);
  return policy ?? (name === deliveredPolicy.name ? deliveredPolicy : undefined);
}

export const getSlaPolicy = route(getSlaPolicyContract, async ({ params }, _caller, { table }) => {
  const policy = await readPolicy(table, params.name);
  if (policy === undefined) throw missing();
  const { name, version } = policy;
  return { ...policy, ...replanView(await readReplan(table, { of: 'policy', name, to: version })) };
});

export const listSlaPolicies = route(listSlaPoliciesContract, async (_input, _caller, { table }) => {
  const { policies } = await readInForce(table);
  return { items: policies.toSorted((a, b) => (a.name < b.name ? -1 : 1)), next: null };
});

export const listSlaPolicyVersions = route(
  listSlaPolicyVersionsContract,
  async ({ params, query }, _caller, { table }) => {
    const before = fromCursor(z.int().positive(), query.cursor);
    const found = await readPolicyVersions(table, params.name, query.limit + 1, before);
    if (found.length === 0 && params.name !== deliveredPolicy.name) throw missing();
    const items = found.length === 0 ? [deliveredPolicy] : found.slice(0, query.limit);
    const last = items.at(-1);
    return { items, next: last === undefined || found.length <= query.limit ? null : toCursor(last.version) };
  },
);

export const archiveSlaPolicy = route(archiveSlaPolicyContract, async ({ params, ifMatch }, caller, world) => {
  const { name } = params;
  if (name === deliveredPolicy.name) throw new DomainError('conflict', 'tickets.default-stays');
  const before = await readPolicy(world.table, name);
  if (before === undefined || before.archivedAt !== undefined) throw missing();
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const at = world.now.toISOString();
  const stamps = { archivedAt: at, createdAt: at, createdBy: caller.memberId };
  return world.commit(puts({ ...before, ...stamps, version: before.version + 1 }), undefined);
});

function missing(): DomainError {
  return new DomainError('missing', 'tickets.no-policy');
}
