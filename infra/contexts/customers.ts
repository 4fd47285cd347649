import {
  followUpCancelled,
  followUpChanged,
  followUpCompleted,
  followUpCreated,
  interactionCorrected,
  interactionRecorded,
} from '#events/activities.ts';
import { campaignUnsubscribed } from '#events/campaigns.ts';
import { contractChanged, contractEnded, contractRenewed, contractSigned } from '#events/contracts.ts';
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
  importPartQueued,
  importStarted,
  importUndoStarted,
  mergeReported,
  mergeSettled,
  searchSnapshotOrdered,
} from '#events/customers.ts';
import { mailSent } from '#events/mail.ts';
import { memberChanged, memberDeactivated } from '#events/members.ts';
import {
  ticketAnswered,
  ticketClosed,
  ticketOpened,
  ticketReopened,
  ticketResolved,
  ticketTargetBreached,
} from '#events/tickets.ts';
import {
  contracts,
  exchangeContracts,
  qualityContracts,
  savedViewContracts,
  searchContracts,
} from '#functions/customers/contract.ts';
import type { Declaration } from '../declaration.ts';

export const customers: Declaration = {
  context: 'customers',
  contracts,
  http: { reads: ['members', 'activities', 'contracts', 'tickets', 'mail'], secrets: true },
  // All customers in memory, and a whole processor, which Lambda gives with 1,769 MB.
  beside: [
    {
      name: 'imports-exports',
      contracts: exchangeContracts,
      reads: ['members', 'activities', 'contracts', 'tickets'],
      secrets: true,
      files: true,
    },
    { name: 'quality', contracts: qualityContracts, reads: ['members'] },
    { name: 'views', contracts: savedViewContracts, reads: ['members'] },
    {
      name: 'search',
      contracts: searchContracts,
      searchSnapshot: 'read',
      readsOnly: true,
      memoryMb: 1769,
      timeoutSeconds: 20,
    },
  ],
  subscriptions: [
    {
      name: 'on-timeline',
      maxConcurrency: 4,
      batchSize: 40,
      reads: ['members', 'activities', 'contracts', 'tickets'],
      events: [
        customerCreated,
        customerChanged,
        customerOwnerChanged,
        customerDeleted,
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
      ],
    },
    // A member may own thousands of customers.
    { name: 'on-member', events: [memberChanged, memberDeactivated], reads: ['members'], timeoutSeconds: 300 },
    {
      name: 'on-import',
      events: [importStarted, importUndoStarted],
      files: true,
      batchSize: 1,
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
    {
      name: 'on-import-part',
      events: [importPartQueued],
      reads: ['members', 'activities', 'contracts', 'tickets'],
      secrets: true,
      files: true,
      // A part is some seconds of work, and a few at a time leave the table to those who wait for an answer.
      batchSize: 1,
      maxConcurrency: 4,
      timeoutSeconds: 60,
      memoryMb: 1024,
    },
    { name: 'on-campaign-unsubscribed', events: [campaignUnsubscribed] },
    {
      name: 'on-merge-reported',
      events: [mergeReported],
      reads: ['activities', 'contracts', 'tickets', 'mail', 'campaigns'],
    },
    {
      name: 'on-searchable',
      events: [
        customerCreated,
        customerChanged,
        customerOwnerChanged,
        customerDeleted,
        customerRestored,
        customerErased,
        customerMerged,
        mergeSettled,
        customerUnmerged,
      ],
    },
    // A snapshot of a million customers is held, merged and packed in memory; the first is read from all of them.
    {
      name: 'on-search-snapshot-ordered',
      events: [searchSnapshotOrdered],
      reads: ['members'],
      searchSnapshot: 'write',
      memoryMb: 3008,
      timeoutSeconds: 900,
      batchSize: 1,
    },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, secrets: true }],
};
