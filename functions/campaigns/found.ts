import type { Campaign } from '#domain/campaigns/campaign.ts';
import { DomainError } from '#domain/shared/error.ts';
import { readCampaign } from '#store/campaigns.ts';
import type { Table } from '#store/table.ts';

/** The campaign of the path, or 404. */
export async function foundCampaign(table: Table, id: string): Promise<Campaign> {
  const campaign = await readCampaign(table, id);
  if (campaign === undefined) throw new DomainError('missing', 'campaigns.not-found');
  return campaign;
}
