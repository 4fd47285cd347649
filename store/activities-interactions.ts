import { Interaction } from '#domain/activities/interaction.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import { behind, rowsOf } from './rows.ts';
import type { Expect, Table, Write } from './table.ts';

export function interactionKey(id: string): Key {
  return { pk: partition('activities', id), sk: 'interaction' };
}

function ofCustomer(customerId: string): string {
  return partition('activities', 'interactions', customerId);
}

/** 0.5 RRU up to 4 KB. */
export async function readInteraction(table: Table, id: string): Promise<Interaction | undefined> {
  const item = await table.get(interactionKey(id));
  return item === undefined ? undefined : Interaction.parse(item);
}

/** What was typed about a person stands in this one row; the index holds keys alone. */
export function putInteraction(interaction: Interaction, expect: Expect, events: readonly Event[]): Write {
  const { id, customerId, occurredAt } = interaction;
  return {
    op: 'put',
    key: interactionKey(id),
    item: interaction,
    gsi1: { pk: ofCustomer(customerId), sk: `${occurredAt}#${id}` },
    expect,
    events,
  };
}

/** The latest first: an index page and 0.5 RRU for each. */
export async function listInteractions(
  table: Table,
  customerId: string,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly items: readonly Interaction[]; readonly next: string | undefined }> {
  const page = await table.query({
    index: 'gsi1',
    pk: ofCustomer(customerId),
    descending: true,
    limit,
    ...(before === undefined ? {} : { to: upTo(before) }),
  });
  const rows = await table.getMany(page.items.map(({ key }) => key));
  const items = rows.filter((row) => row !== undefined).map((row) => Interaction.parse(row));
  return { items, next: page.next === undefined ? undefined : page.items.at(-1)?.indexSk };
}

/** The instant of the customer's latest interaction; 0.5 RRU. */
export async function readLastInteractionAt(table: Table, customerId: string): Promise<string | undefined> {
  const { items } = await table.query({ index: 'gsi1', pk: ofCustomer(customerId), descending: true, limit: 1 });
  return items[0]?.indexSk?.split('#')[0];
}

/** The greatest key below a key of ours, which all end in an id's character. */
function upTo(sortKey: string): string {
  const last = sortKey.slice(-1);
  return behind(sortKey.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) - 1));
}

/** Ids of all that name a customer. */
export async function readInteractionIdsOf(table: Table, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { indexSk = '' } of rowsOf(table, { index: 'gsi1', pk: ofCustomer(customerId), limit: 500 })) {
    ids.push(indexSk.split('#')[1] ?? '');
  }
  return ids;
}
