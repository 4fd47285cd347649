import { type Route, route } from '#functions/http/contract.ts';
import { answerSatisfaction } from './answer-satisfaction.ts';
import * as flow from './flow-contracts.ts';
import { linkTicket } from './link-ticket.ts';
import { mergeTicket } from './merge-ticket.ts';
import * as satisfaction from './satisfaction-contracts.ts';
import { showSatisfaction } from './show-satisfaction.ts';
import { unlinkTicket } from './unlink-ticket.ts';
import { unwatchTicket } from './unwatch-ticket.ts';
import { watchTicket } from './watch-ticket.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  route(flow.linkTicketContract, linkTicket),
  route(flow.unlinkTicketContract, unlinkTicket),
  route(flow.mergeTicketContract, mergeTicket),
  route(flow.watchTicketContract, watchTicket),
  route(flow.unwatchTicketContract, unwatchTicket),
  route(satisfaction.showSatisfactionContract, showSatisfaction),
  route(satisfaction.answerSatisfactionContract, answerSatisfaction),
];
