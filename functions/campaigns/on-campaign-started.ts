import { campaignContinued, campaignStarted } from '#events/campaigns.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { gather } from './gather.ts';

/** Gathers the audience a part at a time; each part announces the next, so no invocation runs long and none is lost. */
export const handler = subscription(
  {
    context: 'campaigns',
    name: 'on-campaign-started',
    events: [campaignStarted, campaignContinued],
    means: { persons, secrets: readSecrets },
  },
  ({ detail }, world) => gather(detail.campaignId, world),
);
