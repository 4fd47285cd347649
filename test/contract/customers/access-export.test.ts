import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { accessExportRequested } from '#events/customers.ts';
import { handler as onExport } from '#functions/customers/on-export.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { putBody } from '#store/mail.ts';
import { memoryFiles } from '#test/files.ts';
import { idOf, TestClock, testParts } from '#test/world.ts';
import { type Erasing, erasing, mobile, secret } from './erasing.ts';

let given: Erasing;
beforeEach(async () => {
  given = await erasing();
  const packed = gzipSync(JSON.stringify({ html: '<p>', text: '<b>尊敬的王五</b>' }));
  await given.table.commit([{ op: 'delete', key: { pk: `mail#${given.of.mail}`, sk: '~body' }, expect: 'any' }]);
  await given.table.commit([putBody(given.of.mail, packed, new Date('2026-11-22T11:00:00Z'))]);
});

const ask = (as = {}, body = {}) =>
  given.call('customers', 'POST', `/v1/contacts/${given.contactId}/access-export`, { ...as, body });

/** Writes the files, as the queue would; answers what lies in the bucket. */
async function written(id: string) {
  const files = memoryFiles();
  const parts = testParts(new TestClock('2026-11-22T12:00:00.000Z'), given.table);
  const event = { type: accessExportRequested.type, detail: { accessExportId: id } } as never;
  await onExport.consumer.consume(event, { ...makeWorld(parts), files });
  const read = (format: string) => files.objects.get(`exports/${id}/person.${format}`);
  return { read, json: () => JSON.parse(Buffer.from(read('json') ?? []).toString()) };
}

const get = (id: string, as = {}) => given.call('customers', 'GET', `/v1/access-exports/${id}`, as);

test('everything that is kept about a person stands in it, as data and as a page, with checksums and links', async () => {
  const { status, body } = await ask({}, { locale: 'zh-CN' });
  expect({ status, state: body.state }).toEqual({ status: 202, state: 'running' });
  const { read, json } = await written(body.id);
  const { sections } = json();
  expect(sections).toMatchObject({
    contacts: [{ id: given.contactId, name: secret, mobile }],
    customer: [{ kind: 'company' }],
    consents: [{ purpose: 'marketing', granted: true }],
    tickets: [{ description: secret, solution: secret, messages: expect.arrayContaining([]) }],
    mails: [{ subject: '新品', text: '<b>尊敬的王五</b>' }],
    campaigns: [{ state: 'ACCEPTED' }],
    followUps: [],
    notes: [{ text: secret }],
    contracts: [],
  });
  // How values are kept at rest is nothing about him.
  expect(Object.keys(sections.contacts[0])).not.toContain('opened');
  expect(Object.keys(sections.notes[0])).not.toContain('opened');
  expect(sections.interactions).toHaveLength(2);
  expect(sections.tickets[0].messages).toHaveLength(2);
  expect(sections.tickets[0].specialProcess).toMatchObject({ reason: secret, updates: [{ text: secret }] });
  const page = Buffer.from(read('html') ?? []).toString();
  expect(page).toContain('<html lang="zh-CN">');
  expect(page).toContain('个人信息副本');
  expect(page).toContain(secret);
  expect(page).not.toContain('<b>尊敬');
  const done = (await get(body.id)).body;
  expect(done).toMatchObject({ state: 'completed', counts: { interactions: 2, tickets: 1, mails: 1 }, leftOut: {} });
  expect(done.files.map(({ format }: { format: string }) => format)).toEqual(['json', 'html']);
  expect(done.files[0].sha256).toBe(
    createHash('sha256')
      .update(read('json') ?? '')
      .digest('hex'),
  );
  const [news] = given.table.news.filter(({ type }) => type === 'access-export.made');
  expect(news).toMatchObject({ detail: { accessExportId: body.id, contactId: given.contactId } });
});

test('tells exactly of what an erasure would blank', async () => {
  const { body } = await ask();
  await written(body.id);
  const { counts } = (await get(body.id)).body;
  const { erases } = (await given.erase({ prefer: 'dry-run' })).body;
  expect(erases).toMatchObject({
    interactions: counts.interactions,
    tickets: counts.tickets,
    mails: counts.mails,
    recipients: counts.campaigns,
    contacts: counts.contacts,
    notes: counts.notes,
    attachments: counts.attachments,
  });
});

test('a manager, who reads no internal notes, gets none, and the file says how many there are', async () => {
  const manager = { memberId: idOf('mem', 71), role: 'sales-manager', departments: 'all' } as const;
  const { body } = await ask(manager, { locale: 'en' });
  const { read, json } = await written(body.id);
  expect(json()).toMatchObject({ leftOut: { internalNotes: 1 }, sections: { tickets: [{ messages: [{}] }] } });
  expect(Buffer.from(read('html') ?? []).toString()).toContain('Internal notes left out for lack of rights: 1');
  expect((await get(body.id, manager)).body.state).toBe('completed');
  expect((await get(body.id)).status).toBe(404);
});

test('is refused to who may not delete customers, and of one who was erased', async () => {
  const agent = { memberId: idOf('mem', 98), role: 'service-agent', departments: '' } as const;
  expect((await ask(agent)).status).toBe(403);
  const { body } = await ask();
  await given.erase();
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'customers.person-erased' } });
  await written(body.id);
  expect((await get(body.id)).body.state).toBe('failed');
});
