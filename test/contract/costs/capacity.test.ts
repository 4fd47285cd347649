import { expect, test } from 'vitest';
import { putPendingHour, putSums, readSums, takePendingHour } from '#store/costs.ts';
import { engineTable } from '#test/engine.ts';

const usage = { wallMs: 12, readUnits: 1.5, writeUnits: 3 };
const sumsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ dimension: 'route' as const, key: `route-${n}`, requests: 9, usage }));

test('an hour of forty routes is one item of 3 WRU, and a day of them is read for 8.5 RRU', async () => {
  const { table, used } = await engineTable();
  const { write } = await used(() => table.commit(putSums('2026-11-22T00', 'route', sumsOf(40))));
  expect(write).toBe(3);

  const hours = Array.from({ length: 24 }, (_, hour) => `2026-11-22T${String(hour).padStart(2, '0')}`);
  for (const hour of hours) await table.commit(putSums(hour, 'route', sumsOf(40)));
  const { read } = await used(async () => {
    expect(await readSums(table, 'route', '2026-11-22T00', '2026-11-22T23')).toHaveLength(24 * 40);
  });
  expect(read).toBe(8.5);
});

test('an hour that waits to be computed costs 4 WRU, on and off the agenda', async () => {
  const { table, used } = await engineTable();
  const pending = { hour: '2026-11-22T00', version: 1 };
  const { write } = await used(async () => {
    await table.commit([putPendingHour(pending, '2026-11-22T01:10:00.000Z')]);
    await table.commit([takePendingHour(pending)]);
  });
  expect(write).toBe(4);
});
