import type { Route } from '#functions/http/contract.ts';
import {
  changeCompletenessSettings,
  getCompleteness,
  getCompletenessSettings,
  listStaleCustomers,
} from './quality/completeness.ts';
import { archiveField, changeField, createField, getField, listFields, restoreField } from './quality/fields.ts';
import { archiveTag, changeTag, getTag, listTags, restoreTag } from './quality/tags.ts';
import { verifyCustomer } from './quality/verify-customer.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  createField,
  listFields,
  getField,
  changeField,
  archiveField,
  restoreField,
  listTags,
  getTag,
  changeTag,
  archiveTag,
  restoreTag,
  getCompleteness,
  getCompletenessSettings,
  changeCompletenessSettings,
  listStaleCustomers,
  verifyCustomer,
];
