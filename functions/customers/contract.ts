import type { Contract } from '#functions/http/contract.ts';
import { bulkEditContracts } from './bulk-edits/bulk-edit-contracts.ts';
import { contactContracts } from './contact-contracts.ts';
import { customerContracts } from './customer-contracts.ts';
import { scanContracts } from './duplicates/scan-contracts.ts';
import { exportContracts } from './exports/export-contracts.ts';
import { listHandOversContract } from './hand-over-contracts.ts';
import { importContracts } from './imports/import-contracts.ts';
import { mergeContracts } from './merges/merge-contracts.ts';
import { noteContracts } from './notes/note-contracts.ts';
import { accessExportContracts } from './persons/access-export-contracts.ts';
import { erasureContracts } from './persons/erasure-contracts.ts';
import { revealCustomerContract } from './persons/reveal-contracts.ts';
import { qualityContracts } from './quality/quality-contracts.ts';
import { searchContracts } from './search/search-contract.ts';
import { savedViewContracts } from './views/saved-view-contracts.ts';

/** About people: to forget them, to tell them what is kept, and to lift masks. */
export const personContracts: readonly Contract[] = [
  ...erasureContracts,
  ...accessExportContracts,
  revealCustomerContract,
];

export const contracts: readonly Contract[] = [
  ...customerContracts,
  listHandOversContract,
  ...contactContracts,
  ...importContracts,
  ...exportContracts,
  ...mergeContracts,
  ...scanContracts,
  ...qualityContracts,
  ...savedViewContracts,
  ...bulkEditContracts,
  ...noteContracts,
  ...searchContracts,
  ...personContracts,
];

export {
  bulkEditContracts,
  exportContracts,
  importContracts,
  noteContracts,
  qualityContracts,
  savedViewContracts,
  searchContracts,
};
