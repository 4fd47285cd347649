import { customerMerged, customerOwnerChanged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { contracts as routes } from '#functions/contracts/contract.ts';
import type { Declaration } from '../declaration.ts';

export const contracts: Declaration = {
  context: 'contracts',
  contracts: routes,
  http: { reads: ['customers', 'members'], persons: 'read' },
  subscriptions: [
    { name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated], reads: ['customers', 'members'] },
    {
      name: 'on-customer-merged',
      events: [customerMerged, mergeSettled, customerUnmerged],
      reads: ['customers'],
      // A customer may have thousands of rows.
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, reads: ['customers', 'members'] }],
};
