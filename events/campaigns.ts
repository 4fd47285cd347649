import * as z from 'zod';
import { CampaignId, ContactId, CustomerId } from '#domain/shared/ids.ts';
import { defineEvent } from './define.ts';

const campaignId = 'cmp_00000000000000000000000001';

export const campaignStarted = defineEvent({
  context: 'campaigns',
  type: 'campaign.started',
  version: 1,
  summary: 'A campaign was sent off: its audience is now gathered and written to.',
  detail: z.object({ campaignId: CampaignId }),
  example: { campaignId },
});

export const campaignContinued = defineEvent({
  context: 'campaigns',
  type: 'campaign.continued',
  version: 1,
  summary: 'A part of the audience was gathered; the next part begins where this one ended.',
  detail: z.object({ campaignId: CampaignId }),
  example: { campaignId },
});

export const campaignCompleted = defineEvent({
  context: 'campaigns',
  type: 'campaign.completed',
  version: 1,
  summary: 'Everybody in the audience has been looked at and, where allowed, handed to mail.',
  detail: z.object({ campaignId: CampaignId }),
  example: { campaignId },
});

export const campaignUnsubscribed = defineEvent({
  context: 'campaigns',
  type: 'campaign.unsubscribed',
  version: 1,
  summary: 'A recipient withdrew consent through the link in a campaign mail (RFC 8058).',
  detail: z.object({ campaignId: CampaignId, customerId: CustomerId, contactId: ContactId }),
  example: {
    campaignId,
    customerId: 'cus_00000000000000000000000001',
    contactId: 'con_00000000000000000000000001',
  },
});
