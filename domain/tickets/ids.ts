/**
 * A ticket's id carries the place of its row: ten of its random characters are the last ten of its customer's id. So
 * one partition holds the tickets of a customer, both are found without an index, and opening a ticket pays for none.
 * Fifty bits keep customers apart; whoever shares them by chance shares a partition, not a list (store/tickets.ts).
 */
const timeLength = 10;
const placeLength = 10;
const prefixLength = 'tkt_'.length;

/** `fresh` is a new ticket id; what remains of its randomness keeps tickets of one customer and millisecond apart. */
export function ticketIdFor(fresh: string, customerId: string | undefined): string {
  if (customerId === undefined) return fresh;
  const head = fresh.slice(0, prefixLength + timeLength);
  return head + customerId.slice(-placeLength) + fresh.slice(prefixLength + timeLength + placeLength);
}

export function placeOfTicket(ticketId: string): string {
  return ticketId.slice(prefixLength + timeLength, prefixLength + timeLength + placeLength);
}

export function placeOfCustomer(customerId: string): string {
  return customerId.slice(-placeLength);
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** When the ticket was opened: the instant that every ULID begins with. */
export function openedAtOf(ticketId: string): string {
  let ms = 0;
  for (const digit of ticketId.slice(prefixLength, prefixLength + timeLength)) ms = ms * 32 + crockford.indexOf(digit);
  return new Date(ms).toISOString();
}
