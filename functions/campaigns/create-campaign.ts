import { create } from '#domain/campaigns/campaign.ts';
import { route } from '#functions/http/contract.ts';
import { putCampaign } from '#store/campaigns.ts';
import { createCampaignContract } from './contract.ts';
import { fieldsFor } from './template-fields.ts';

export const createCampaign = route(createCampaignContract, async ({ body }, caller, world) => {
  const stamp = { at: world.now.toISOString(), by: caller.memberId };
  const fields = await fieldsFor(world.table, body.template);
  const campaign = create(world.newId('cmp'), body, stamp, fields);
  return world.commit([putCampaign(campaign)], campaign);
});
