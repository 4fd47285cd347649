import { beforeAll, beforeEach, expect, test } from 'vitest';
import { messages } from '#domain/customers/messages.ts';
import { noPulse } from '#domain/customers/pulse.ts';
import { routes } from '#functions/customers/quality-routes.ts';
import { readCustomerOrBinned } from '#store/customers.ts';
import { recount } from '#store/customers-census.ts';
import { putEntry, putPulse } from '#store/customers-pulse.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { idOf, inProcess } from '#test/world.ts';
import { asLi, asZhao, company, east, li } from './company.ts';

/** What each access pattern costs, by what the engine reports. A create pays the month's counter as well. */
let engine: EngineTable;
let given: Awaited<ReturnType<typeof company>>;
let entered = 0;

beforeAll(async () => {
  engine = await engineTable();
  given = await company({ table: engine.table });
}, 20_000);

beforeEach(() => {
  given.clock.advance(1000);
});

async function cost<T>(work: () => Promise<T>) {
  Object.assign(engine.capacity, { read: 0, write: 0 });
  const answer = await work();
  return { answer, read: engine.capacity.read, write: engine.capacity.write };
}

function typical(changes: Readonly<Record<string, unknown>> = {}) {
  entered += 1;
  return {
    name: `上海浦东新区医疗器械进出口第${entered}有限公司`,
    level: 'strategic',
    source: 'exhibition',
    nextFollowUpPlan: '电话回访产品使用情况',
    contact: { name: '王建国经理', mobile: `138${String(entered).padStart(8, '0')}`, title: '采购部经理' },
    ...changes,
  };
}

test('entering a customer with his contact, number, two match keys and three indexes costs at most 12 WRU', async () => {
  const { write, read } = await cost(() => given.create(typical()));
  expect(write).toBeLessThanOrEqual(12);
  expect(read).toBeLessThanOrEqual(5);
});

test('reading a customer with his last contact and completeness costs 1 RRU; for an agent his open tickets beside it', async () => {
  const { id } = await given.create(typical());
  await engine.table.commit([await pulseOf(id)]);
  const get = await cost(() => given.call('GET', `/v1/customers/${id}`));
  expect(get).toMatchObject({ read: 0.5, write: 0, answer: { status: 200, body: { lastFollowUpAt: talkedAt } } });
  expect((await cost(() => given.call('GET', `/v1/customers/${id}`, asZhao))).read).toBeLessThanOrEqual(2);
});

const talkedAt = '2026-11-22T01:00:00.000Z';

async function pulseOf(id: string) {
  const customer = await readCustomerOrBinned(engine.table, id);
  if (customer === undefined) throw new Error('there is no customer');
  const amount = { minor: 12_000_000, currency: 'CNY' };
  const figures = {
    nextFollowUpAt: talkedAt,
    openFollowUps: 2,
    openTickets: 1,
    overdueTickets: 1,
    runningContracts: 2,
  };
  const contracts = { nextContractEndsOn: '2027-11-21', contractAmount: amount, contractAmounts: [amount] };
  return putPulse(customer, { ...noPulse, ...figures, ...contracts, lastFollowUpAt: talkedAt }, 0);
}

test('the overview with 20 entries of the longest titles costs at most 1 RRU', async () => {
  const { id } = await given.create(typical({ tags: ['战略客户', '华东区域'] }));
  await engine.table.commit([await pulseOf(id)]);
  for (let i = 0; i < 25; i += 1) {
    const refId = idOf('tkt', i);
    const entry = {
      id: idOf('evt', i),
      at: talkedAt,
      kind: 'ticket.opened',
      title: '无法开机'.repeat(20),
      refId,
      actorId: li,
    };
    await engine.table.commit([putEntry(id, entry)]);
  }
  const { read, answer } = await cost(() => given.call('GET', `/v1/customers/${id}/overview`));
  expect(answer.body.timeline).toHaveLength(20);
  expect(read).toBeLessThanOrEqual(1);
});

test('a list of 50 costs at most 2.5 RRU', async () => {
  const as = { ...asLi, memberId: idOf('mem', 12), departmentId: east };
  for (let i = 0; i < 55; i += 1) await given.create(typical(), as);
  const { read, answer } = await cost(() => given.call('GET', '/v1/customers', as));
  expect(answer.body.items).toHaveLength(50);
  expect(answer.body.next).not.toBeNull();
  expect(read).toBeLessThanOrEqual(2.5);
});

