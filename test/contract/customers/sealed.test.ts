import { describe, expect, test } from 'vitest';
import { messages } from '#domain/customers/messages.ts';
import { noted } from '#domain/customers/note.ts';
import { routes as personRoutes } from '#functions/customers/persons-routes.ts';
import { routes as qualityRoutes } from '#functions/customers/quality-routes.ts';
import { routes } from '#functions/customers/routes.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { type KeyService, wrappingKeysOf } from '#functions/http/persons.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomer } from '#store/customers.ts';
import { putNote } from '#store/customers-notes.ts';
import { memoryTable } from '#store/memory.ts';
import { opening } from '#store/sealed.ts';
import type { Sealed, WrappingKeys } from '#store/sealed-values.ts';
import { maskedOf } from '#store/table.ts';
import { memoryFiles } from '#test/files.ts';
import { type As, idOf, inProcess, TestClock, testWrappingKeys } from '#test/world.ts';
import { asAdmin, asEmily, asFinance, asLegal, asMarketing, asZhao, company, li } from './company.ts';

/** What the table itself holds, as anybody would see it who came to its rows, bytes as what they say. */
function textOf(table: ReturnType<typeof memoryTable>): string {
  return JSON.stringify(table.rows(), (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

const person = {
  name: '王经理',
  mobile: '13800138000',
  landline: '010-62345678',
  email: 'wang.jingli@example.com',
  wechat: 'wang-jingli-88',
};
const values = ['13800138000', '62345678', 'wang.jingli', 'jingli-88', '中关村大街27号', '13900139000', '过敏史甲'];

async function given() {
  const table = memoryTable();
  return { ...(await company({ table })), table };
}

describe('no value graded high is in any item in clear', () => {
  test('whatever wrote it: creating, changing, adding, moving, merging, and a repeated request’s stored answer', async () => {
    const { table, call, create, parts } = await given();
    const field = {
      id: 'history',
      labels: { 'zh-CN': '病史', en: 'History' },
      type: 'text',
      sensitivity: 'high',
    };
    const quality = inProcess('customers', qualityRoutes, messages, { parts, as: asAdmin });
    expect((await quality.call('POST', '/v1/fields', { body: field })).status).toBe(201);
    const address = { country: 'CN', city: '北京', line: '中关村大街27号' };
    const one = { kind: 'individual', name: '王经理', address, contact: person, fields: { history: '过敏史甲' } };
    const headers = { 'idempotency-key': 'once' };
    const answers = [];
    for (let time = 0; time < 2; time += 1) answers.push(await call('POST', '/v1/customers', { body: one, headers }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    const { id } = answers[0]?.body ?? {};
    const added = await call('POST', `/v1/customers/${id}/contacts`, { body: { name: '李', mobile: '13900139000' } });
    const toMain = { body: { main: true, email: 'wang.jingli+2@example.com' }, headers: { 'if-match': '"1"' } };
    expect((await call('PATCH', `/v1/contacts/${added.body.id}`, toMain)).status).toBe(200);
    const two = await create({ name: '北京光学有限公司', contact: { name: '赵', mobile: '13700137000' } });
    const merge = { survivorId: two.id, loserIds: [id] };
    expect((await call('POST', '/v1/merges', { body: merge, ...asAdmin })).status).toBe(201);

    const text = textOf(table);
    expect(values.filter((value) => text.includes(value))).toEqual([]);
    expect((await call('GET', `/v1/contacts/con_${id.slice(4)}`)).body).toMatchObject(person);
  });

  test('and a company’s address, which is no person’s, stays what it is', async () => {
    const { table, create } = await given();
    await create({ address: { country: 'CN', city: '北京', line: '中关村大街27号' } });
    expect(textOf(table)).toContain('中关村大街27号');
  });
});

describe('the values of a person', () => {
  test('come back as they were entered, number as it is dialled beside', async () => {
    const { call, create } = await given();
    const { id } = await create({ contact: person });
    const { body } = await call('GET', `/v1/customers/${id}`);
    expect(body.mainContact).toMatchObject({ ...person, mobileE164: '+8613800138000', landlineE164: '+861062345678' });
    expect(Object.keys(body.mainContact)).not.toContain('opened');
  });

  test('keep their ciphertext while they do not change, and get a new one when they do', async () => {
    const { table, call, create } = await given();
    const { id } = await create({ contact: person });
    const sealedIn = (): Sealed | undefined => {
      const rows = table.rows().filter(({ key }) => key.sk === '~customer');
      return rows.map(({ item }) => (item['mainContact'] as { sealed: Sealed }).sealed)[0];
    };
    const before = sealedIn();
    const contact = `/v1/contacts/con_${id.slice(4)}`;
    await call('PATCH', contact, { body: { email: 'new@example.com' }, headers: { 'if-match': '"1"' } });
    const after = sealedIn();
    expect([after?.['key'], after?.['mobile']]).toEqual([before?.['key'], before?.['mobile']]);
    expect(after?.['email']).not.toEqual(before?.['email']);
  });

  test('do not open in the place of another person', async () => {
    const { table, create, parts } = await given();
    const [one, two] = [
      await create(),
      await create({ name: '乙公司', contact: { name: '乙', mobile: '13700137000' } }),
    ];
    const item = (id: string) => table.rows().find(({ key }) => key.pk.endsWith(id) && key.sk === '~customer')?.item;
    const key = { pk: `customers#${two.id}`, sk: '~customer' };
    await table.commit([
      { op: 'put', key, item: { ...item(two.id), mainContact: item(one.id)?.['mainContact'] }, expect: 'any' },
    ]);
    await expect(readCustomer(parts.table, two.id)).rejects.toThrow();
  });

  test('are masks without the keys, and written back so they are what they were', async () => {
    const { create, parts, call } = await given();
    const { id } = await create({ contact: person });
    const masked = await readCustomer(maskedOf(parts.table), id);
    expect(masked?.mainContact).toMatchObject({
      mobile: '138****8000',
      mobileE164: '+86138****8000',
      email: 'wa***@example.com',
    });
    const handOver = { body: { ownerId: asAdmin.memberId, reason: 'x' }, ...asAdmin };
    await call('POST', `/v1/customers/${id}/hand-over`, handOver);
    expect((await call('GET', `/v1/customers/${id}`, asAdmin)).body.mainContact).toMatchObject(person);
  });

  test('are not opened for whoever sees masks', async () => {
    const { table, create, parts } = await given();
    const { id } = await create({ contact: person });
    let opened = 0;
    const wrappingKeys: WrappingKeys = (number) => {
      opened += 1;
      return testWrappingKeys(number);
    };
    const counting = { ...parts, table: opening(table, { wrappingKeys }) };
    const { call } = inProcess('customers', routes, messages, { parts: counting, as: asAdmin });
    for (const path of ['', '/overview', '/contacts']) {
      const { status, body } = await call('GET', `/v1/customers/${id}${path}`, asMarketing);
      expect({ status, text: JSON.stringify(body) }).toMatchObject({ status: 200 });
      expect(JSON.stringify(body)).toContain('138****8000');
    }
    await call('GET', '/v1/customers');
    expect(opened).toBe(0);
    await call('GET', `/v1/customers/${id}`);
    expect(opened).toBe(1);
  });
});

describe('the wrapping keys', () => {
  /** A KMS that seals by turning round, and counts. */
  function fakeKms() {
    const asked = { generate: 0, decrypt: 0 };
    const keys: KeyService = {
      generate: async () => {
        asked.generate += 1;
        const clear = Buffer.alloc(32, asked.generate);
        return { clear, ciphertext: Buffer.from(clear).reverse().toString('base64') };
      },
      decrypt: async (ciphertext) => {
        asked.decrypt += 1;
        return Buffer.from(ciphertext, 'base64').reverse();
      },
    };
    return { asked, keys };
  }

  test('are made once, by whoever needs one first, and opened once for each container and fifteen minutes', async () => {
    const table = memoryTable();
    const clock = new TestClock();
    const { asked, keys } = fakeKms();
    const container = () => wrappingKeysOf(table, keys, () => clock.now);
    const [first, second] = [container(), container()];
    const [a, b] = await Promise.all([first(7), second(7)]);
    expect(Buffer.from(a)).toEqual(Buffer.from(b));
    expect(table.rows()).toHaveLength(1);

    const third = container();
    const before = asked.decrypt;
    await Promise.all([third(7), third(7)]);
    clock.advance(15 * 60 * 1000 - 1);
    expect(Buffer.from(await third(7))).toEqual(Buffer.from(a));
    expect(asked.decrypt - before).toBe(1);
    clock.advance(1);
    await third(7);
    expect(asked.decrypt - before).toBe(2);
  });

  test('are not made by a function that only reads, and a failure of KMS is not kept', async () => {
    const table = memoryTable();
    const { keys } = fakeKms();
    const clock = () => new Date();
    await expect(wrappingKeysOf(table, { ...keys, generate: undefined }, clock)(3)).rejects.toThrow(
      'no wrapping key 3',
    );
    expect(table.rows()).toEqual([]);

    let isDown = true;
    const flaky: KeyService = {
      ...keys,
      generate: async () => {
        if (isDown) throw new Error('KMS is away');
        return (keys.generate as NonNullable<KeyService['generate']>)();
      },
    };
    const held = wrappingKeysOf(table, flaky, clock);
    await expect(held(3)).rejects.toThrow('away');
    isDown = false;
    expect(await held(3)).toHaveLength(32);
  });
});

describe('lifting a mask', () => {
  async function revealing() {
    const its = await given();
    const { parts } = its;
    const files = memoryFiles();
    const extend = (world: World): FilesWorld => ({ ...world, files });
    const persons = inProcess<FilesWorld>('customers', personRoutes, messages, { parts, extend, as: asMarketing });
    const { id } = await its.create({ contact: person, address: { country: 'CN', city: '北京', line: '一号' } });
    const ask = (body: object, as: As = asMarketing) =>
      persons.call('POST', `/v1/customers/${id}/reveal`, { ...as, body: { reason: '客户要求回拨', ...body } });
    const rows = () => its.table.rows().filter(({ key }) => key.sk.startsWith('reveal#'));
    return { ...its, id, ask, rows };
  }

  test('gives what was asked for and is there, and says who saw what, whose and why', async () => {
    const { id, ask, rows } = await revealing();
    const { status, body } = await ask({ fields: ['mobile', 'address', 'mobile', 'fields.none'] });
    expect({ status, body }).toEqual({ status: 200, body: { values: { mobile: '13800138000', address: '一号' } } });
    expect(rows().map(({ item }) => item)).toMatchObject([
      {
        fields: ['mobile', 'address', 'fields.none'],
        contactId: `con_${id.slice(4)}`,
        reason: '客户要求回拨',
        actorId: asMarketing.memberId,
      },
    ]);
    expect(JSON.stringify(rows())).not.toContain('13800138000');
  });

  test('gives the text of a note of this customer, and of no other', async () => {
    const { id, ask, rows, table } = await revealing();
    const note = (n: number, customerId: string) =>
      noted(
        { kind: 'note', text: `只说给他听 ${n}` },
        { id: idOf('not', n), customerId, now: new Date(0), actorId: li },
      );
    await table.commit([putNote(note(1, id)), putNote(note(2, idOf('cus', 99)))]);
    const [own, others] = [`notes.${idOf('not', 1)}`, `notes.${idOf('not', 2)}`];
    const { status, body } = await ask({ fields: [own, others] });
    expect({ status, body }).toEqual({ status: 200, body: { values: { [own]: '只说给他听 1' } } });
    expect(rows()).toMatchObject([{ item: { fields: [own, others] } }]);
  });

  test('is answered only once its row stands', async () => {
    const { ask, rows, table } = await revealing();
    const { commit } = table;
    Object.assign(table, { commit: () => Promise.reject(new Error('the table is away')) });
    const answer = await ask({ fields: ['mobile'] });
    expect([answer.status, JSON.stringify(answer.body).includes('13800138000')]).toEqual([500, false]);
    Object.assign(table, { commit });
    expect(rows()).toEqual([]);
  });

  test('is for those who see the customer, masked or not; a card has no mask to lift', async () => {
    const { ask, rows } = await revealing();
    const asked = { fields: ['email'] };
    const statuses = await Promise.all(
      [asMarketing, asZhao, asAdmin, asFinance, asLegal, asEmily].map(async (as) => (await ask(asked, as)).status),
    );
    expect(statuses).toEqual([200, 200, 200, 403, 403, 404]);
    expect(rows()).toHaveLength(3);
  });

  test('names a field, a person and a reason that there are', async () => {
    const { ask, rows } = await revealing();
    const codes = await Promise.all(
      [
        { fields: ['name'] },
        { fields: [] },
        { fields: ['mobile'], reason: '' },
        { fields: ['mobile'], contactId: idOf('con', 99) },
      ].map(async (body) => {
        const answer = await ask(body);
        return [answer.status, answer.body.errors?.[0]?.pointer];
      }),
    );
    expect(codes).toEqual([
      [400, '/fields/0'],
      [400, '/fields'],
      [400, '/reason'],
      [422, '/contactId'],
    ]);
    expect(rows()).toEqual([]);
  });
});
