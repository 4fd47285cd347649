import { changeCampaign } from './change-campaign.ts';
import { createCampaign } from './create-campaign.ts';
import { getCampaign } from './get-campaign.ts';
import { getReconciliation } from './get-reconciliation.ts';
import { listCampaigns } from './list-campaigns.ts';
import { sendCampaign } from './send-campaign.ts';
import { showUnsubscribe } from './show-unsubscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

export const routes = [
  createCampaign,
  listCampaigns,
  getCampaign,
  changeCampaign,
  sendCampaign,
  getReconciliation,
  showUnsubscribe,
  unsubscribe,
];
