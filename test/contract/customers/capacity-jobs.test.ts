import { beforeAll, beforeEach, expect, test } from 'vitest';
import { messages } from '#domain/activities/messages.ts';
import { handler as carry } from '#functions/activities/on-customer-merged.ts';
import { routes } from '#functions/activities/routes.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { handler as sweep } from '#functions/customers/sweep.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { agendaPartition, agendaShards } from '#store/keys.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { idOf, inProcess } from '#test/world.ts';
import { bulk } from './bulk-edits.ts';
import { asAdmin, asChen, asLi, asWang, east, li, wang } from './company.ts';

/** What work on many customers costs, by what the engine reports. */
let engine: EngineTable;
let given: Awaited<ReturnType<typeof bulk>>;
let entered = 0;

beforeAll(async () => {
  engine = await engineTable();
  given = await bulk(engine.table);
}, 20_000);

beforeEach(() => {
  given.clock.advance(1000);
});

const used = (work: () => Promise<unknown>) => engine.used(work);

/** Customers that nobody else in this file has met. */
async function some(count: number, changes: Readonly<Record<string, unknown>> = {}, as = asLi) {
  const made: { id: string; number: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    entered += 1;
    given.clock.advance(20);
    const contact = { name: '王建国', mobile: `137${String(entered).padStart(8, '0')}` };
    made.push(await given.create({ name: `上海浦东新区医疗器械进出口第${entered}有限公司`, contact, ...changes }, as));
  }
  return made;
}

const news = (type: string, subject: string, detail: object): Consumed =>
  ({
    ...{ id: idOf('evt', 1), type, version: 1, subject, detail },
    at: given.clock.now.toISOString(),
    actorId: li,
    cause: subject,
  }) as Consumed;

test('a customer of a bulk edit costs at most 9.5 WRU, where the single change of a level costs 5, and 1.5 RRU', async () => {
  const [alone, ...rest] = (await some(11)).map(({ id }) => id);
  const patch = { headers: { 'if-match': '"1"' }, body: { level: 'vip' } };
  const single = await used(() => given.call('PATCH', `/v1/customers/${alone}`, patch));
  const id = await given.start({ ids: rest, changes: { level: 'vip' } });
  const queued = news('bulk-edit.part-queued', id, { bulkEditId: id, part: 0 });
  const { read, write } = await used(() => given.bring(queued as Consumed<never>));
  expect(single.write).toBe(5);
  expect(write / rest.length).toBeLessThanOrEqual(9.5);
  // And what the part itself costs: the job, its caller, what was done before.
  expect(read - 1.5 * rest.length).toBeLessThanOrEqual(7);
});

test('a hand-over costs at most 10 WRU, and the history of them 0.5 RRU beside the customer', async () => {
  const [one] = await some(1);
  const path = `/v1/customers/${one?.id}`;
  const body = { ownerId: wang, reason: '区域调整' };
  const handOver = await used(() => given.call('POST', `${path}/hand-over`, { ...asChen, body }));
  expect(handOver.write).toBeLessThanOrEqual(10);
  const { read } = await used(() => given.call('GET', `${path}/hand-overs`, asWang));
  expect(read).toBeLessThanOrEqual(1);
});

test('a list with a filter costs at most 3 RRU for 55 rows looked at, and 0.5 RRU each customer beyond the rows', async () => {
  const as = { ...asLi, memberId: idOf('mem', 12), departmentId: east };
  await some(55, { tags: [] }, as);
  const asked = (filter: object) =>
    given.call('GET', `/v1/customers?limit=200&filter=${encodeURIComponent(JSON.stringify(filter))}`, as);
  const inRows = await used(() => asked({ field: 'level', op: 'is', value: 'normal' }));
  expect(inRows.read).toBeLessThanOrEqual(3);
  const beyond = await used(() => asked({ field: 'address.city', op: 'is-set', value: false }));
  expect(beyond.read - inRows.read).toBeLessThanOrEqual(60 * 0.5);
});

test('noting a change for the search costs 1 WRU and 1 RRU once a snapshot is ordered', async () => {
  const [one] = await some(1);
  const parentChanged = news('customer.changed', one?.id ?? '', { customerId: one?.id, fields: ['collaboratorIds'] });
  const { handler } = await import('#functions/customers/on-searchable.ts');
  const note = () => handler.consumer.consume(parentChanged as Consumed<never>, makeWorld(given.parts));
  await note();
  const again = await used(note);
  expect(again.write).toBeLessThanOrEqual(1);
  expect(again.read).toBeLessThanOrEqual(1);
});

test('a merge of two bare customers costs at most 25 WRU, and each row of another context 6.25 WRU and 3.5 RRU', async () => {
  const [survivor, loser] = await some(2);
  const activities = inProcess('activities', routes, messages, { clock: given.clock, parts: given.parts, as: asLi });
  for (let n = 0; n < 4; n += 1) {
    const due = { local: '2026-12-01T09:00', zone: 'Asia/Shanghai' };
    const body = { customerId: loser?.id, subject: '回访', due };
    expect((await activities.call('POST', '/v1/follow-ups', { body })).status).toBe(201);
  }
  const body = { survivorId: survivor?.id, loserIds: [loser?.id] };
  let mergeId = '';
  const request = await used(async () => {
    const answer = await given.call('POST', '/v1/merges', { ...asAdmin, body });
    expect(answer.status).toBe(201);
    mergeId = answer.body.id;
  });
  expect(request.write).toBeLessThanOrEqual(25);
  expect(request.read).toBeLessThanOrEqual(7);
  const merged = news('customer.merged', survivor?.id ?? '', { mergeId, customerId: survivor?.id, losers: 1 });
  const carried = await used(() => carry.consumer.consume(merged as Consumed<never>, makeWorld(given.parts)));
  expect(carried.write / 4).toBeLessThanOrEqual(6.25);
  expect(carried.read / 4).toBeLessThanOrEqual(3.5);
});

test('a scan costs at most 2.5 RRU and 4.5 WRU a pair of twins', async () => {
  const names = Array.from({ length: 4 }, (_, n) => `苏州精密仪器第${n}有限公司`);
  for (const [n, name] of names.entries()) {
    for (const times of [1, 2]) {
      const contact = { name: '李四', mobile: `136${times}${String(n).padStart(7, '0')}` };
      await given.create({ name, contact }, asLi, '?onDuplicate=create');
    }
  }
  expect((await given.call('POST', '/v1/duplicates/scan', asAdmin)).status).toBe(202);
  const { read, write } = await used(sweepScans);
  expect(read / names.length).toBeLessThanOrEqual(2.5);
  expect(write / names.length).toBeLessThanOrEqual(4.5);
});

async function sweepScans(): Promise<void> {
  const { table, parts, clock } = given;
  const now = clock.now.toISOString();
  for (let shard = 0; shard < agendaShards; shard += 1) {
    const pk = agendaPartition('customers', shard);
    const { items } = await table.query({ index: 'agenda', pk, to: `${now}#~`, limit: 100 });
    for (const { key } of items.filter((each) => each.key.pk.startsWith('customers#scan#'))) {
      const item = await table.get(key);
      if (item !== undefined) await table.commit(await sweep.act(item, key, now, makeWorld(parts)));
    }
  }
}
