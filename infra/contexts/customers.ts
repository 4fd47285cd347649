import { campaignUnsubscribed } from '#events/campaigns.ts';
import {
  accessExportRequested,
  bulkEditContinued,
  bulkEditPartQueued,
  bulkEditRequested,
  customerOwnerChanged,
  erasureReported,
  exportContinued,
  exportRequested,
  importPartQueued,
  importStarted,
  importUndoStarted,
  mergeReported,
  personErased,
  searchSnapshotOrdered,
} from '#events/customers.ts';
import { searchableEvents, timelineEvents } from '#events/customers-consumed.ts';
import { mailFailed } from '#events/mail.ts';
import { memberChanged, memberDeactivated } from '#events/members.ts';
import {
  bulkEditContracts,
  contracts,
  exportContracts,
  importContracts,
  noteContracts,
  personContracts,
  qualityContracts,
  savedViewContracts,
  searchContracts,
} from '#functions/customers/contract.ts';
import type { Declaration } from '../declaration.ts';

export const customers: Declaration = {
  context: 'customers',
  contracts,
  http: {
    reads: ['members', 'activities', 'contracts', 'tickets', 'mail', 'attachments'],
    secrets: true,
    persons: 'write',
  },
  // All customers in memory, and a whole processor, which Lambda gives with 1,769 MB.
  beside: [
    {
      name: 'imports',
      contracts: importContracts,
      reads: ['members', 'activities', 'contracts', 'tickets'],
      secrets: true,
      files: true,
    },
    {
      name: 'exports',
      contracts: exportContracts,
      reads: ['members', 'activities', 'contracts', 'tickets'],
      secrets: true,
      files: true,
      // A look-up that is exported names a person.
      persons: 'write',
    },
    {
      name: 'persons',
      contracts: personContracts,
      reads: ['members', 'activities', 'contracts', 'tickets', 'mail', 'campaigns', 'attachments'],
      secrets: true,
      files: true,
      persons: 'write',
    },
    { name: 'quality', contracts: qualityContracts, reads: ['members'], persons: 'write' },
    { name: 'views', contracts: savedViewContracts, reads: ['members'] },
    {
      name: 'bulk-edits',
      contracts: bulkEditContracts,
      reads: ['members', 'tickets'],
      secrets: true,
      persons: 'write',
    },
    { name: 'notes', contracts: noteContracts, reads: ['members', 'tickets'], persons: 'write' },
    {
      name: 'search',
      contracts: searchContracts,
      searchSnapshot: 'read',
      readsOnly: true,
      persons: 'read',
      memoryMb: 1769,
      timeoutSeconds: 20,
    },
  ],
  subscriptions: [
    {
      name: 'on-timeline',
      apart: true,
      maxConcurrency: 4,
      batchSize: 40,
      reads: ['members', 'activities', 'contracts', 'tickets'],
      events: timelineEvents,
    },
    // A member may own thousands of customers.
    {
      name: 'on-member',
      events: [memberChanged, memberDeactivated, customerOwnerChanged],
      reads: ['members'],
      timeoutSeconds: 300,
    },
    {
      name: 'on-import',
      events: [importStarted, importUndoStarted],
      files: true,
      batchSize: 1,
      maxConcurrency: 2,
      timeoutSeconds: 300,
      memoryMb: 1024,
    },
    {
      name: 'on-import-part',
      events: [importPartQueued],
      persons: 'write',
      reads: ['members', 'activities', 'contracts', 'tickets'],
      secrets: true,
      files: true,
      // A part is some seconds of work, and a few at a time leave the table to those who wait for an answer.
      batchSize: 1,
      maxConcurrency: 4,
      timeoutSeconds: 60,
      memoryMb: 1024,
    },
    {
      name: 'on-export',
      events: [exportRequested, exportContinued, accessExportRequested],
      reads: ['members', 'activities', 'contracts', 'tickets', 'mail', 'campaigns', 'attachments'],
      persons: 'read',
      secrets: true,
      files: true,
      batchSize: 1,
      maxConcurrency: 2,
      timeoutSeconds: 120,
      memoryMb: 1024,
    },
    {
      name: 'on-bulk-edit',
      events: [bulkEditRequested, bulkEditContinued, bulkEditPartQueued],
      reads: ['members', 'tickets'],
      secrets: true,
      persons: 'write',
      apart: true,
      // As with imports: some seconds of work, and a few at a time leave the table to those who wait for an answer.
      batchSize: 1,
      maxConcurrency: 4,
      timeoutSeconds: 60,
      memoryMb: 1024,
    },
    { name: 'on-campaign-unsubscribed', events: [campaignUnsubscribed] },
    { name: 'on-mail-failed', events: [mailFailed] },
    {
      name: 'on-merge-reported',
      events: [mergeReported],
      reads: ['activities', 'contracts', 'tickets', 'mail', 'campaigns', 'attachments'],
    },
    // A customer may have thousands of rows.
    {
      name: 'on-erasure',
      events: [personErased, erasureReported],
      reads: ['tickets'],
      persons: 'write',
      secrets: true,
      timeoutSeconds: 300,
      batchSize: 1,
    },
    {
      name: 'on-searchable',
      batchSize: 100,
      maxConcurrency: 2,
      events: searchableEvents,
    },
    // A snapshot of a million customers is held, merged and packed in memory; the first is read from all of them.
    {
      name: 'on-search-snapshot-ordered',
      events: [searchSnapshotOrdered],
      reads: ['members'],
      searchSnapshot: 'write',
      persons: 'read',
      memoryMb: 3008,
      timeoutSeconds: 900,
      batchSize: 1,
    },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, secrets: true, persons: 'write' }],
};