test('a change beside the lists costs as much as the row, one of the lists its indexes as well', async () => {
  const { id } = await given.create(typical());
  const patch = (version: number, body: unknown) =>
    given.call('PATCH', `/v1/customers/${id}`, { body, headers: { 'if-match': `"${version}"` } });
  expect((await cost(() => patch(1, { nextFollowUpPlan: '寄样品' }))).write).toBeLessThanOrEqual(2);
  expect((await cost(() => patch(2, { level: 'vip' }))).write).toBeLessThanOrEqual(5);
});

test('values of own fields cost a create the definitions, read at once; without them it costs as before', async () => {
  const bare = await cost(() => given.create(typical()));
  const quality = inProcess('customers', routes, messages, { clock: given.clock, parts: given.parts });
  const definition = { id: 'years', type: 'number', labels: { 'zh-CN': '合作年限', en: 'Years' } };
  expect((await quality.call('POST', '/v1/fields', { body: definition })).status).toBe(201);
  const plain = await cost(() => given.create(typical()));
  expect(plain.write).toBe(bare.write);
  expect(plain.read - bare.read).toBe(0);
  const filled = await cost(() => given.create(typical({ fields: { years: 3 } })));
  expect(filled.read - bare.read).toBeLessThanOrEqual(0.5);
  expect(filled.write - bare.write).toBeLessThanOrEqual(2);
});

test('counting a new customer costs at most 8 WRU, and a change of what is not counted nothing', async () => {
  const { id } = await given.create(typical());
  const news = { ...{ id: idOf('evt', 2), version: 1, subject: id, at: talkedAt, actorId: li, cause: id } };
  const detail = { customerId: id };
  const counting = await cost(async () => {
    const writes = await recount(engine.table, id, await readCustomerOrBinned(engine.table, id));
    await engine.table.commit(writes);
  });
  expect(counting.write).toBeLessThanOrEqual(8);
  const again = { ...news, type: 'customer.changed', detail: { ...detail, fields: ['parentId'] } };
  expect(await cost(() => given.bring(again))).toMatchObject({ read: 0, write: 0 });
});

test('a look-up by number or phone costs at most 2 RRU', async () => {
  const { number, mainContact } = await given.create(typical());
  for (const query of [`number=${number}`, `phone=${mainContact.mobile}`]) {
    const { read, answer } = await cost(() => given.call('GET', `/v1/customers?${query}`));
    expect(answer.body.items).toMatchObject([{ number }]);
    expect(read).toBeLessThanOrEqual(2);
  }
});

test('an interaction on the timeline and in the figures costs at most 10 WRU', async () => {
  const { id } = await given.create(typical());
  await engine.table.commit([await pulseOf(id)]);
  const occurredAt = '2026-11-22T02:00:00.000Z';
  const interactionId = idOf('int', 1);
  const { write } = await cost(() =>
    given.bring({
      ...{ id: idOf('evt', 1), type: 'interaction.recorded', version: 1, subject: interactionId, at: occurredAt },
      ...{ actorId: li, cause: id },
      detail: { customerId: id, interactionId, channel: 'phone', direction: 'out', occurredAt },
    }),
  );
  expect(write).toBeLessThanOrEqual(10);
});

test('a mailbox that is gone costs at most 2 WRU and 3.5 RRU, beside the claim of the news', async () => {
  const { id } = await given.create(typical({ contact: { name: '王建国', email: 'wang@example.com' } }));
  const contact = { name: '李工', email: 'li@example.com' };
  const { id: otherId } = (await given.call('POST', `/v1/customers/${id}/contacts`, { body: contact })).body;
  const bounce = (contactId: string, n: number) => {
    const sentAt = given.clock.now.toISOString();
    const detail = { kind: 'ticket.resolved', ref: 'r', reason: 'bounced', noMailbox: true, sentAt, contactId };
    const about = { version: 1, subject: idOf('msg', n), at: sentAt, actorId: 'system', cause: id };
    return cost(() => given.bring({ id: idOf('evt', n), type: 'mail.failed', ...about, detail }));
  };
  expect(await bounce(`con_${id.slice(4)}`, 901)).toMatchObject({ write: 2, read: 1 });
  expect(await bounce(otherId, 902)).toMatchObject({ write: 1, read: 3.5 });
});
