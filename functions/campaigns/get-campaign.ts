import { route } from '#functions/http/contract.ts';
import { getCampaignContract } from './contract.ts';
import { foundCampaign } from './found.ts';

export const getCampaign = route(getCampaignContract, ({ params }, _caller, { table }) =>
  foundCampaign(table, params.id),
);
