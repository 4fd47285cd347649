import { Export } from '#domain/customers/export.ts';
import type { Event } from '#events/define.ts';
import { type JobsAsked, placesOf } from './customers-jobs.ts';
import type { Expect, Table, Write } from './table.ts';

const places = placesOf('exports');

export async function readExport(table: Table, id: string): Promise<Export | undefined> {
  const item = await table.get(places.keyOf(id), { consistent: true });
  return item === undefined ? undefined : Export.parse(item);
}

/** 3 WRU; 1 where it changes, because its places in the lists do not. */
export function putExport(job: Export, events: readonly Event[]): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: places.keyOf(job.id), item: { ...job }, ...places.of(job), expect, events };
}

/** The latest first: 0.5 RRU, and 0.5 for each export. */
export async function readExportsBy(table: Table, asked: JobsAsked) {
  const { ids, next } = await places.read(table, asked);
  const items = await table.getMany(ids.map(places.keyOf));
  return { found: items.flatMap((item) => (item === undefined ? [] : [Export.parse(item)])), next };
}
