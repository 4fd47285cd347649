import { beforeEach, expect, test } from 'vitest';
import { handler as sweep } from '#functions/customers/sweep.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { agendaPartition, agendaShards } from '#store/keys.ts';
import { asAdmin, asChen, asEmily, asLi, body, company } from './company.ts';

let given: Awaited<ReturnType<typeof company>>;
beforeEach(async () => {
  given = await company();
});

const twin = (name: string, ownerId?: string) =>
  given.create({ name, ...(ownerId === undefined ? {} : { ownerId }) }, asAdmin, '?onDuplicate=create');

async function scanned(): Promise<string> {
  const { status, body: scan } = await given.call('POST', '/v1/duplicates/scan', asChen);
  expect({ status, state: scan.state }).toEqual({ status: 202, state: 'running' });
  await sweepAll();
  return scan.id;
}

async function sweepAll(): Promise<void> {
  const { table, parts, clock } = given;
  for (let shard = 0; shard < agendaShards; shard += 1) {
    const pk = agendaPartition('customers', shard);
    const { items } = await table.query({ index: 'agenda', pk, to: `${clock.now.toISOString()}#~`, limit: 100 });
    for (const { key } of items.filter((each) => each.key.pk.startsWith('customers#scan#'))) {
      const item = await table.get(key);
      if (item !== undefined) await table.commit(await sweep.act(item, key, clock.now.toISOString(), makeWorld(parts)));
    }
  }
}

const groups = async (id: string, as = asAdmin, query = '') =>
  given.call('GET', `/v1/duplicates/scans/${id}${query}`, as);

test('a scan finds who share a mobile or a name, with scores and reasons, and nobody else', async () => {
  const first = await given.create();
  const second = await twin(body.name);
  const third = await twin('苏州精密仪器有限公司');
  await given.create({ name: '北京远航物流股份有限公司', contact: { name: '赵敏', mobile: '13900139000' } });
  const { status, body: found } = await groups(await scanned());

  expect(status).toBe(200);
  expect(found).toMatchObject({ state: 'completed', next: null, items: [{ score: 0.98 }] });
  const candidates = found.items[0].candidates.map(({ id, reasons }: { id: string; reasons: string[] }) => [
    id,
    reasons,
  ]);
  expect(Object.fromEntries(candidates)).toEqual({
    [first.id]: ['mobile', 'name'],
    [second.id]: ['mobile', 'name'],
    [third.id]: ['mobile'],
  });
});

test('who may not see one of two is not told of either', async () => {
  await given.create();
  const { status } = await given.call('POST', '/v1/customers?onDuplicate=create', { ...asEmily, body });
  expect(status).toBe(201);
  const id = await scanned();
  expect((await groups(id, asAdmin)).body.items).toHaveLength(1);
  expect((await groups(id, asChen)).body).toMatchObject({ state: 'completed', items: [], next: null });
});

test('who was merged or deleted since is in no group', async () => {
  const [first, second] = [await given.create(), await twin(body.name)];
  const id = await scanned();
  const sent = { survivorId: first.id, loserIds: [second.id] };
  expect((await given.call('POST', '/v1/merges', { ...asAdmin, body: sent })).status).toBe(201);
  expect((await groups(id)).body.items).toEqual([]);
  expect((await groups(await scanned())).body.items).toEqual([]);
});

test('a long list of groups comes page by page, each once', async () => {
  for (const n of ['1', '2', '3']) {
    const contact = { name: '赵敏', mobile: `1390013900${n}` };
    await given.create({ name: `远航物流${n}有限公司`, contact });
    await given.create({ name: `远航${n}号有限公司`, contact }, asLi, '?onDuplicate=create');
  }
  const id = await scanned();
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body: page } = await groups(id, asAdmin, `?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(
      ...page.items.flatMap(({ candidates }: { candidates: { id: string }[] }) => candidates.map((each) => each.id)),
    );
    cursor = page.next;
  }
  expect(seen).toHaveLength(6);
  expect(new Set(seen).size).toBe(6);
});

test('a scan is for managers, and one that there is not is 404', async () => {
  expect((await given.call('POST', '/v1/duplicates/scan', asLi)).status).toBe(403);
  expect(await groups('scn_00000000000000000000000009')).toMatchObject({
    status: 404,
    body: { code: 'customers.scan-not-found' },
  });
  expect((await groups('nonsense')).status).toBe(404);
});

test('a match key survives the bin and says where the twin is; a twin made on purpose stays possible', async () => {
  const customer = await given.create();
  const headers = { 'if-match': '"1"' };
  await given.call('DELETE', `/v1/customers/${customer.id}`, { ...asChen, headers });
  const inBin = await given.call('POST', '/v1/customers', { ...asChen, body });
  expect(inBin).toMatchObject({
    status: 409,
    body: { code: 'customers.duplicate', candidates: [{ id: customer.id, reasons: ['mobile', 'name'] }] },
  });
  await given.call('POST', `/v1/customers/${customer.id}/restore`, asChen);
  expect((await given.call('POST', '/v1/customers', { ...asChen, body })).status).toBe(409);
  expect((await given.call('POST', '/v1/customers?onDuplicate=create', { ...asChen, body })).status).toBe(201);
});
