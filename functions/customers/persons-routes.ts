import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { createAccessExport } from './create-access-export.ts';
import { eraseContact } from './erase-contact.ts';
import { eraseCustomer } from './erase-customer.ts';
import { getAccessExport } from './get-access-export.ts';
import { getErasure } from './get-erasure.ts';
import { revealCustomer } from './reveal-customer.ts';

/** In the order of the contracts. */
export const routes: readonly Route<FilesWorld>[] = [
  eraseContact,
  eraseCustomer,
  getErasure,
  createAccessExport,
  getAccessExport,
  revealCustomer,
];
