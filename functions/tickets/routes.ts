import { type Route, route } from '#functions/http/contract.ts';
import { acknowledgeEscalation } from './acknowledge-escalation.ts';
import { addNote } from './add-note.ts';
import { assignTicket } from './assign-ticket.ts';
import { changeTicket } from './change-ticket.ts';
import { closeTicket } from './close-ticket.ts';
import * as contract from './contract.ts';
import { createTicket } from './create-ticket.ts';
import { getSla } from './get-sla.ts';
import { getTicket } from './get-ticket.ts';
import { listMessages } from './list-messages.ts';
import { listTickets } from './list-tickets.ts';
import { recordSatisfaction } from './record-satisfaction.ts';
import { reopenTicket } from './reopen-ticket.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { respondToTicket } from './respond-to-ticket.ts';
import { resumeTicket } from './resume-ticket.ts';
import { waitOnTicket } from './wait-on-ticket.ts';

export const routes: readonly Route[] = [
  route(contract.createTicketContract, createTicket),
  route(contract.listTicketsContract, listTickets),
  route(contract.getTicketContract, getTicket),
  route(contract.changeTicketContract, changeTicket),
  route(contract.assignTicketContract, assignTicket),
  route(contract.respondToTicketContract, respondToTicket),
  route(contract.addNoteContract, addNote),
  route(contract.listMessagesContract, listMessages),
  route(contract.waitOnTicketContract, waitOnTicket),
  route(contract.resumeTicketContract, resumeTicket),
  route(contract.resolveTicketContract, resolveTicket),
  route(contract.closeTicketContract, closeTicket),
  route(contract.reopenTicketContract, reopenTicket),
  route(contract.acknowledgeEscalationContract, acknowledgeEscalation),
  route(contract.recordSatisfactionContract, recordSatisfaction),
  route(contract.getSlaContract, getSla),
];
