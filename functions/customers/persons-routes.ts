import type { Route } from '#functions/http/contract.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { createAccessExport } from './persons/create-access-export.ts';
import { eraseContact } from './persons/erase-contact.ts';
import { eraseCustomer } from './persons/erase-customer.ts';
import { getAccessExport } from './persons/get-access-export.ts';
import { getErasure } from './persons/get-erasure.ts';
import { revealCustomer } from './persons/reveal-customer.ts';

/** In the order of the contracts. */
export const routes: readonly Route<FilesWorld>[] = [
  eraseContact,
  eraseCustomer,
  getErasure,
  createAccessExport,
  getAccessExport,
  revealCustomer,
];
