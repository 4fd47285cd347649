import { Contract, type ContractSummary, currentTerm } from '#domain/contracts/contract.ts';
import { type ContractState, contractStates } from '#domain/contracts/kind.ts';
import { nextStep } from '#domain/contracts/rules.ts';
import type { Event } from '#events/define.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import { removal } from './removals.ts';
import { behind, firstOf, merged, rowsOf } from './rows.ts';
import type { Expect, Found, Item, Table, Write } from './table.ts';

export function contractKey(id: string): Key {
  return { pk: partition('contracts', id), sk: 'contract' };
}

/** The sequence behind `HT202611001`. */
export function numberKey(month: string): Key {
  return { pk: partition('contracts', 'number', month), sk: 'number' };
}

/** Whose contracts: an owner's, a customer's, or the company's. */
export type Whose = { readonly ownerId: string } | { readonly customerId: string } | 'all';

function listPartition(whose: Whose, state: ContractState): string {
  if (whose === 'all') return partition('contracts', 'all', state);
  return 'ownerId' in whose
    ? partition('contracts', 'owner', whose.ownerId, state)
    : partition('contracts', 'customer', whose.customerId, state);
}

/** 0.5 RRU. */
export async function readContract(table: Table, id: string): Promise<Contract | undefined> {
  const item = await table.get(contractKey(id));
  return item === undefined ? undefined : toContract(item);
}

export function toContract({ amount: _, startsOn: __, endsOn: ___, ...item }: Item): Contract {
  return Contract.parse(item);
}

/** One PutItem. A reminder leaves the three lists as they are: state and dates are their keys, versions are not in them. */
export function putContract(contract: Contract, expect: Expect, events: readonly Event[]): Write {
  const { customerId, ownerId, number, kind, title, state, ...item } = contract;
  const { startsOn, endsOn, amount } = currentTerm(contract);
  const next = nextStep(contract);
  const place = (whose: Whose): Key => ({ pk: listPartition(whose, state), sk: `${endsOn}#${contract.id}` });
  return {
    op: 'put',
    key: contractKey(contract.id),
    item,
    slim: { customerId, ownerId, number, kind, title, state, amount, startsOn },
    gsi1: place({ ownerId }),
    gsi2: place({ customerId }),
    gsi3: place('all'),
    ...(next === undefined ? {} : { agenda: agendaKey('contracts', next.at.toISOString(), contract.id) }),
    expect,
    events,
  };
}

/** A draft that is thrown away. */
export function deleteContract({ id, version, customerId }: Contract): readonly Write[] {
  return removal(contractKey(id), version, { customerId });
}

export interface ContractsAsked {
  readonly state?: ContractState | undefined;
  readonly endsFrom?: string | undefined;
  readonly endsTo?: string | undefined;
  readonly limit: number;
  /** Sort key of the last entry already given. */
  readonly after?: string | undefined;
  /** Only those of these owners; a page is filled however few they are. */
  readonly owners?: ReadonlySet<string> | undefined;
}

/** By the day on which they end. One RRU for about 25. */
export function listContracts(
  table: Table,
  whose: Whose,
  { state, endsFrom, endsTo, limit, after, owners }: ContractsAsked,
): Promise<{ readonly items: ContractSummary[]; readonly next: string | undefined }> {
  const index = whose === 'all' ? 'gsi3' : 'ownerId' in whose ? 'gsi1' : 'gsi2';
  const lower = [endsFrom, after === undefined ? undefined : behind(after)]
    .filter((each) => each !== undefined)
    .toSorted()
    .at(-1);
  const range = {
    ...(lower === undefined ? {} : { from: lower }),
    ...(endsTo === undefined ? {} : { to: `${endsTo}#~` }),
  };
  const sources = (state === undefined ? contractStates : [state]).map((each) =>
    rowsOf(table, { index, pk: listPartition(whose, each), limit: Math.min(limit, 200), ...range }),
  );
  return firstOf(merged(sources), limit, (row) => {
    const summary = summaryOf(row);
    return owners === undefined || owners.has(summary.ownerId) ? summary : undefined;
  });
}

function summaryOf({ item, indexSk = '' }: Found): ContractSummary {
  const [endsOn = '', id = ''] = indexSk.split('#');
  return { ...(item as Omit<ContractSummary, 'id' | 'endsOn'>), id, endsOn };
}

/** Running contracts of an owner or with a customer; one more than the limit tells "more". */
export async function readRunningContractsOf(
  table: Table,
  whose: { readonly ownerId: string } | { readonly customerId: string },
  limit: number,
): Promise<readonly ContractSummary[]> {
  return (await listContracts(table, whose, { state: 'running', limit })).items;
}

/** What changes hands with an owner: what runs and what is drafted. */
export async function readOpenContractsOf(
  table: Table,
  whose: { readonly ownerId: string } | { readonly customerId: string },
  limit: number,
): Promise<readonly ContractSummary[]> {
  const [drafts, running] = await Promise.all([
    listContracts(table, whose, { state: 'draft', limit }),
    listContracts(table, whose, { state: 'running', limit }),
  ]);
  return [...drafts.items, ...running.items];
}

/** Ids of all with a customer, whatever their state. */
export async function readContractIdsOf(table: Table, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for (const state of contractStates) {
    const rows = rowsOf(table, { index: 'gsi2', pk: listPartition({ customerId }, state), limit: 500 });
    for await (const row of rows) ids.push(summaryOf(row).id);
  }
  return ids;
}
