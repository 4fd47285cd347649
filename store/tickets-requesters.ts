import { foldEmail } from '#domain/shared/email.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { Digest } from './customers-matching.ts';
import { partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Table, Write } from './table.ts';

/** An address as it stands in keys: the same as the match key of a contact who has it. */
export function emailKeyOf(digest: Digest, email: string): string {
  return digest('email', foldEmail(email));
}

function requesterPartition(emailKey: string): string {
  return partition('tickets', 'requester', emailKey);
}

/** Not the sort key of a ticket itself: what stands here is no ticket, and nobody's to audit. */
const placePrefix = 'ticket#';

/** By it a ticket is found by the address of whoever asked and was no contact. It names nobody, and stays. 1 WRU. */
export function putRequesterPlace(digest: Digest, { id, requester }: Ticket): Write[] {
  if (requester === undefined) return [];
  const pk = requesterPartition(emailKeyOf(digest, requester.email));
  return [{ op: 'put', key: { pk, sk: placePrefix + id }, item: { version: 1 }, expect: 'absent' }];
}

/** Ids of all that somebody with this address ever asked so, erased or not. 0.5 RRU for about 60. */
export async function* ticketIdsOfRequester(table: Table, emailKey: string): AsyncGenerator<string> {
  for await (const { key } of rowsOf(table, { pk: requesterPartition(emailKey), limit: 100 })) {
    yield key.sk.slice(placePrefix.length);
  }
}
