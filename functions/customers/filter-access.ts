import { asksOwn, assertMayAsk, assertMayAskOwn, type Filter } from '#domain/customers/filter.ts';
import { viewOf } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { readFields } from '#store/customers-fields.ts';
import type { Table } from '#store/table.ts';

/** What the caller may not see he may not ask for either. Definitions are read only where own fields are asked: 0.5 RRU. */
export async function assertFilter(table: Table, caller: Caller, filter: Filter, pointer: string): Promise<void> {
  const view = viewOf(caller.role, false);
  assertMayAsk(filter, view, pointer);
  if (asksOwn(filter)) assertMayAskOwn(filter, await readFields(table), view, pointer);
}
