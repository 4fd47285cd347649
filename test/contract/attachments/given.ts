import { messages } from '#domain/attachments/messages.ts';
import { handler as onUploaded } from '#functions/attachments/on-uploaded.ts';
import { routes } from '#functions/attachments/routes.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { memoryFiles } from '#test/files.ts';
import { aCompany, customerId, rep } from '#test/steps/records.ts';
import { type As, inProcess, TestClock, testParts } from '#test/world.ts';

export const pdf = Buffer.from('%PDF-1.7\n% a quote\n%%EOF\n');
export const aQuote = {
  subjectId: customerId,
  name: '报价单.pdf',
  contentType: 'application/pdf',
  sizeBytes: pdf.length,
};

/** The attachments of a company over a table, with their bucket; `put` is the upload, and S3's word of it. */
export async function attachments(table: Table = memoryTable()) {
  await aCompany(table);
  const clock = new TestClock();
  const parts = testParts(clock, table);
  const files = memoryFiles();
  const extend = (world: World): FilesWorld => ({ ...world, files });
  const api = inProcess('attachments', routes, messages, { clock, parts, extend, as: rep });
  const told = async (id: string, size: number): Promise<void> => {
    const object = { key: `attachments/${id}`, size };
    const event = { id: 'evt', type: 'Object Created', version: 1, subject: id, at: clock.now.toISOString() };
    const detail = { ...event, actorId: 'aws.s3', cause: id, detail: { object } };
    await onUploaded.consumer.consume(detail, extend(makeWorld(parts)));
  };
  const put = async (id: string, bytes: Uint8Array): Promise<void> => {
    await files.put(`attachments/${id}`, bytes);
    await told(id, bytes.length);
  };
  const announce = (body: object, as: As = rep) => api.call('POST', '/v1/attachments', { ...as, body });
  /** Announced and sent. */
  const attached = async (body: object = aQuote, as: As = rep, bytes: Uint8Array = pdf): Promise<string> => {
    const answer = await announce(body, as);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    await put(answer.body.id, bytes);
    return answer.body.id;
  };
  const get = (id: string, as: As = rep) => api.call('GET', `/v1/attachments/${id}`, as);
  const list = (subjectId: string, as: As = rep) => api.call('GET', `/v1/attachments?subjectId=${subjectId}`, as);
  return { ...api, files, announce, put, told, attached, get, list };
}
