import { beforeEach, expect, test } from 'vitest';
import { type Merging, merging, standing } from './merging.ts';

let given: Merging;
beforeEach(async () => {
  given = await merging();
  const path = `/v1/customers/${given.loserId}/consents`;
  const consent = { contactId: given.of.contact, channel: 'sms', basis: 'consent', source: '展会' };
  for (let i = 0; i < 60; i += 1) {
    const body = { ...consent, purpose: 'marketing', granted: i % 2 === 0 };
    await given.call('customers', 'POST', path, { body });
  }
  await given.deliver();
});

const merge = () =>
  given.call('customers', 'POST', '/v1/merges', {
    body: { survivorId: given.survivorId, loserIds: [given.loserId] },
  });

const get = (context: Parameters<Merging['call']>[0], path: string) => given.call(context, 'GET', path);

const rows = () => standing(given.table);

/** Nothing is written any more after so many commits, and then again. */
async function failing(commits: number, work: () => Promise<void>): Promise<void> {
  const { commit } = given.table;
  let left = commits;
  Object.assign(given.table, {
    commit: async (writes: Parameters<typeof commit>[0]) => {
      left -= 1;
      if (left < 0) throw new Error('the power failed');
      await commit(writes);
    },
  });
  await expect(work()).rejects.toThrow('the power failed');
  Object.assign(given.table, { commit });
}

test('more rows than one transaction takes move part by part and come back, to the same end', async () => {
  const before = rows();
  const { body } = await merge();
  expect(body.moved).toEqual({ customers: 0 });
  expect(await get('customers', `/v1/customers/${given.loserId}`)).toMatchObject({ status: 308 });
  await given.pass(1);
  const consents = `/v1/customers/${given.survivorId}/consents?limit=200`;
  expect((await get('customers', consents)).body.items).toHaveLength(61);
  expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
  await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`);
  await given.pass(14);
  expect((await get('customers', `/v1/merges/${body.id}`)).body).toMatchObject({ state: 'reverted', kept: [] });
  expect(rows()).toEqual(before);
});

test('more rows than one transaction takes hold up a further merge of the survivor until all of them have come', async () => {
  const { body } = await merge();
  const other = { kind: 'company', name: '广州第三有限公司', contact: { name: '周', mobile: '13700137001' } };
  const { body: third } = await given.call('customers', 'POST', '/v1/customers', { body: other });
  const further = () =>
    given.call('customers', 'POST', '/v1/merges', {
      body: { survivorId: third.id, loserIds: [given.survivorId] },
    });
  const errors = [{ pointer: '/loserIds/0', code: 'customers.merge-busy' }];
  expect(await further()).toMatchObject({ status: 409, body: { code: 'customers.merge-busy', errors } });
  await given.pass(1);
  expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
  expect(await further()).toMatchObject({ status: 201 });
});

test('a merge of many rows that breaks off anywhere is gone on with', async () => {
  const { body } = await merge();
  await failing(2, () => given.pass(1));
  await given.pass(2);
  expect((await get('customers', `/v1/merges/${body.id}`)).body.state).toBe('completed');
  const consents = `/v1/customers/${given.survivorId}/consents?limit=200`;
  expect((await get('customers', consents)).body.items).toHaveLength(61);
});

test.each([0, 1, 2, 3])(
  'taking back many rows, killed after %i commits, is gone on with to the same end',
  async (commits) => {
    const before = rows();
    const { id } = (await merge()).body;
    await given.pass(12);
    await given.call('customers', 'POST', `/v1/merges/${id}/revert`);
    await failing(commits, () => given.pass(1));
    await given.pass(14);
    expect((await get('customers', `/v1/merges/${id}`)).body).toMatchObject({ state: 'reverted', kept: [] });
    expect(rows()).toEqual(before);
  },
);
