import type { Route } from '#functions/http/contract.ts';
import { eraseContact } from './erase-contact.ts';
import { eraseCustomer } from './erase-customer.ts';
import { getErasure } from './get-erasure.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [eraseContact, eraseCustomer, getErasure];
