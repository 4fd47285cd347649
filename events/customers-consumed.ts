import {
  followUpCancelled,
  followUpChanged,
  followUpCompleted,
  followUpCreated,
  interactionCorrected,
  interactionRecorded,
} from './activities.ts';
import { campaignUnsubscribed } from './campaigns.ts';
import { contractChanged, contractEnded, contractRenewed, contractSigned } from './contracts.ts';
import {
  consentRecorded,
  customerChanged,
  customerCreated,
  customerDeleted,
  customerErased,
  customerMerged,
  customerOwnerChanged,
  customerRestored,
  customerUnmerged,
  mergeSettled,
} from './customers.ts';
import { mailSent } from './mail.ts';
import {
  ticketAnswered,
  ticketClosed,
  ticketOpened,
  ticketReopened,
  ticketResolved,
  ticketTargetBreached,
} from './tickets.ts';

/** Everything that shows on a timeline or in the figures (rules.md 3). */
export const timelineEvents = [
  customerCreated,
  customerChanged,
  customerOwnerChanged,
  customerDeleted,
  customerErased,
  customerRestored,
  customerMerged,
  customerUnmerged,
  consentRecorded,
  interactionRecorded,
  interactionCorrected,
  followUpCreated,
  followUpChanged,
  followUpCompleted,
  followUpCancelled,
  contractSigned,
  contractRenewed,
  contractChanged,
  contractEnded,
  ticketOpened,
  ticketAnswered,
  ticketResolved,
  ticketClosed,
  ticketReopened,
  ticketTargetBreached,
  mailSent,
  campaignUnsubscribed,
] as const;

/** Everything by which somebody is found, or found no more. */
export const searchableEvents = [
  customerCreated,
  customerChanged,
  customerOwnerChanged,
  customerDeleted,
  customerRestored,
  customerErased,
  // By then the contacts of the one are the other's; each of them was news of his own before.
  customerMerged,
  mergeSettled,
  customerUnmerged,
] as const;
