import { AccessExport } from '#domain/customers/access-export.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

/** Beside the exports of lists: whoever follows what was taken away finds it under the same keys. */
function accessExportKey(id: string): Key {
  return { pk: partition('customers', 'export', id), sk: 'export' };
}

/** 0.5 RRU. */
export async function readAccessExport(table: Table, id: string): Promise<AccessExport | undefined> {
  const item = await table.get(accessExportKey(id));
  return item === undefined ? undefined : AccessExport.parse(item);
}

export function putAccessExport(job: AccessExport, events: readonly Event[] = []): Write {
  const expect: Expect = job.version === 1 ? 'absent' : { version: job.version - 1 };
  return { op: 'put', key: accessExportKey(job.id), item: { ...job }, expect, events };
}
