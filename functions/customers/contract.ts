import type { Contract } from '#functions/http/contract.ts';
import { accessExportContracts } from './access-export-contracts.ts';
import { bulkEditContracts } from './bulk-edit-contracts.ts';
import { contactContracts } from './contact-contracts.ts';
import { customerContracts } from './customer-contracts.ts';
import { erasureContracts } from './erasure-contracts.ts';
import { exportContracts } from './export-contracts.ts';
import { listHandOversContract } from './hand-over-contracts.ts';
import { importContracts } from './import-contracts.ts';
import { mergeContracts } from './merge-contracts.ts';
import { noteContracts } from './note-contracts.ts';
import { qualityContracts } from './quality-contracts.ts';
import { revealCustomerContract } from './reveal-contracts.ts';
import { savedViewContracts } from './saved-view-contracts.ts';
import { scanContracts } from './scan-contracts.ts';
import { searchContracts } from './search-contract.ts';

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
