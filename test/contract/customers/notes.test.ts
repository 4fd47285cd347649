import { describe, expect, test } from 'vitest';
import { messages } from '#domain/customers/messages.ts';
import { routes } from '#functions/customers/notes-routes.ts';
import type { Table } from '#store/table.ts';
import { engineTable } from '#test/engine.ts';
import { type As, idOf, inProcess } from '#test/world.ts';
import { asAdmin, asEmily, asFinance, asLegal, asLi, asMarketing, asZhao, company } from './company.ts';
import { merging } from './merging.ts';

async function withNotes(table?: Table) {
  const given = await company(table === undefined ? {} : { table });
  const { call } = inProcess('customers', routes, messages, { clock: given.clock, parts: given.parts, as: asLi });
  const { id, mainContact } = await given.create();
  const path = `/v1/customers/${id}/notes`;
  const add = (body: object, as: As = asLi) => call('POST', path, { ...as, body });
  const list = (query = '', as: As = asLi) => call('GET', `${path}${query}`, as);
  const change = (noteId: string, version: number, body: object, as: As = asLi) =>
    call('PATCH', `/v1/notes/${noteId}`, { ...as, body, headers: { 'if-match': `"${version}"` } });
  return { ...given, notes: call, customerId: id, contactId: mainContact.id as string, add, list, change };
}

const need = { kind: 'need', text: '希望增加上海的服务点' };

