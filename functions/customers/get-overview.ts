import { seesContacts, seesHistory, toCustomerView } from '#domain/customers/view.ts';
import { route } from '#functions/http/contract.ts';
import { readOverview } from '#store/customers-pulse.ts';
import { movedOrNotFound, notFound, readView, sees, tableFor } from './access.ts';
import { getOverviewContract } from './customer-contracts.ts';
import { readGraded } from './field-values.ts';

export const getOverview = route(getOverviewContract, async ({ params }, caller, { table }) => {
  const view = await readView(table, caller, params.id);
  const found = await readOverview(tableFor(table, view), params.id);
  if (found === undefined) throw await movedOrNotFound(table, caller, params.id);
  if (!sees(caller, found.customer)) throw notFound();
  const { pulse, timeline } = found;
  const graded = await readGraded(table, view, found.customer);
  const lastFollowUpAt = pulse.lastFollowUpAt ?? undefined;
  const { mainContact, ...customer } = toCustomerView(found.customer, view, lastFollowUpAt, graded);
  return {
    customer,
    ...(seesContacts(view) && mainContact !== undefined ? { mainContact } : {}),
    ...(seesHistory(view) ? { pulse, timeline: [...timeline] } : {}),
  };
});
