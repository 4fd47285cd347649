import { campaignContinued, campaignStarted } from '#events/campaigns.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { gather } from './gather.ts';

/** Gathers the audience a part at a time; each part announces the next, so no invocation runs long and none is lost. */
export const handler = subscription(
  { context: 'campaigns', name: 'on-campaign-started', events: [campaignStarted, campaignContinued] },
  ({ detail }, world) => gather(detail.campaignId, world),
);