describe('a note', () => {
  test('of a need is open until it is met or refused; a plain one has no state', async () => {
    const { add, change, list } = await withNotes();
    const { body } = await add(need);
    expect(body).toMatchObject({ ...need, state: 'open', notedAt: '2026-11-22T01:00:00.000Z', version: 1 });
    expect((await change(body.id, 1, { state: 'met' })).body).toMatchObject({ state: 'met', version: 2 });
    expect((await change(body.id, 1, { state: 'refused' })).status).toBe(412);

    const plain = (await add({ text: '下午不接电话' })).body;
    expect(plain).not.toHaveProperty('state');
    const refused = { status: 422, code: 'customers.note-without-state', errors: [{ pointer: '/state' }] };
    expect((await add({ text: '下午不接电话', state: 'open' })).body).toMatchObject(refused);
    expect((await change(plain.id, 1, { state: 'met' })).body).toMatchObject(refused);

    const ids = async (query: string) => (await list(query)).body.items.map(({ id }: { id: string }) => id);
    expect([await ids(''), await ids('?kind=need&state=met'), await ids('?state=open')]).toEqual([
      [plain.id, body.id],
      [body.id],
      [],
    ]);
  });

  test('is no contact with the customer: neither the figures nor the timeline know of it', async () => {
    const { add, deliver, call, customerId } = await withNotes();
    await deliver();
    const overview = async () => (await call('GET', `/v1/customers/${customerId}/overview`)).body;
    const before = await overview();
    await add(need);
    await deliver();
    expect(await overview()).toEqual(before);
  });

  test('that changes nothing stays the version that it is', async () => {
    const { add, change } = await withNotes();
    const { id } = (await add(need)).body;
    expect((await change(id, 1, { text: need.text })).body.version).toBe(1);
  });

  test('is listed once over any number of pages, the latest first', async () => {
    const { add, list } = await withNotes();
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.unshift((await add({ ...need, text: `第${i}条` })).body.id);
    const first = (await list('?limit=2')).body;
    const second = (await list(`?limit=3&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(second.next).toBeNull();
  });

  test('is refused at the field that is wrong, card numbers as everywhere', async () => {
    const { add } = await withNotes();
    const pointer = async (changes: object) => {
      const { body } = await add({ ...need, ...changes });
      return [body.status, body.code, body.errors[0].pointer];
    };
    expect(await pointer({ notedAt: '2027-01-01T00:00:00Z' })).toEqual([422, 'customers.noted-in-future', '/notedAt']);
    expect(await pointer({ notedAt: '0001-01-01T00:00:00Z' })).toEqual([400, 'shared.invalid-input', '/notedAt']);
    expect(await pointer({ contactId: idOf('con', 404) })).toEqual([422, 'customers.unknown-contact', '/contactId']);
    expect(await pointer({ text: '身份证 11010519491231002X' })).toEqual([422, 'shared.refused-number', '/text']);
  });
});

describe('who sees a customer', () => {
  test('fully sees his notes, through masks that they are there, by a card nothing of them', async () => {
    const { add, list, notes } = await withNotes();
    const { id } = (await add(need)).body;
    const seen = async (as: As) => [(await list('', as)).status, (await notes('GET', `/v1/notes/${id}`, as)).status];
    expect([await seen(asAdmin), await seen(asFinance), await seen(asLegal), await seen(asEmily)]).toEqual([
      [200, 200],
      [403, 404],
      [403, 404],
      [404, 404],
    ]);
    for (const as of [asMarketing, asZhao]) {
      expect((await list('', as)).body.items).toMatchObject([{ id, kind: 'need', text: '****' }]);
      expect((await notes('GET', `/v1/notes/${id}`, as)).body.text).toBe('****');
    }
  });

  test('notes of the customer whoever may edit him, of a person whoever may edit the contact', async () => {
    const { add, change, contactId } = await withNotes();
    const tried = async (body: object) =>
      Promise.all([asLi, asZhao, asMarketing, asEmily].map(async (as) => (await add(body, as)).status));
    expect(await tried(need)).toEqual([201, 403, 403, 404]);
    expect(await tried({ ...need, contactId })).toEqual([201, 201, 403, 404]);

    const { id } = (await add(need)).body;
    expect((await change(id, 1, { contactId }, asZhao)).status).toBe(403);
    const ofPerson = (await change(id, 1, { contactId })).body;
    expect([ofPerson.contactId, (await change(id, 2, { contactId: null }, asZhao)).status]).toEqual([contactId, 403]);
    expect((await change(id, 2, { state: 'refused' }, asZhao)).body).toMatchObject({ state: 'refused', text: '****' });
  });
});

test('a note that somebody has changed since a merge stays when it is taken back; the others return', async () => {
  const given = await merging();
  const { of, survivorId, loserId } = given;
  const add = async () => {
    const path = `/v1/customers/${loserId}/notes`;
    return (await given.call('customers', 'POST', path, { body: { text: '喜欢邮件联系' } })).body.id as string;
  };
  const touched = await add();
  const { body } = await given.call('customers', 'POST', '/v1/merges', { body: { survivorId, loserIds: [loserId] } });
  await given.deliver();
  const note = await given.call('customers', 'GET', `/v1/notes/${touched}`);
  const headers = { 'if-match': note.headers['etag'] ?? '' };
  await given.call('customers', 'PATCH', `/v1/notes/${touched}`, { headers, body: { text: '喜欢电话联系' } });

  await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
  await given.deliver();
  await given.pass(14);

  const ownerOf = async (id: string) => (await given.call('customers', 'GET', `/v1/notes/${id}`)).body.customerId;
  expect([await ownerOf(of.note), await ownerOf(touched)]).toEqual([loserId, survivorId]);
  const { kept } = (await given.call('customers', 'GET', `/v1/merges/${body.id}`)).body;
  expect(kept).toEqual([{ context: 'customers', id: touched }]);
});

test('a note costs 2 write units, a change 1, by its id 1.5 read units, and a page of 50 at most 5', async () => {
  const engine = await engineTable();
  const { add, change, list, notes } = await withNotes(engine.table);
  let id = '';
  const added = await engine.used(async () => {
    id = (await add(need)).body.id;
  });
  const read = await engine.used(() => notes('GET', `/v1/notes/${id}`));
  const changed = await engine.used(() => change(id, 1, { state: 'met' }));
  for (let i = 0; i < 50; i += 1) await add(need);
  const listed = await engine.used(async () => expect((await list()).body.items).toHaveLength(50));
  expect([added.write, read.read, changed.write]).toEqual([2, 1.5, 1]);
  expect(listed.read).toBeLessThanOrEqual(5);
}, 20_000);
