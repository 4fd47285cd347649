import { beforeEach, describe, expect, test } from 'vitest';
import {
  agent,
  colleague,
  customerId,
  finance,
  manager,
  otherCustomerId,
  rep,
  serviceManager,
  stranger,
} from '#test/steps/records.ts';
import { type Answer, type As, idOf } from '#test/world.ts';
import { amount, contracts, type Given, refused, year } from './given.ts';

let given: Given;
beforeEach(async () => {
  given = await contracts();
});

const ids = ({ body }: Answer): string[] => body.items.map(({ id }: { id: string }) => id);

describe('POST /v1/contracts', () => {
  test('201 running, with a number of the month, the company’s zone and the last day for notice', async () => {
    const { status, body, headers } = await given.create({
      noticePeriod: 'P2M',
      renewal: { mode: 'auto', term: 'P12M' },
    });
    expect([status, headers['etag'], body.number]).toEqual([201, '"1"', 'HT202611001']);
    expect(body).toMatchObject({
      state: 'running',
      ownerId: rep.memberId,
      zone: 'Asia/Shanghai',
      currentTerm: { startsOn: '2026-12-01', endsOn: '2027-11-30' },
      noticeBy: '2027-09-30',
      terms: [{ term: 1, amount }],
      remindCustomer: false,
    });
    expect((await given.create()).body.number).toBe('HT202611002');
  });

  test('201 as a draft, which is reminded of nothing', async () => {
    const { body } = await given.create({ state: 'draft' });
    expect((await given.call('GET', `/v1/contracts/${body.id}`, rep)).body.state).toBe('draft');
  });

  test('201 that renews itself for as long as it was agreed, where no term is said', async () => {
    expect((await given.create({ renewal: { mode: 'auto' } })).body.renewal).toEqual({ mode: 'auto', term: 'P12M' });
    const odd = await given.create({ renewal: { mode: 'auto' }, endsOn: '2026-12-10' });
    expect(odd.body.renewal).toEqual({ mode: 'auto', term: 'P10D' });
  });

  test('201 with the customer’s owner where the caller does not sell', async () => {
    expect((await given.create({}, serviceManager)).body.ownerId).toBe(rep.memberId);
  });

  test('400 for bad fields, each named', async () => {
    const body = {
      endsOn: '2027-02-30',
      kind: 'rent',
      amount: { minor: -1, currency: 'cny' },
      noticePeriod: 'PT5H',
      zone: 'Moon',
    };
    const { status, body: problem } = await given.create(body);
    expect(status).toBe(400);
    const pointers = problem.errors.map(({ pointer }: { pointer: string }) => pointer);
    const bad = ['/kind', '/endsOn', '/amount/minor', '/amount/currency', '/noticePeriod', '/zone'];
    expect(pointers).toEqual(expect.arrayContaining(bad));
  });

  test('403 for who may only read, and for kinds that are not service’s', async () => {
    expect((await given.create({}, finance)).status).toBe(403);
    expect(await refused(given.create({ kind: 'sales' }, serviceManager))).toEqual([
      403,
      'contracts.kind-out-of-reach',
    ]);
  });

  test('422 for dates in the wrong order, and no number is used up', async () => {
    expect(await refused(given.create({ endsOn: '2026-11-30' }))).toEqual([
      422,
      'contracts.ends-before-start',
      '/endsOn',
    ]);
    expect((await given.create()).body.number).toBe('HT202611001');
  });

  test('422 for a customer or an owner whom the caller may not name', async () => {
    expect(await refused(given.create({ customerId: otherCustomerId }))).toEqual([
      422,
      'contracts.unknown-customer',
      '/customerId',
    ]);
    expect(await refused(given.create({ ownerId: stranger.memberId }))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '/ownerId',
    ]);
    expect(await refused(given.create({ ownerId: idOf('mem', 80) }))).toEqual([
      422,
      'contracts.unknown-owner',
      '/ownerId',
    ]);
    expect((await given.create({ ownerId: colleague.memberId }, manager)).status).toBe(201);
  });
});

