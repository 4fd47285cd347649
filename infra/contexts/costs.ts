import { contracts } from '#functions/costs/contract.ts';
import type { Declaration } from '../declaration.ts';

export const costs: Declaration = {
  context: 'costs',
  contracts,
  subscriptions: [{ name: 'on-records', events: [], costObjects: true }],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, costRecords: true, timeoutSeconds: 300, memoryMb: 1024 }],
};
