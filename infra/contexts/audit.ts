import { contracts } from '#functions/audit/contract.ts';
import type { Declaration } from '../declaration.ts';

export const audit: Declaration = {
  context: 'audit',
  contracts,
  // A check asks of each item whether it stands as the end of its chain says.
  http: {
    reads: ['members', 'customers', 'activities', 'contracts', 'tickets', 'campaigns'],
    secrets: true,
    readsOnly: true,
  },
  follower: { name: 'record-changes', attribute: 'audit', secrets: true, batchWrites: true },
};
