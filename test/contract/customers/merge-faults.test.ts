import { beforeEach, describe, expect, test } from 'vitest';
import { asAdmin } from './company.ts';
import { exchange } from './imports.ts';
import { type Merging, merging, standing } from './merging.ts';

let given: Merging;
beforeEach(async () => {
  given = await merging();
});

const merge = async (): Promise<string> => {
  const body = { survivorId: given.survivorId, loserIds: [given.loserId] };
  return (await given.call('customers', 'POST', '/v1/merges', { body })).body.id;
};
const revert = (id: string) => given.call('customers', 'POST', `/v1/merges/${id}/revert`);
const ledger = async (id: string) => (await given.call('customers', 'GET', `/v1/merges/${id}`)).body;

describe('a context that does not report', () => {
  test('makes the merge fail after some asking, and complete when its report comes after all', async () => {
    given.deaf.add('mail');
    const id = await merge();
    await given.deliver();
    await given.pass(60);
    expect(await ledger(id)).toMatchObject({ state: 'running', waitingFor: ['mail'] });
    await given.pass(15);
    expect(await ledger(id)).toMatchObject({ state: 'failed', waitingFor: ['mail'] });
    // Nobody is asked any more.
    const told = given.table.news.length;
    await given.pass(30);
    expect(given.table.news).toHaveLength(told);
    given.deaf.clear();
    await given.repeat('customer.merged');
    expect(await ledger(id)).toMatchObject({ state: 'completed', waitingFor: [], moved: { mail: 1 } });
  });

  test('holds up the taking back for an hour and more, which ends as if it had come at once', async () => {
    const before = standing(given.table);
    const id = await merge();
    await given.deliver();
    given.deaf.add('contracts');
    await revert(id);
    await given.deliver();
    await given.pass(80);
    expect(await ledger(id)).toMatchObject({ state: 'reverting', waitingFor: ['contracts'] });
    given.deaf.clear();
    await given.pass(12);
    expect(await ledger(id)).toMatchObject({ state: 'reverted', waitingFor: [], kept: [] });
    await given.pass(12);
    expect(standing(given.table)).toEqual(before);
  });
});

test('the search finds each by his own again once the merge is taken back', async () => {
  const found = async (q: string) => {
    const answer = await given.call('customers', 'GET', `/v1/customers/search?q=${encodeURIComponent(q)}`);
    return answer.body.items.map((each: { id: string }) => each.id);
  };
  const { loserId, survivorId } = given;
  expect(await found('浦东')).toEqual([loserId]);
  const id = await merge();
  await given.deliver();
  expect(await found('浦东')).toEqual([]);
  expect(await found('13700137000')).toEqual([survivorId]);
  await revert(id);
  await given.deliver();
  expect(await found('浦东')).toEqual([loserId]);
  expect(await found('13700137000')).toEqual([loserId]);
});

test('a row of an import with the number of one who was merged is rejected at its number, and changes nobody', async () => {
  const { create, call, run, report } = await exchange();
  const contact = { name: '李四', mobile: '13900139000' };
  const survivor = await create();
  const loser = await create({ name: '上海浦东精密仪器有限公司', contact });
  const body = { survivorId: survivor.id, loserIds: [loser.id] };
  expect((await call('POST', '/v1/merges', { ...asAdmin, body })).status).toBe(201);
  const { version } = (await call('GET', `/v1/customers/${survivor.id}`)).body;
  const { id, counts } = await run(`客户编号,客户名称\n${loser.number},新的名称有限公司\n`);
  expect(counts).toMatchObject({ total: 1, rejected: 1, updated: 0 });
  expect(report(id)).toContain('customers.not-found');
  expect((await call('GET', `/v1/customers/${survivor.id}`)).body).toMatchObject({ version, name: survivor.name });
});
