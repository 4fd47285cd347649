import { campaignContinued, campaignStarted } from '#events/campaigns.ts';
import { customerMerged, customerUnmerged, mergeSettled, personErased } from '#events/customers.ts';
import { mailFailed, mailSent } from '#events/mail.ts';
import { contracts } from '#functions/campaigns/contract.ts';
import type { Declaration } from '../declaration.ts';

export const campaigns: Declaration = {
  context: 'campaigns',
  contracts,
  http: { reads: ['customers'], secrets: true },
  subscriptions: [
    {
      name: 'on-campaign-started',
      events: [campaignStarted, campaignContinued],
      reads: ['customers'],
      secrets: true,
      persons: 'read',
      timeoutSeconds: 60,
      batchSize: 1,
    },
    { name: 'on-mail-outcome', events: [mailSent, mailFailed] },
    {
      name: 'on-customer-merged',
      events: [customerMerged, mergeSettled, customerUnmerged],
      reads: ['customers'],
      // A customer may have thousands of rows.
      timeoutSeconds: 300,
      batchSize: 1,
    },
    {
      name: 'on-person-erased',
      events: [personErased],
      reads: ['customers'],
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
};
