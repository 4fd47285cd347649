import { start } from '#domain/campaigns/campaign.ts';
import { campaignStarted } from '#events/campaigns.ts';
import { route } from '#functions/http/contract.ts';
import { putCampaign } from '#store/campaigns.ts';
import { sendCampaignContract } from './contract.ts';
import { foundCampaign } from './found.ts';

export const sendCampaign = route(sendCampaignContract, async ({ params }, caller, world) => {
  const campaign = await foundCampaign(world.table, params.id);
  const started = start(campaign, { at: world.now.toISOString(), by: caller.memberId });
  const event = world.event(campaignStarted, started.id, { campaignId: started.id });
  return world.commit([putCampaign(started, [event])], started);
});
