import * as z from 'zod';
import { find, type Position, type Scope } from '#domain/customers/search-find.ts';
import { toTerm } from '#domain/customers/search-text.ts';
import { toCustomerRow, viewOf } from '#domain/customers/view.ts';
import { type Caller, reach } from '#domain/shared/caller.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { customerKey, readCustomers, slimOf, toListed } from '#store/customers.ts';
import { maskedOf } from '#store/table.ts';
import { sees } from '../access.ts';
import { searchCustomersContract } from './search-contract.ts';
import type { SearchWorld } from './searcher.ts';

/** A cursor fits the search that it was made in. */
const Cursor = z.strictObject({ q: z.string(), rank: z.int(), ulid: z.string() });

/**
 * The index says who fits; who he is and whether the caller may see him is read from the customers themselves, so that
 * rights, names and the bin are never behind.
 */
export const searchCustomers = route(searchCustomersContract, async ({ query }, caller, world: SearchWorld) => {
  const { q, limit, cursor } = query;
  const view = viewOf(caller.role, false);
  const parts = await world.searcher.parts(world.table, world.now);
  const asked = { term: toTerm(q), view, scope: scopeOf(caller) };
  const found: { readonly row: ReturnType<typeof toListed>; readonly hit: Position }[] = [];
  const position = fromCursor(Cursor.extend({ q: z.literal(q) }), cursor);
  let after: Position | undefined = position;
  for (let isMore = true; isMore && found.length <= limit; ) {
    const hits = find(parts, { ...asked, after, limit: limit + 1 });
    const ids = hits.map(({ ulid }) => `cus_${ulid}`);
    const customers = new Map(
      (await readCustomers(maskedOf(world.table), ids)).map((customer) => [customer.id, customer]),
    );
    for (const hit of hits) {
      const customer = customers.get(`cus_${hit.ulid}`);
      if (customer === undefined || customer.deletedAt !== undefined || !sees(caller, customer)) continue;
      found.push({ hit, row: toListed({ key: customerKey(customer.id), item: slimOf(customer) }) });
    }
    after = hits.at(-1);
    isMore = hits.length > limit;
  }
  const last = found.length > limit ? found[limit - 1]?.hit : undefined;
  return {
    items: found.slice(0, limit).map(({ row }) => toCustomerRow(row, view)),
    next: last === undefined ? null : toCursor({ q, rank: last.rank, ulid: last.ulid }),
  };
});

/** As in lists (rules.md 1): all, his departments' and his own, or his own. */
function scopeOf(caller: Caller): Scope {
  const reached = reach(caller, 'customers.read');
  if (reached === 'all') return 'all';
  const isWide = reached === 'department' && caller.departments !== 'all';
  return { memberId: caller.memberId, departments: isWide ? [...caller.departments] : [] };
}
