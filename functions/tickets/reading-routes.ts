import { type Route, route } from '#functions/http/contract.ts';
import { getTicketFigures } from './get-figures.ts';
import { getTicketFiguresContract } from './get-figures-contract.ts';
import { getSatisfaction } from './get-satisfaction.ts';
import { getSla } from './get-sla.ts';
import { getSlaContract } from './get-sla-contract.ts';
import { getTicket } from './get-ticket.ts';
import { listMessages } from './list-messages.ts';
import { listTickets } from './list-tickets.ts';
import { getTicketQueue, putTicketQueue, suggestAssignees } from './queues.ts';
import { getSatisfactionContract } from './satisfaction-contracts.ts';
import * as tickets from './ticket-contracts.ts';
import * as work from './work-contracts.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  route(tickets.listTicketsContract, listTickets),
  route(tickets.getTicketContract, getTicket),
  route(work.listMessagesContract, listMessages),
  route(getSlaContract, getSla),
  route(getSatisfactionContract, getSatisfaction),
  getTicketQueue,
  putTicketQueue,
  suggestAssignees,
  route(getTicketFiguresContract, getTicketFigures),
];
