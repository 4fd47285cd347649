import { type Route, route } from '#functions/http/contract.ts';
import { acknowledgeEscalation } from './acknowledge-escalation.ts';
import { addNote } from './add-note.ts';
import { assignTicket } from './assign-ticket.ts';
import { changeTicket } from './change-ticket.ts';
import { classifyTicket } from './classify-ticket.ts';
import { closeTicket } from './close-ticket.ts';
import * as flow from './flow-contracts.ts';
import { progressTicket } from './progress-ticket.ts';
import { recordCustomerMessage } from './record-customer-message.ts';
import { recordSatisfaction } from './record-satisfaction.ts';
import { reopenTicket } from './reopen-ticket.ts';
import { resumeTicket } from './resume-ticket.ts';
import * as tickets from './ticket-contracts.ts';
import { waitOnTicket } from './wait-on-ticket.ts';
import * as work from './work-contracts.ts';

export const routes: readonly Route[] = [
  route(tickets.changeTicketContract, changeTicket),
  route(tickets.assignTicketContract, assignTicket),
  route(work.addNoteContract, addNote),
  route(work.waitOnTicketContract, waitOnTicket),
  route(work.resumeTicketContract, resumeTicket),
  route(work.closeTicketContract, closeTicket),
  route(work.reopenTicketContract, reopenTicket),
  route(work.acknowledgeEscalationContract, acknowledgeEscalation),
  route(work.recordSatisfactionContract, recordSatisfaction),
  route(flow.classifyTicketContract, classifyTicket),
  route(flow.progressTicketContract, progressTicket),
  route(flow.recordCustomerMessageContract, recordCustomerMessage),
];
