import { count, type Reconciliation } from '#domain/campaigns/recipient.ts';
import { route } from '#functions/http/contract.ts';
import { recipientsOf } from '#store/campaigns.ts';
import { getReconciliationContract } from './contract.ts';
import { foundCampaign } from './found.ts';

export const getReconciliation = route(getReconciliationContract, async ({ params }, _caller, { table }) => {
  const { state } = await foundCampaign(table, params.id);
  let counted: Reconciliation = { audience: 0, states: {}, unsubscribed: 0 };
  for await (const recipients of recipientsOf(table, params.id)) counted = count(counted, recipients);
  return { state, ...counted };
});
