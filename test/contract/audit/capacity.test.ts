import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { messages } from '#domain/audit/messages.ts';
import { routes } from '#functions/audit/routes.ts';
import { bulkPuts } from '#store/bulk.ts';
import { asLi, company } from '#test/contract/customers/company.ts';
import { type EngineTable, engineTable, streamOf } from '#test/engine.ts';
import { inProcess, testParts } from '#test/world.ts';
import { deliver } from './feed.ts';

const asLegal = { role: 'legal' } as const;

let engine: EngineTable;
let given: Awaited<ReturnType<typeof company>>;
let read = 0;

/** As the filter of the mapping lets them through. */
const isAudited = ({ dynamodb }: DynamoDBRecord): boolean =>
  dynamodb?.NewImage?.['audit'] !== undefined ||
  (dynamodb?.NewImage === undefined && dynamodb?.OldImage?.['audit'] !== undefined);

/** What it costs to record what was written since the last time, by what the engine's own stream tells. */
async function recording() {
  const records = (await streamOf(engine)).slice(read);
  read += records.length;
  const audited = records.filter(isAudited);
  const { read: rru, write: wru } = await engine.used(() =>
    deliver(testParts(undefined, engine.table), audited, bulkPuts(engine)),
  );
  read += (await streamOf(engine)).length - read;
  return { audited: audited.length, read: rru, write: wru };
}

beforeAll(async () => {
  engine = await engineTable();
  given = await company({ table: engine.table });
  await recording();
}, 30_000);

describe('capacity, as the engine reports it', () => {
  test('a new customer costs 4 WRU, a change 3 WRU and 0.5 RRU, what is not audited nothing', async () => {
    const { id, version } = await given.create();
    expect(await recording()).toEqual({ audited: 1, read: 0, write: 4 });
    const headers = { 'if-match': `"${version}"` };
    const patched = await given.call('PATCH', `/v1/customers/${id}`, { ...asLi, body: { level: 'vip' }, headers });
    expect(patched.status).toBe(200);
    expect(await recording()).toEqual({ audited: 1, read: 0.5, write: 3 });
    await engine.table.commit([
      { op: 'put', key: { pk: `customers#${id}`, sk: '~pulse' }, item: { openTickets: 1 }, expect: 'any' },
    ]);
    expect(await recording()).toEqual({ audited: 0, read: 0, write: 0 });
  });

  test('customers entered together cost 4 WRU and 1 RRU each', async () => {
    for (let n = 0; n < 5; n += 1) {
      await given.create({ name: `嘉兴第${n}号贸易有限公司`, contact: { name: '李四', mobile: `1370013700${n}` } });
    }
    expect(await recording()).toEqual({ audited: 5, read: 5, write: 20 });
  });

  test('a list of 50 rows costs at most 8 RRU, a check of them at most 100', async () => {
    const { id } = await given.create({
      name: '苏州纳米科技有限公司',
      contact: { name: '钱多', mobile: '13600136000' },
    });
    for (let i = 0; i < 50; i += 1) {
      const { body } = await given.call('GET', `/v1/customers/${id}`, asLi);
      const headers = { 'if-match': `"${body.version}"` };
      await given.call('PATCH', `/v1/customers/${id}`, { ...asLi, body: { level: i % 2 ? 'vip' : 'key' }, headers });
    }
    await recording();
    const { call } = inProcess('audit', routes, messages, { parts: testParts(undefined, engine.table), as: asLegal });
    let answer = await call('GET', `/v1/audit?subject=${id}`);
    const list = await engine.used(async () => {
      answer = await call('GET', `/v1/audit?subject=${id}`);
    });
    expect([answer.body.items.length, list.write]).toEqual([50, 0]);
    expect(list.read).toBeLessThanOrEqual(8);
    const check = await engine.used(async () => {
      answer = await call('GET', `/v1/audit/verify?subject=${id}`);
    });
    expect(answer.body).toMatchObject({ ok: true, rows: 50 });
    expect(check.read).toBeLessThanOrEqual(100);
  });
});
