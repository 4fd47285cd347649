import * as z from 'zod';
import { asksOwn, assertShown, type Filter, holds, needsItem } from '#domain/customers/filter.ts';
import { toCustomerRow, viewOf } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { foldEmail } from '#domain/shared/email.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import { customerKey, type ListedCustomer, readCustomers, slimOf, toListed } from '#store/customers.ts';
import { readCustomerList, type Sift } from '#store/customers-lists.ts';
import { digestWith, readExternalHolders, readMatches, readNumberHolder } from '#store/customers-matching.ts';
import { maskedOf, type Table, withConsistentReads } from '#store/table.ts';
import { sees } from './access.ts';
import { listCustomersContract } from './customer-contracts.ts';
import { assertFilter } from './filter-access.ts';
import type { ListQuery } from './list-query.ts';
import { readStreams } from './list-streams.ts';
import { readOfferedView } from './views/saved-views.ts';

/** A cursor fits the order that it was made in; what a sort key can be, DynamoDB says (1,024 bytes). */
const Position = z.strictObject({
  sort: z.string(),
  at: z
    .string()
    .min(1)
    .max(250)
    .refine((text) => text.isWellFormed()),
});

export const listCustomers = route(listCustomersContract, async ({ query }, caller, world) => {
  const { limit, cursor } = query;
  // A row of a list holds nothing that an open ticket would unmask.
  const view = viewOf(caller.role, false);
  const toRow = (row: ListedCustomer) => toCustomerRow(withoutTags(row), view);
  assertShown(fieldsAsked(query), view);
  const found = await lookUp(world, caller, query);
  if (found !== undefined) return { items: found.map(toRow), next: null };
  const asked = await withView(world.table, caller, query);
  const { sort, filter } = asked;
  if (filter !== undefined) {
    await assertFilter(world.table, caller, filter, query.view === undefined ? '?filter' : '?view');
  }
  if (query.view !== undefined) assertShown(orderAsked(sort, '?view'), view);
  const position = fromCursor(Position.extend({ sort: z.literal(sort) }), cursor);
  const { items, next } = await readCustomerList(world.table, {
    streams: await readStreams(world.table, caller, asked),
    descending: sort === '-createdAt',
    limit,
    after: position?.at,
    sift: filter && siftBy(filter, world),
  });
  return { items: items.map(toRow), next: next === undefined ? null : toCursor({ sort, at: next }) };
});

/** What of a customer each parameter tells: a list by it holds those of whom it is true. */
const told = {
  ownerId: 'ownerId',
  departmentId: 'departmentId',
  tag: 'tags',
  field: 'fields',
  phone: 'phone',
  email: 'email',
  externalId: 'externalIds',
} as const;

function fieldsAsked(query: ListQuery) {
  const names = (Object.keys(told) as (keyof typeof told)[]).filter((name) => query[name] !== undefined);
  return [...names.map((name) => ({ field: told[name], pointer: `?${name}` })), ...orderAsked(query.sort, '?sort')];
}

/** The order of entering says nothing that the numbers do not. */
function orderAsked(sort: ListQuery['sort'], pointer: string) {
  return sort === 'lastFollowUpAt' ? [{ field: sort, pointer }] : [];
}

interface Asked extends ListQuery {
  readonly sort: NonNullable<ListQuery['sort']>;
}

/** The view's filter and order, as if they had been asked for: it runs with the rights of whoever reads it. */
async function withView(table: Table, caller: Caller, query: ListQuery): Promise<Asked> {
  if (query.view === undefined) return { ...query, sort: query.sort ?? '-createdAt' };
  const { filter, sort } = await readOfferedView(table, caller, query.view).catch((error: unknown) => {
    if (error instanceof DomainError) throw invalidField('?view', 'customers.view-not-found');
    throw error;
  });
  return { ...query, filter, sort: query.sort ?? ((query.tag ?? query.field) === undefined ? sort : '-createdAt') };
}

/** Rows that are looked at for one page at most: 2,000 are 20 queries, and with a filter beyond the rows 20 batches. */
const siftedMax = 2000;

function siftBy(filter: Filter, { table, now }: World): Sift {
  const isInRows = !needsItem(filter);
  // A field of the company's own may be sealed; whoever sees it masked has been refused.
  const readable = asksOwn(filter) ? table : maskedOf(table);
  return {
    most: siftedMax,
    keep: async (rows) => {
      const items = isInRows
        ? []
        : await readCustomers(
            readable,
            rows.map(({ id }) => id),
          );
      const byId = new Map(items.map((each) => [each.id, each]));
      return rows.map((row) => holds(filter, { ...byId.get(row.id), ...row, tags: byId.get(row.id)?.tags ?? [] }, now));
    },
  };
}

function withoutTags({ tags: _, ...row }: ListedCustomer): Omit<ListedCustomer, 'tags'> {
  return row;
}

/** Exact look-ups do not wait (rules.md 7): consistent reads of the match keys and of the customers. */
async function lookUp(world: World, caller: Caller, query: ListQuery): Promise<ListedCustomer[] | undefined> {
  const ids = await idsFor(world, query);
  if (ids === undefined) return undefined;
  const customers = await readCustomers(withConsistentReads(maskedOf(world.table)), [...new Set(ids)]);
  return customers
    .filter((customer) => customer.deletedAt === undefined && sees(caller, customer))
    .map((customer) => toListed({ key: customerKey(customer.id), item: slimOf(customer) }));
}

async function idsFor(world: World, query: ListQuery): Promise<string[] | undefined> {
  const { number, phone, email, externalId } = query;
  const { table } = world;
  const digest = async () => digestWith((await world.secrets()).matching);
  if (number !== undefined) return [await readNumberHolder(table, number)].filter((id) => id !== undefined);
  if (externalId !== undefined) {
    const [system = '', ...rest] = externalId.split(':');
    const holders = await readExternalHolders(table, await digest(), [{ system, id: rest.join(':') }], true);
    return holders.filter((id) => id !== undefined);
  }
  const facet =
    phone !== undefined
      ? ({ kind: 'phone', value: phone } as const)
      : email !== undefined
        ? ({ kind: 'email', value: foldEmail(email) } as const)
        : undefined;
  if (facet === undefined) return undefined;
  return (await readMatches(table, await digest(), facet, true)).map(({ customerId }) => customerId);
}
