import { change } from '#domain/campaigns/campaign.ts';
import { route } from '#functions/http/contract.ts';
import { putCampaign } from '#store/campaigns.ts';
import { StaleWrite } from '#store/table.ts';
import { changeCampaignContract } from './contract.ts';
import { foundCampaign } from './found.ts';
import { fieldsFor } from './template-fields.ts';

export const changeCampaign = route(changeCampaignContract, async ({ params, body, ifMatch }, caller, world) => {
  const campaign = await foundCampaign(world.table, params.id);
  if (campaign.version !== ifMatch) throw new StaleWrite([]);
  const stamp = { at: world.now.toISOString(), by: caller.memberId };
  const changed = change(campaign, body, stamp, await fieldsFor(world.table, body.template));
  return world.commit([putCampaign(changed)], changed);
});
