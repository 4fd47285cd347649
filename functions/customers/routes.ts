import type { Route } from '#functions/http/contract.ts';
import { addContact } from './add-contact.ts';
import { archiveContact } from './archive-contact.ts';
import { createCustomer } from './create-customer.ts';
import { deleteCollaborator } from './delete-collaborator.ts';
import { deleteCustomer } from './delete-customer.ts';
import { getDuplicateScan } from './duplicates/get-duplicate-scan.ts';
import { scanDuplicates } from './duplicates/scan-duplicates.ts';
import { getContact } from './get-contact.ts';
import { getCustomer } from './get-customer.ts';
import { getOverview } from './get-overview.ts';
import { getTimeline } from './get-timeline.ts';
import { handOverCustomer } from './hand-over-customer.ts';
import { listConsents } from './list-consents.ts';
import { listContacts } from './list-contacts.ts';
import { listCustomers } from './list-customers.ts';
import { listHandOvers } from './list-hand-overs.ts';
import { createMerge } from './merges/create-merge.ts';
import { getMerge } from './merges/get-merge.ts';
import { revertMerge } from './merges/revert-merge.ts';
import { patchContact } from './patch-contact.ts';
import { patchCustomer } from './patch-customer.ts';
import { putCollaborator } from './put-collaborator.ts';
import { recordConsent } from './record-consent.ts';
import { restoreCustomer } from './restore-customer.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  createCustomer,
  listCustomers,
  getCustomer,
  patchCustomer,
  deleteCustomer,
  restoreCustomer,
  handOverCustomer,
  putCollaborator,
  deleteCollaborator,
  getOverview,
  getTimeline,
  listHandOvers,
  addContact,
  listContacts,
  getContact,
  patchContact,
  archiveContact,
  recordConsent,
  listConsents,
  createMerge,
  getMerge,
  revertMerge,
  scanDuplicates,
  getDuplicateScan,
];
