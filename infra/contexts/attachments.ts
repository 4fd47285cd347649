import { customerMerged, customerUnmerged, mergeSettled, personErased } from '#events/customers.ts';
import { contracts } from '#functions/attachments/contract.ts';
import type { Declaration } from '../declaration.ts';

export const attachments: Declaration = {
  context: 'attachments',
  contracts,
  // Rights to an attachment are those to what it belongs to. A link is good for what its signer may do.
  http: {
    reads: ['customers', 'members', 'activities', 'contracts', 'tickets'],
    attachments: ['s3:GetObject', 's3:PutObject'],
  },
  subscriptions: [
    {
      name: 'on-uploaded',
      events: [],
      attachmentObjects: true,
      attachments: ['s3:GetObject', 's3:DeleteObject'],
      // Each is held in memory whole.
      batchSize: 1,
      maxConcurrency: 5,
      memoryMb: 1024,
    },
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
      reads: ['customers', 'activities', 'tickets'],
      attachments: ['s3:DeleteObject'],
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
};
