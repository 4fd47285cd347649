import type { Route } from '#functions/http/contract.ts';
import { searchCustomers } from './search/search-customers.ts';
import type { SearchWorld } from './search/searcher.ts';

/** In the order of the contracts. */
export const routes: readonly Route<SearchWorld>[] = [searchCustomers];
