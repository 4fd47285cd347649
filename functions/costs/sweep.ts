import { sweep } from '#functions/agenda/sweep.ts';
import { computeHour } from './compute-hour.ts';
import { recordsInS3 } from './records.ts';

const readRecords = recordsInS3();

/** Computes each hour whose records have changed. */
export const handler = sweep({ context: 'costs', name: 'sweep' }, (item, _key, _at, { table }) =>
  computeHour(item, table, readRecords),
);
