import * as z from 'zod';
import {
  asksForFields,
  assertAskable,
  completenessOf,
  figuresOf,
  isDoubted,
  patchSettings,
  proposalFor,
  staleBefore,
  type Tally,
  verifiedAtOf,
} from '#domain/customers/completeness.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { type Caller, reach, reaches } from '#domain/shared/caller.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readCustomers } from '#store/customers.ts';
import {
  putCompletenessSettings,
  readCompletenessSettings,
  readTallies,
  readUnverified,
  type VerifiedOf,
} from '#store/customers-census.ts';
import { readFields } from '#store/customers-fields.ts';
import { readLastFollowUps } from '#store/customers-pulse.ts';
import { readDepartments } from '#store/members.ts';
import { maskedOf, type Table } from '#store/table.ts';
import { assertFresh } from '../access.ts';
import {
  changeCompletenessSettingsContract,
  getCompletenessContract,
  getCompletenessSettingsContract,
  listStaleCustomersContract,
} from './completeness-contracts.ts';

export const getCompleteness = route(getCompletenessContract, async ({ query: { by } }, caller, { table }) => {
  const [settings, all] = await Promise.all([readCompletenessSettings(table), readTallies(table)]);
  const within = all.filter((tally) => tally.customers > 0 && reaches(caller, 'customers.edit', tally));
  const name = by === 'owner' ? ('ownerId' as const) : ('departmentId' as const);
  const groups = [...Map.groupBy(within, (tally: Tally) => tally[name])];
  return {
    target: settings.target,
    required: settings.required,
    overall: figuresOf(within, settings),
    items: groups
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, tallies]) => ({ [name]: id, ...figuresOf(tallies, settings) })),
  };
});

export const getCompletenessSettings = route(getCompletenessSettingsContract, (_input, _caller, { table }) =>
  readCompletenessSettings(table),
);

export const changeCompletenessSettings = route(
  changeCompletenessSettingsContract,
  async ({ body, ifMatch }, _caller, world) => {
    const before = await readCompletenessSettings(world.table);
    assertFresh(before.version, ifMatch);
    const after = patchSettings(before, body);
    if (body.required !== undefined && asksForFields(body.required)) {
      assertAskable(body.required, await readFields(world.table));
    }
    return world.commit([putCompletenessSettings(after)], after);
  },
);

/** ISO instant and ULID: where a page of the queue ended. */
const Position = z.string().regex(/^[0-9TZ:.+-]{20,35}#[0-9A-Z]{26}$/);

export const listStaleCustomers = route(listStaleCustomersContract, async ({ query }, caller, { table, now }) => {
  const after = fromCursor(Position, query.cursor);
  const settings = await readCompletenessSettings(table);
  const places = await placesOf(table, caller, query);
  const { ids, next } = await readUnverified(table, places, {
    before: staleBefore(now, settings),
    limit: query.limit,
    after,
  });
  const [customers, talkedAt] = await Promise.all([readCustomers(maskedOf(table), ids), readLastFollowUps(table, ids)]);
  const seen = customers.filter(
    (each) => each.deletedAt === undefined && isAsked(each, query) && reaches(caller, 'customers.edit', each),
  );
  const items = seen.map((customer) => {
    const { id, number, name, ownerId, departmentId } = customer;
    const lastFollowUpAt = talkedAt.get(id);
    const verifiedAt = verifiedAtOf(customer);
    return {
      ...{ id, number, name, ownerId, departmentId, verifiedAt },
      ...(lastFollowUpAt === undefined ? {} : { lastFollowUpAt }),
      ...(isDoubted(customer) ? { emailBouncedAt: customer.mainContact.emailBouncedAt } : {}),
      completeness: completenessOf(customer, settings.required),
      proposal: proposalFor(verifiedAt, lastFollowUpAt, now, settings),
    };
  });
  return { items, next: next === undefined ? null : toCursor(next) };
});

interface Asked {
  readonly ownerId?: string | undefined;
  readonly departmentId?: string | undefined;
}

function isAsked(customer: Customer, { ownerId, departmentId }: Asked): boolean {
  return (
    customer.ownerId === (ownerId ?? customer.ownerId) &&
    customer.departmentId === (departmentId ?? customer.departmentId)
  );
}

/** Whose customers are in the queue; each customer is held to the caller's rights once more. */
async function placesOf(table: Table, caller: Caller, { ownerId, departmentId }: Asked): Promise<VerifiedOf[]> {
  if (ownerId !== undefined) return [{ ownerId }];
  const own = { ownerId: caller.memberId };
  const reached = reach(caller, 'customers.edit');
  if (departmentId !== undefined) return reached === 'own' ? [own] : [{ departmentId }];
  if (reached === 'all') return (await readDepartments(table)).map(({ id }) => ({ departmentId: id }));
  const departments = reached === 'department' && caller.departments !== 'all' ? caller.departments : [];
  return [own, ...departments.map((id) => ({ departmentId: id }))];
}
