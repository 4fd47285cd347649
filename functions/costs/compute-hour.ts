import { dimensions, sumsOf } from '#domain/costs/hour.ts';
import { PendingHour, putSums, takePendingHour } from '#store/costs.ts';
import type { Item, Table, Write } from '#store/table.ts';
import type { ReadRecords } from './records.ts';

/**
 * Overwrites the hour's rows and takes it off the agenda, unless more records came meanwhile: then the version differs,
 * the hour stays and is computed again. A crash in between does no harm, because rows are overwritten and never added to.
 */
export async function computeHour(item: Item, table: Table, readRecords: ReadRecords): Promise<readonly Write[]> {
  const pending = PendingHour.parse(item);
  const { records, reports } = await readRecords(pending.hour);
  const sums = sumsOf(records, reports);
  for (const dimension of dimensions) {
    const writes = putSums(
      pending.hour,
      dimension,
      sums.filter((sum) => sum.dimension === dimension),
    );
    for (const write of writes) await table.commit([write]);
  }
  return [takePendingHour(pending)];
}
