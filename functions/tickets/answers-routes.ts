import { type Route, route } from '#functions/http/contract.ts';
import { fillCannedAnswer } from './fill-canned-answer.ts';
import { listCannedAnswers } from './list-canned-answers.ts';
import {
  archiveCannedAnswer,
  changeCannedAnswer,
  createCannedAnswer,
  getCannedAnswer,
  restoreCannedAnswer,
} from './manage-canned-answers.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { respondToTicket } from './respond-to-ticket.ts';
import { resolveTicketContract, respondToTicketContract } from './work-contracts.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  route(respondToTicketContract, respondToTicket),
  route(resolveTicketContract, resolveTicket),
  createCannedAnswer,
  listCannedAnswers,
  getCannedAnswer,
  changeCannedAnswer,
  archiveCannedAnswer,
  restoreCannedAnswer,
  fillCannedAnswer,
];
