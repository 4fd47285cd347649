import {
  customerCreated,
  customerDeleted,
  customerErased,
  customerOwnerChanged,
  customerRestored,
} from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { contracts } from '#functions/activities/contract.ts';
import type { Declaration } from '../declaration.ts';

export const activities: Declaration = {
  context: 'activities',
  contracts,
  http: { reads: ['customers', 'members'] },
  subscriptions: [
    {
      name: 'on-customer',
      reads: ['members'],
      events: [customerCreated, customerOwnerChanged, customerDeleted, customerRestored, customerErased],
    },
    { name: 'on-owner-change', events: [customerOwnerChanged, memberDeactivated], reads: ['customers', 'members'] },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, reads: ['members'] }],
};
