import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { erased } from '#domain/attachments/attachment.ts';
import { putAttachment, readAttachment } from '#store/attachments.ts';
import { customerId, otherCustomerId, rep } from '#test/steps/records.ts';
import { idOf } from '#test/world.ts';
import { aQuote, attachments, pdf } from './given.ts';

const sha256 = createHash('sha256').update(pdf).digest('hex');

test('a file is announced, sent by link and, once it was looked at, fetched by link for five minutes', async () => {
  const { announce, put, get } = await attachments();

  const { status, body } = await announce(aQuote);
  expect([status, body.state, body.upload.method]).toEqual([201, 'awaiting-upload', 'PUT']);
  expect(body.upload.headers).toEqual({ 'content-type': 'application/pdf', 'if-none-match': '*' });
  expect(body.upload.expiresAt).toBe('2026-11-22T01:05:00.000Z');
  expect((await get(body.id)).body).not.toHaveProperty('download');

  await put(body.id, pdf);
  const ready = (await get(body.id)).body;
  expect(ready).toMatchObject({ state: 'ready', sha256, name: '报价单.pdf', version: 2, updatedBy: 'system' });
  expect(ready.download.expiresAt).toBe('2026-11-22T01:05:00.000Z');
});

test.each([
  ['size', aQuote, Buffer.concat([pdf, pdf])],
  ['type', { ...aQuote, sizeBytes: 12 }, Buffer.from('MZ\u0000 a program')],
  ['checksum', { ...aQuote, sha256: '0'.repeat(64) }, pdf],
])('what is not as announced by its %s is rejected and removed', async (reason, announced, bytes) => {
  const { announce, put, get, files } = await attachments();
  const sizeBytes = reason === 'type' ? bytes.length : announced.sizeBytes;
  const { id } = (await announce({ ...announced, sizeBytes })).body;

  await put(id, bytes);

  expect((await get(id)).body).toMatchObject({ state: 'rejected', reason });
  expect(files.objects.size).toBe(0);
});

test('S3 may tell of an upload twice, and of what no attachment waits for: the second does nothing, the other goes', async () => {
  const { attached, told, put, get, files } = await attachments();
  const id = await attached();

  await told(id, pdf.length);
  await put(idOf('att', 99), pdf);

  expect((await get(id)).body).toMatchObject({ state: 'ready', version: 2 });
  expect([...files.objects.keys()]).toEqual([`attachments/${id}`]);
});

test('of a person who was erased neither the file is given out nor one that is still on its way kept', async () => {
  const { attached, announce, put, get, list, files, table, clock } = await attachments();
  const [here, late] = [await attached(), (await announce(aQuote)).body.id as string];
  for (const id of [here, late]) {
    const before = await readAttachment(table, id, clock.now);
    if (before !== undefined) await table.commit([putAttachment(erased(before, clock.now, 'system'))]);
  }
  await files.remove(`attachments/${here}`);

  await put(late, pdf);

  expect(files.objects.size).toBe(0);
  expect((await get(here)).body).toMatchObject({ state: 'ready', name: '', erasedAt: clock.now.toISOString() });
  expect((await get(here)).body).not.toHaveProperty('download');
  expect((await list(customerId)).body.items).toEqual([]);
});

test('an upload that never came is forgotten after a day, and what comes later is not kept', async () => {
  const { announce, put, get, list, clock, files } = await attachments();
  const { id } = (await announce(aQuote)).body;
  expect((await list(customerId)).body.items).toHaveLength(1);

  clock.advance(24 * 60 * 60 * 1000);
  await put(id, pdf);

  expect((await get(id)).status).toBe(404);
  expect((await list(customerId)).body.items).toEqual([]);
  expect(files.objects.size).toBe(0);
});

test('a file stays for ever, an archived one out of the lists unless asked for', async () => {
  const { attached, list, get, call, clock } = await attachments();
  const [kept, gone] = [await attached(), await attached()];
  clock.advance(400 * 24 * 60 * 60 * 1000);

  const archive = (version: number) =>
    call('DELETE', `/v1/attachments/${gone}`, { headers: { 'if-match': `"${version}"` } });
  expect([(await archive(1)).status, (await archive(2)).status, (await archive(3)).status]).toEqual([412, 204, 409]);

  const ids = async (query = '') =>
    (await list(`${customerId}${query}`)).body.items.map((each: { id: string }) => each.id);
  expect(await ids()).toEqual([kept]);
  expect(await ids('&archived=true')).toEqual([gone, kept]);
  expect((await get(gone)).body).toMatchObject({ state: 'ready', archivedAt: clock.now.toISOString() });
});

test('a list shows each file once, the latest first, over any number of pages', async () => {
  const { announce, list } = await attachments();
  const ids: string[] = [];
  for (let i = 0; i < 7; i += 1) ids.unshift((await announce(aQuote)).body.id);

  const first = (await list(`${customerId}&limit=3`)).body;
  const second = (await list(`${customerId}&limit=3&cursor=${first.next}`)).body;
  const third = (await list(`${customerId}&limit=3&cursor=${second.next}`)).body;

  const shown = [first, second, third].flatMap(({ items }) => items.map((each: { id: string }) => each.id));
  expect([shown, third.next]).toEqual([ids, null]);
});

test('what cannot be attached is refused where it is wrong', async () => {
  const { announce } = await attachments();
  const pointer = async (changes: object) => {
    const { status, body } = await announce({ ...aQuote, ...changes });
    return [status, body.code, body.errors?.[0]?.pointer];
  };

  expect(await pointer({ name: 'quote.exe' })).toEqual([422, 'attachments.wrong-extension', '/name']);
  expect(await pointer({ name: '../quote.pdf' })).toEqual([400, 'shared.invalid-input', '/name']);
  expect(await pointer({ contentType: 'text/html' })).toEqual([400, 'shared.invalid-input', '/contentType']);
  expect(await pointer({ sizeBytes: 25 * 1024 * 1024 + 1 })).toEqual([400, 'shared.invalid-input', '/sizeBytes']);
  expect(await pointer({ subjectId: otherCustomerId })).toEqual([422, 'attachments.unknown-subject', '/subjectId']);
  expect(await pointer({ contactId: idOf('con', 2) })).toEqual([422, 'attachments.unknown-contact', '/contactId']);
  expect(await pointer({ messageId: idOf('msg', 1) })).toEqual([422, 'attachments.unknown-message', '/messageId']);
  expect((await announce({ ...aQuote, contactId: idOf('con', 1) }, rep)).status).toBe(201);
});
