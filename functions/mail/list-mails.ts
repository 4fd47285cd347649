import type { MessageSummary } from '#domain/mail/message.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { Position, readMessages } from '#store/mail.ts';
import type { Table } from '#store/table.ts';
import { visibleTo } from './access.ts';
import type { listMailsContract } from './contract.ts';

type About = Parameters<typeof readMessages>[1];

export const listMails: Operation<typeof listMailsContract> = async ({ query }, caller, world) => {
  const { customerId, ref = '', limit, cursor } = query;
  if (customerId !== undefined) await assertVisible(caller, customerId, world.table);
  const about = customerId === undefined ? { ref } : { customerId };
  const { items, next } = await fullPage(caller, about, world.table, limit, fromCursor(Position, cursor));
  return { items, next: next === undefined ? null : toCursor(next) };
};

async function assertVisible(caller: Caller, customerId: string, table: Table): Promise<void> {
  const seen = await visibleTo(caller, [{ to: { customerId, contactId: '' } }], table);
  if (seen.length === 0) throw new DomainError('missing', 'mail.not-found');
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