describe('GET /v1/contracts/{id}', () => {
  test('200 for owner, department, service and finance; the owner sees the customer’s card', async () => {
    const { id } = (await given.create({ ownerId: colleague.memberId }, manager)).body;
    for (const as of [rep, manager, agent, finance]) expect((await given.get(id, as)).body.customer).toBeUndefined();
    expect((await given.get(id, colleague)).body.customer).toMatchObject({
      id: customerId,
      mainContact: { name: 'Wang' },
    });
  });

  test('404 for others, unknown and malformed ids', async () => {
    const { id } = (await given.create()).body;
    expect(await refused(given.get(id, stranger))).toEqual([404, 'contracts.not-found']);
    expect((await given.get(idOf('ctr', 77))).status).toBe(404);
    expect((await given.get('HT202611001')).status).toBe(404);
  });
});

describe('GET /v1/contracts', () => {
  const ending = async (endsOn: string, more: object = {}) =>
    (await given.create({ endsOn, ...more })).body.id as string;

  test('200 by the day they end, each once across pages and states', async () => {
    const made = [
      await ending('2027-05-01'),
      await ending('2027-03-01', { state: 'draft' }),
      await ending('2027-04-01'),
      await ending('2027-01-01', { state: 'draft' }),
      await ending('2027-02-01'),
    ];
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Answer = await given.list(`limit=2${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...ids(page));
      next = page.body.next;
    }
    expect(seen).toEqual([3, 4, 1, 2, 0].map((n) => made[n]));
    expect(ids(await given.list('state=draft'))).toEqual([made[3], made[1]]);
    expect(ids(await given.list('endsFrom=2027-03-01&endsTo=2027-04-01'))).toEqual([made[1], made[2]]);
    expect((await given.list(`customerId=${customerId}&limit=1`)).body.items[0]).toMatchObject({
      endsOn: '2027-01-01',
      amount,
    });
  });

  test('200 with all for whom all is in reach, for a manager his department’s, for a rep his own', async () => {
    const { id } = (await given.create()).body;
    const { id: elsewhere } = (await given.create({ customerId: otherCustomerId }, stranger)).body;
    expect(ids(await given.list('state=running', finance)).toSorted()).toEqual([id, elsewhere].toSorted());
    expect(ids(await given.list('', manager))).toEqual([id]);
    expect(ids(await given.list('limit=1', { ...manager, departments: stranger.departments ?? '' }))).toEqual([
      elsewhere,
    ]);
    expect(ids(await given.list('', colleague))).toEqual([]);
    expect(ids(await given.list(`ownerId=${rep.memberId}`, manager))).toEqual([id]);
  });

  test('400 for two filters', async () => {
    expect((await given.list(`ownerId=${rep.memberId}&customerId=${customerId}`)).status).toBe(400);
  });

  test('422 for an owner or a customer out of reach', async () => {
    expect(await refused(given.list(`ownerId=${manager.memberId}`))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '?ownerId',
    ]);
    expect(await refused(given.list(`customerId=${otherCustomerId}`))).toEqual([
      422,
      'contracts.unknown-customer',
      '?customerId',
    ]);
  });
});

describe('PATCH /v1/contracts/{id}', () => {
  test('200 for a draft, freely, until it is signed', async () => {
    const { id } = (await given.create({ state: 'draft' })).body;
    const changed = await given.patch(id, {
      kind: 'sales',
      startsOn: '2027-01-01',
      amount: { minor: 5 },
      externalNumber: 'X-1',
    });
    expect(changed.body).toMatchObject({
      kind: 'sales',
      startsOn: '2027-01-01',
      amount: { minor: 5, currency: 'CNY' },
    });
    const signed = await given.patch(id, { state: 'running', externalNumber: null }, rep, 2);
    expect([signed.status, signed.body.state, signed.body.externalNumber]).toEqual([200, 'running', undefined]);
    expect(await refused(given.patch(id, { kind: 'service' }, rep, 3))).toEqual([
      422,
      'contracts.only-in-draft',
      '/kind',
    ]);
  });

  test('200 for what may change while it runs, part of an object alone too', async () => {
    const { id } = (await given.create({ renewal: { mode: 'auto', term: 'P12M' }, noticePeriod: 'P1M' })).body;
    const { body } = await given.patch(id, {
      renewal: { term: 'P6M' },
      noticePeriod: null,
      endsOn: '2027-12-31',
      remindCustomer: true,
    });
    expect(body).toMatchObject({ renewal: { mode: 'auto', term: 'P6M' }, endsOn: '2027-12-31', remindCustomer: true });
    expect(body.noticeBy).toBeUndefined();
    expect((await given.patch(id, { ownerId: colleague.memberId }, manager, 2)).body.ownerId).toBe(colleague.memberId);
  });

  test('200 unchanged where nothing changes', async () => {
    const { id } = (await given.create()).body;
    expect((await given.patch(id, { title: year.title })).body.version).toBe(1);
  });

  test('403 for who sees it only, or whose kind it is not', async () => {
    const { id } = (await given.create({ kind: 'sales' })).body;
    expect((await given.patch(id, { title: 'x' }, finance)).status).toBe(403);
    expect(await refused(given.patch(id, { title: 'x' }, serviceManager))).toEqual([
      403,
      'contracts.kind-out-of-reach',
    ]);
  });

  test('404 for who cannot see it, 412 over another version, 428 without one', async () => {
    const { id } = (await given.create()).body;
    expect((await given.patch(id, { title: 'x' }, stranger)).status).toBe(404);
    expect((await given.patch(id, { title: 'x' }, rep, 9)).status).toBe(412);
    expect((await given.call('PATCH', `/v1/contracts/${id}`, { ...rep, body: {} })).status).toBe(428);
  });

  test('409 for what is over', async () => {
    const { id } = (await given.create()).body;
    await given.command(id, 'terminate', { reason: 'Moved', on: '2027-01-01' }, manager);
    expect(await refused(given.patch(id, { title: 'x' }, rep, 2))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for dates, customers and owners that cannot be', async () => {
    const { id } = (await given.create({ state: 'draft' })).body;
    expect(await refused(given.patch(id, { endsOn: '2026-01-01' }))).toEqual([
      422,
      'contracts.ends-before-start',
      '/endsOn',
    ]);
    expect(await refused(given.patch(id, { customerId: otherCustomerId }))).toEqual([
      422,
      'contracts.unknown-customer',
      '/customerId',
    ]);
    expect(await refused(given.patch(id, { ownerId: stranger.memberId }))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '/ownerId',
    ]);
    expect(await refused(given.patch(id, { ownerId: idOf('mem', 80) }))).toEqual([
      422,
      'contracts.unknown-owner',
      '/ownerId',
    ]);
  });
});

describe('DELETE /v1/contracts/{id}', () => {
  const remove = (id: string, as: As = rep, version = 1) =>
    given.call('DELETE', `/v1/contracts/${id}`, { ...as, headers: { 'if-match': `"${version}"` } });

  test('204 for a draft, which is gone', async () => {
    const { id } = (await given.create({ state: 'draft' })).body;
    expect((await remove(id)).status).toBe(204);
    expect([(await given.get(id)).status, ids(await given.list(''))]).toEqual([404, []]);
  });

  test('409 for what was signed; 403, 404 and 412 as elsewhere', async () => {
    const { id } = (await given.create()).body;
    expect(await refused(remove(id))).toEqual([409, 'contracts.wrong-state']);
    expect((await remove(id, finance)).status).toBe(403);
    expect((await remove(id, stranger)).status).toBe(404);
    expect((await remove(id, rep, 5)).status).toBe(412);
  });
});
