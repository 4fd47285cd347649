import { inForce } from '#domain/customers/consent.ts';
import { ConsentId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readConsents, readConsentsUntil } from '#store/customers-contacts.ts';
import { assertSeesHistory, readView, readVisible } from './access.ts';
import { listConsentsContract } from './contact-contracts.ts';

export const listConsents = route(listConsentsContract, async ({ params, query }, caller, { table }) => {
  const { id } = await readVisible(table, caller, params.id);
  assertSeesHistory(await readView(table, caller, id));
  const { asOf, limit, cursor } = query;
  const after = fromCursor(ConsentId, cursor);
  if (asOf !== undefined) {
    const items = inForce(await readConsentsUntil(table, id, asOf))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1))
      .filter((consent) => after === undefined || consent.id < after);
    const last = items[limit - 1];
    return { items: items.slice(0, limit), next: items.length > limit && last ? toCursor(last.id) : null };
  }
  const { items, next } = await readConsents(table, id, { limit, after });
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
});
