import { type Route, route } from '#functions/http/contract.ts';
import { cancelFollowUp } from './cancel-follow-up.ts';
import { changeFollowUp } from './change-follow-up.ts';
import { completeFollowUp } from './complete-follow-up.ts';
import { correctInteraction } from './correct-interaction.ts';
import { createFollowUp } from './create-follow-up.ts';
import {
  cancelFollowUpContract,
  changeFollowUpContract,
  completeFollowUpContract,
  createFollowUpContract,
  getFollowUpContract,
  listFollowUpsContract,
} from './follow-up-contracts.ts';
import { getFollowUp } from './get-follow-up.ts';
import { getInteraction } from './get-interaction.ts';
import {
  correctInteractionContract,
  getInteractionContract,
  listInteractionsContract,
  recordInteractionContract,
} from './interaction-contracts.ts';
import { listFollowUps } from './list-follow-ups.ts';
import { listInteractions } from './list-interactions.ts';
import { recordInteraction } from './record-interaction.ts';

export const routes: readonly Route[] = [
  route(recordInteractionContract, recordInteraction),
  route(listInteractionsContract, listInteractions),
  route(getInteractionContract, getInteraction),
  route(correctInteractionContract, correctInteraction),
  route(createFollowUpContract, createFollowUp),
  route(getFollowUpContract, getFollowUp),
  route(listFollowUpsContract, listFollowUps),
  route(changeFollowUpContract, changeFollowUp),
  route(completeFollowUpContract, completeFollowUp),
  route(cancelFollowUpContract, cancelFollowUp),
];
