import type { MessageSummary } from '#domain/mail/message.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readCustomer } from '#store/customers.ts';
import { Position, readMessages } from '#store/mail.ts';
import type { Table } from '#store/table.ts';
import { visibleTo } from './access.ts';
import type { listMailsContract } from './contract.ts';

type About = Parameters<typeof readMessages>[1];

export const listMails: Operation<typeof listMailsContract> = async ({ query }, caller, world) => {
  const { customerId, ref = '', limit, cursor } = query;
  if (customerId !== undefined) await assertVisible(caller, customerId, world.table);
  const about = customerId === undefined ? { ref } : { customerId };
  const from = fromCursor(Position, cursor);
  const page = await fullPage(caller, about, world.table, limit, from);
  const { items, next } =
    page.items.length > 0 ? page : await ofSurvivor(caller, about, world.table, limit, from, page);
  return { items, next: next === undefined ? null : toCursor(next) };
};

async function assertVisible(caller: Caller, customerId: string, table: Table): Promise<void> {
  const seen = await visibleTo(caller, [{ to: { customerId, contactId: '' } }], table);
  if (seen.length === 0) throw new DomainError('missing', 'mail.not-found');
}

/** Where there is nothing under an id it may be the old one of who was merged. */
async function ofSurvivor(
  caller: Caller,
  about: About,
  table: Table,
  limit: number,
  from: Position | undefined,
  empty: Awaited<ReturnType<typeof fullPage>>,
) {
  const survivor = 'customerId' in about ? await readCustomer(table, about.customerId) : undefined;
  if (survivor === undefined || !('customerId' in about) || survivor.id === about.customerId) return empty;
  return fullPage(caller, { customerId: survivor.id }, table, limit, from);
}

/** A page is filled before it is answered: what the caller may not see leaves no gap. */
async function fullPage(caller: Caller, about: About, table: Table, limit: number, from: Position | undefined) {
  const items: MessageSummary[] = [];
  let after = from;
  do {
    const page = await readMessages(table, about, { limit: limit - items.length, after });
    items.push(...(await visibleTo(caller, page.items, table)));
    after = page.next;
  } while (after !== undefined && items.length < limit);
  return { items, next: after };
}
