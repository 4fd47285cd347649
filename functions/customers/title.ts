import type { Customer } from '#domain/customers/customer.ts';
import { readFollowUp } from '#store/activities.ts';
import { readContract } from '#store/contracts.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readTicket } from '#store/tickets.ts';
import type { News } from './news.ts';

/** The subject of what happened, read where the event (ids and facts only) does not say it. Never content. */
export async function readTitle(table: Table, customer: Customer, { words, refId, entry }: News): Promise<string> {
  if (words !== undefined) return words;
  switch (refId.slice(0, 3)) {
    case 'fol':
      return (await readFollowUp(table, refId))?.subject ?? '';
    case 'ctr': {
      const contract = await readContract(table, refId);
      return contract === undefined ? '' : `${contract.number} ${contract.title}`;
    }
    case 'tkt': {
      const ticket = await readTicket(table, refId);
      return ticket === undefined ? '' : `${ticket.number} ${ticket.subject}`;
    }
    default:
      if (entry?.kind !== 'customer.owner-changed') return customer.number;
      return (await readMember(table, customer.ownerId))?.name ?? '';
  }
}
