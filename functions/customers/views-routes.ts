import type { Route } from '#functions/http/contract.ts';
import {
  changeSavedView,
  createSavedView,
  deleteSavedView,
  getSavedView,
  listSavedViews,
} from './views/saved-views.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  createSavedView,
  listSavedViews,
  getSavedView,
  changeSavedView,
  deleteSavedView,
];
