import type { Contact } from '#domain/customers/contact.ts';
import { seesContacts, toContactView } from '#domain/customers/view.ts';
import { DomainError } from '#domain/shared/error.ts';
import { ContactId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { readContacts } from '#store/customers-contacts.ts';
import type { Table } from '#store/table.ts';
import { readView, readVisible, tableFor } from './access.ts';
import { listContactsContract } from './contact-contracts.ts';

/** The main contact is the first of the first page. */
export const listContacts = route(listContactsContract, async ({ params, query }, caller, { table }) => {
  const view = await readView(table, caller, params.id);
  const persons = tableFor(table, view);
  const { id: customerId, mainContact } = await readVisible(persons, caller, params.id);
  if (!seesContacts(view)) throw new DomainError('forbidden', 'customers.card-only');
  const after = fromCursor(ContactId, query.cursor);
  const first = after === undefined ? [mainContact] : [];
  const isShown = ({ archivedAt }: Contact): boolean => query.archived === 'true' || archivedAt === undefined;
  const others = await readShown(persons, customerId, isShown, { limit: query.limit + 1 - first.length, after });
  const contacts = [...first, ...others].slice(0, query.limit);
  const last = contacts.at(-1);
  const hasMore = first.length + others.length > query.limit;
  return {
    items: contacts.map((contact) => toContactView(contact, { customerId, main: contact === mainContact }, view)),
    next: hasMore && last !== undefined ? toCursor(last === mainContact ? lowest : last.id) : null,
  };
});

/** Before every other contact. */
const lowest = `con_${'0'.repeat(26)}`;

async function readShown(
  table: Table,
  customerId: string,
  isShown: (contact: Contact) => boolean,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<Contact[]> {
  const shown: Contact[] = [];
  let position = after;
  do {
    const page = await readContacts(table, customerId, { limit: Math.max(limit, 1), after: position });
    shown.push(...page.items.filter(isShown));
    position = page.next;
  } while (position !== undefined && shown.length < limit);
  return shown.slice(0, limit);
}
