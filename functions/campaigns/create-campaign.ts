import { create } from '#domain/campaigns/campaign.ts';
import { route } from '#functions/http/contract.ts';
import { putCampaign } from '#store/campaigns.ts';
import { createCampaignContract } from './contract.ts';

export const createCampaign = route(createCampaignContract, async ({ body }, caller, world) => {
  const campaign = create(world.newId('cmp'), body, { at: world.now.toISOString(), by: caller.memberId });
  return world.commit([putCampaign(campaign)], campaign);
});
