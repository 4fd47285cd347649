import type { Message } from '#domain/mail/message.ts';
import { isAbout, type Whose } from '#domain/shared/whose.ts';
import { type MessagesPage, type Position, readMessage, readMessageIdsOf, readMessages } from './mail.ts';
import type { Table } from './table.ts';

/** What was written to the people themselves; what staff were sent stands under what it was about. */
export async function* mailsAbout(table: Table, whose: Whose): AsyncGenerator<Message> {
  for (const customerId of whose.customerIds) {
    for (const id of await readMessageIdsOf(table, customerId)) {
      const found = await readMessage(table, id);
      if (found !== undefined && 'contactId' in found.to && isAbout(whose, found.to.contactId)) yield found;
    }
  }
}

const pageSize = 200;

/** Whatever was written about one thing, to whomever: `tkt_…`, `fol_…`. */
export async function* mailIdsOf(table: Table, ref: string): AsyncGenerator<string> {
  let after: Position | undefined;
  do {
    const page: MessagesPage = await readMessages(table, { ref }, { limit: pageSize, after });
    for (const { id } of page.items) yield id;
    after = page.next;
  } while (after !== undefined);
}
