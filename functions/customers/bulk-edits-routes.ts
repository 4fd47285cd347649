import type { Route } from '#functions/http/contract.ts';
import { createBulkEdit } from './bulk-edits/create-bulk-edit.ts';
import { cancelBulkEdit, getBulkEdit, listRefusedCustomers } from './bulk-edits/get-bulk-edit.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [createBulkEdit, getBulkEdit, cancelBulkEdit, listRefusedCustomers];
