import type { Route } from '#functions/http/contract.ts';
import { addMeasureRoute, changeMeasureRoute, completeMeasureRoute, dropMeasureRoute } from './special-measures.ts';
import {
  changeSpecialProcess,
  closeSpecialProcess,
  getSpecialProcess,
  listSpecialProcesses,
  startSpecialProcess,
} from './special-process.ts';
import { addProcessUpdate, listProcessUpdates, reportResultRoute } from './special-report.ts';

/** In the order of the contracts. */
export const routes: readonly Route[] = [
  startSpecialProcess,
  getSpecialProcess,
  changeSpecialProcess,
  listSpecialProcesses,
  addMeasureRoute,
  changeMeasureRoute,
  completeMeasureRoute,
  dropMeasureRoute,
  addProcessUpdate,
  listProcessUpdates,
  reportResultRoute,
  closeSpecialProcess,
];
