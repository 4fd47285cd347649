import { beforeEach, describe, expect, test } from 'vitest';
import { another, type Merging, merging } from './merging.ts';

let given: Merging;
beforeEach(async () => {
  given = await merging();
});

const merge = (body: object = {}, headers: Record<string, string> = {}) =>
  given.call('customers', 'POST', '/v1/merges', {
    headers,
    body: { survivorId: given.survivorId, loserIds: [given.loserId], ...body },
  });

describe('bad input', () => {
  const codes = async (body: object, as: object = {}) => {
    const sent = { survivorId: given.survivorId, loserIds: [given.loserId], ...body };
    const answer = await given.call('customers', 'POST', '/v1/merges', { ...as, body: sent });
    const errors = (answer.body.errors ?? []) as readonly { pointer: string; code: string }[];
    return [answer.status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  const unknown = 'cus_00000000000000000000000099';

  test('names each of those who cannot be merged, at its pointer', async () => {
    const { survivorId, loserId } = given;
    expect(await codes({ loserIds: [survivorId, loserId, loserId], picks: { name: unknown } })).toEqual([
      422,
      '/loserIds/0 customers.merge-itself',
      '/loserIds/2 customers.merge-twice',
      '/picks/name customers.merge-foreign-pick',
    ]);
    expect(await codes({ survivorId: unknown })).toEqual([422, '/survivorId customers.merge-unknown']);
    expect(await codes({ loserIds: [loserId, unknown] })).toEqual([422, '/loserIds/1 customers.merge-unknown']);
    const many = Array.from({ length: 21 }, (_, i) => `cus_${String(i).padStart(26, '0')}`);
    expect((await codes({ loserIds: many }))[0]).toBe(400);
    expect((await codes({ loserIds: [] }))[0]).toBe(400);
    expect((await codes({ picks: { ownerId: loserId } }))[0]).toBe(400);
  });

  test('an invisible customer is as unknown as none, whatever has become of him', async () => {
    const stranger = { memberId: 'mem_00000000000000000000000099', role: 'sales-manager', departments: 'dep_x' };
    const both = [422, '/survivorId customers.merge-unknown', '/loserIds/0 customers.merge-unknown'];
    expect(await codes({}, stranger)).toEqual(both);
    await merge();
    expect(await codes({}, stranger)).toEqual(both);
    expect(await codes({}, { role: 'sales-rep' })).toEqual([403]);
  });

  test('one who is in the bin or merged already is a conflict that says so', async () => {
    await merge();
    expect(await codes({})).toEqual([409, '/loserIds/0 customers.already-merged']);
    const other = await another(given, '北京远航物流股份有限公司', '13500135000');
    await given.call('customers', 'DELETE', `/v1/customers/${other}`, { headers: { 'if-match': '"1"' } });
    expect(await codes({ loserIds: [other] })).toEqual([409, '/loserIds/0 customers.deleted']);
  });

  test('nobody comes to stand above himself', async () => {
    const headers = { 'if-match': '"1"' };
    const between = await another(given, '北京远航物流股份有限公司', '13500135000');
    const patch = (id: string, parentId: string) =>
      given.call('customers', 'PATCH', `/v1/customers/${id}`, { headers, body: { parentId } });
    expect((await patch(between, given.loserId)).status).toBe(200);
    expect((await patch(given.survivorId, between)).status).toBe(200);
    expect(await codes({})).toEqual([422, '/survivorId customers.parent-cycle']);
  });

  test('a merge of others is not there', async () => {
    const { body } = await merge();
    const stranger = {
      memberId: 'mem_00000000000000000000000099',
      role: 'sales-manager',
      departments: 'dep_x',
    } as const;
    const notThere = { status: 404, body: { code: 'customers.merge-not-found' } };
    expect(await given.call('customers', 'GET', `/v1/merges/${body.id}`, stranger)).toMatchObject(notThere);
    expect(await given.call('customers', 'POST', `/v1/merges/${body.id}/revert`, stranger)).toMatchObject(notThere);
    expect(await given.call('customers', 'GET', '/v1/merges/mrg_00000000000000000000000099')).toMatchObject(notThere);
  });
});
test('a dry run shows the difference and writes nothing', async () => {
  const before = given.table.rows();
  const answer = await merge({ picks: { name: given.loserId } }, { prefer: 'dry-run' });
  expect(answer).toMatchObject({ status: 200, headers: { 'preference-applied': 'dry-run' } });
  expect(answer.body).toMatchObject({
    dryRun: true,
    moves: {
      contacts: 2,
      consents: 1,
      interactions: 1,
      followUps: 1,
      contracts: 1,
      tickets: 1,
      mails: 1,
      notes: 1,
      attachments: 1,
    },
  });
  const fields = answer.body.changes.map(({ field }: { field: string }) => field);
  expect(fields).toEqual(expect.arrayContaining(['name', 'source', 'tags', 'externalIds']));
  expect(given.table.rows()).toEqual(before);
});

test('a merge sent twice with one key is one merge', async () => {
  const headers = { 'idempotency-key': 'merge-1' };
  const [first, again] = [await merge({}, headers), await merge({}, headers)];
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id }, headers: { 'idempotent-replayed': 'true' } });
});
