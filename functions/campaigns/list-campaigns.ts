import { CampaignId } from '#domain/shared/ids.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { listCampaigns as list } from '#store/campaigns.ts';
import { listCampaignsContract } from './contract.ts';

export const listCampaigns = route(listCampaignsContract, async ({ query }, _caller, { table }) => {
  const { items, more } = await list(table, query.limit, fromCursor(CampaignId, query.cursor));
  const last = items.at(-1);
  return { items, next: more && last !== undefined ? toCursor(last.id) : null };
});
