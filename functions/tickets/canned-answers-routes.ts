import type { Route } from '#functions/http/contract.ts';
import { listCannedAnswers } from './list-canned-answers.ts';
import {
  archiveCannedAnswer,
  changeCannedAnswer,
  createCannedAnswer,
  getCannedAnswer,
  restoreCannedAnswer,
} from './manage-canned-answers.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  createCannedAnswer,
  listCannedAnswers,
  getCannedAnswer,
  changeCannedAnswer,
  archiveCannedAnswer,
  restoreCannedAnswer,
];
