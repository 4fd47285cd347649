import { messages } from '#domain/customers/messages.ts';
import {
  exportContinued,
  exportRequested,
  importPartQueued,
  importStarted,
  importUndoStarted,
} from '#events/customers.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { routes as exportRoutes } from '#functions/customers/exports-routes.ts';
import { routes as importRoutes } from '#functions/customers/imports-routes.ts';
import { handler as onExport } from '#functions/customers/on-export.ts';
import { handler as onImport } from '#functions/customers/on-import.ts';
import { handler as onImportPart } from '#functions/customers/on-import-part.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { memoryFiles } from '#test/files.ts';
import { type As, inProcess } from '#test/world.ts';
import { asLi } from './company.ts';
import { companyWithFields } from './quality.ts';

interface Started {
  readonly as?: As;
  readonly format?: string;
  readonly body?: Record<string, unknown>;
}

/** The company with what imports and exports need; `work` does what the queues would. */
export async function exchange(table: Table = memoryTable()) {
  const given = await companyWithFields({ table });
  const files = memoryFiles();
  const { clock, parts } = given;
  const extend = (world: World): FilesWorld => ({ ...world, files });
  const api = inProcess('customers', [...importRoutes, ...exportRoutes], messages, { clock, parts, extend, as: asLi });
  let seen = 0;
  const work = async (): Promise<void> => {
    const { news } = table as MemoryTable;
    for (; seen < news.length; seen += 1) await bring(news[seen] as Consumed<never>);
  };
  const bring = async (event: Consumed<never>, over: Table = parts.table): Promise<void> => {
    const world = extend(makeWorld({ ...parts, table: over }, { cause: event.cause }));
    if (event.type === importStarted.type || event.type === importUndoStarted.type) {
      await onImport.consumer.consume(event, world);
    }
    if (event.type === exportRequested.type || event.type === exportContinued.type) {
      await onExport.consumer.consume(event, world);
    }
    if (event.type === importPartQueued.type) await onImportPart.consumer.consume(event, world);
  };
  const upload = async (file: string | Uint8Array, { as = asLi, format = 'csv' }: Started = {}): Promise<string> => {
    const bytes = Buffer.from(file);
    const body = { kind: 'customers', format, fileName: `customers.${format}`, bytes: bytes.length };
    const answer = await api.call('POST', '/v1/imports', { ...as, body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    await files.put(`imports/${answer.body.id}/file`, bytes);
    return answer.body.id;
  };
  const start = async (file: string | Uint8Array, asked: Started = {}): Promise<string> => {
    const id = await upload(file, asked);
    const answer = await api.call('POST', `/v1/imports/${id}/start`, { ...(asked.as ?? asLi), body: asked.body ?? {} });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return id;
  };
  const view = async (id: string, as: As = asLi) => (await api.call('GET', `/v1/imports/${id}`, as)).body;
  /** Starts, works to the end, and answers how it ended. */
  const run = async (file: string | Uint8Array, asked: Started = {}) => {
    const id = await start(file, asked);
    await work();
    return view(id, asked.as);
  };
  const report = (id: string, what = 'rejected', n = 0): string =>
    Buffer.from(files.objects.get(`imports/${id}/${what}-${n}.csv`) ?? []).toString();
  /** Asks for an export and writes it; answers it with the text of its files. */
  const take = async (body: Record<string, unknown>, as: As = asLi) => {
    const asked = await api.call('POST', '/v1/exports', { ...as, body: { of: 'customers', format: 'csv', ...body } });
    if (asked.status !== 202) throw new Error(JSON.stringify(asked.body));
    await work();
    const { body: made } = await api.call('GET', `/v1/exports/${asked.body.id}`, as);
    const keys = (made.files ?? []).map(({ fileName }: { fileName: string }) => `exports/${made.id}/${fileName}`);
    const text = keys.map((key: string) => Buffer.from(files.objects.get(key) ?? []).toString()).join('');
    return { made, text };
  };
  return { ...given, take, api, files, work, bring, upload, start, view, run, report };
}

export const header = '客户名称,联系人,手机,邮箱\n';

/** A row that is a customer of its own. */
export function rowOf(n: number): string {
  return `上海第${n}号贸易有限公司,联系人${n},138${String(n).padStart(8, '0')},c${n}@example.com\n`;
}

export function rowsOf(count: number, from = 1): string {
  return Array.from({ length: count }, (_, i) => rowOf(from + i)).join('');
}
