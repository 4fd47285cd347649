import {
  customerCreated,
  customerDeleted,
  customerErased,
  customerMerged,
  customerOwnerChanged,
  customerRestored,
  customerUnmerged,
  mergeSettled,
  personErased,
} from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { contracts } from '#functions/activities/contract.ts';
import type { Declaration } from '../declaration.ts';

export const activities: Declaration = {
  context: 'activities',
  contracts,
  http: { reads: ['customers', 'members'], persons: 'read' },
  subscriptions: [
    {
      name: 'on-customer',
      batchSize: 100,
      maxConcurrency: 2,
      reads: ['members'],
      events: [customerCreated, customerOwnerChanged, customerDeleted, customerRestored, customerErased],
    },
    { name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated], reads: ['customers', 'members'] },
    {
      name: 'on-customer-merged',
      events: [customerMerged, mergeSettled, customerUnmerged],
      reads: ['customers'],
      // A customer may have thousands of rows.
      timeoutSeconds: 300,
      batchSize: 1,
    },
    {
      name: 'on-person-erased',
      events: [personErased],
      reads: ['customers'],
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, reads: ['members'] }],
};
