import { Export } from '#domain/customers/export.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

const exportKey = (id: string): Key => ({ pk: partition('customers', 'export', id), sk: 'export' });

export async function readExport(table: Table, id: string): Promise<Export | undefined> {
  const item = await table.get(exportKey(id), { consistent: true });
  return item === undefined ? undefined : Export.parse(item);
}

export function putExport(job: Export, events: readonly Event[]): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: exportKey(job.id), item: { ...job }, expect, events };
}
