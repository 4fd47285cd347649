import { type Route, route } from '#functions/http/contract.ts';
import { createTicket } from './create-ticket.ts';
import { splitTicketContract } from './flow-contracts.ts';
import { splitTicket } from './split-ticket.ts';
import { createTicketContract } from './ticket-contracts.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  route(createTicketContract, createTicket),
  route(splitTicketContract, splitTicket),
];
