import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/contracts/messages.ts';
import { routes } from '#functions/contracts/routes.ts';
import {
  aCompany,
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
import { type Answer, type As, idOf, inProcess } from '#test/world.ts';

const amount = { minor: 12_000_000, currency: 'CNY' };
const year = { kind: 'service', title: 'Maintenance', amount, startsOn: '2026-12-01', endsOn: '2027-11-30' };

function start() {
  return inProcess('contracts', routes, messages);
}

let api: ReturnType<typeof start>;
beforeEach(async () => {
  api = start();
  await aCompany(api.table);
});

const create = (body: object = {}, as: As = rep): Promise<Answer> =>
  api.call('POST', '/v1/contracts', { ...as, body: { customerId, ...year, ...body } });
const get = (id: string, as: As = rep): Promise<Answer> => api.call('GET', `/v1/contracts/${id}`, as);
const patch = (id: string, body: object, as: As = rep, version = 1): Promise<Answer> =>
  api.call('PATCH', `/v1/contracts/${id}`, { ...as, body, headers: { 'if-match': `"${version}"` } });
const command = (id: string, name: string, body: object = {}, as: As = rep): Promise<Answer> =>
  api.call('POST', `/v1/contracts/${id}/${name}`, { ...as, body });
const list = (query: string, as: As = rep): Promise<Answer> => api.call('GET', `/v1/contracts?${query}`, as);
const ids = ({ body }: Answer): string[] => body.items.map(({ id }: { id: string }) => id);

async function refused(answer: Promise<Answer>): Promise<unknown[]> {
  const { status, body } = await answer;
  return [status, body.code, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
}

describe('POST /v1/contracts', () => {
  test('201 running, with a number of the month, the company’s zone and the last day for notice', async () => {
    const { status, body, headers } = await create({ noticePeriod: 'P2M', renewal: { mode: 'auto', term: 'P12M' } });
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
    expect((await create()).body.number).toBe('HT202611002');
  });

  test('201 as a draft, which is reminded of nothing', async () => {
    const { body } = await create({ state: 'draft' });
    expect((await api.call('GET', `/v1/contracts/${body.id}`, rep)).body.state).toBe('draft');
  });

  test('201 that renews itself for as long as it was agreed, where no term is said', async () => {
    expect((await create({ renewal: { mode: 'auto' } })).body.renewal).toEqual({ mode: 'auto', term: 'P12M' });
    const odd = await create({ renewal: { mode: 'auto' }, endsOn: '2026-12-10' });
    expect(odd.body.renewal).toEqual({ mode: 'auto', term: 'P10D' });
  });

  test('201 with the customer’s owner where the caller does not sell', async () => {
    expect((await create({}, serviceManager)).body.ownerId).toBe(rep.memberId);
  });

  test('400 for bad fields, each named', async () => {
    const body = {
      endsOn: '2027-02-30',
      kind: 'rent',
      amount: { minor: -1, currency: 'cny' },
      noticePeriod: 'PT5H',
      zone: 'Moon',
    };
    const { status, body: problem } = await create(body);
    expect(status).toBe(400);
    const pointers = problem.errors.map(({ pointer }: { pointer: string }) => pointer);
    const bad = ['/kind', '/endsOn', '/amount/minor', '/amount/currency', '/noticePeriod', '/zone'];
    expect(pointers).toEqual(expect.arrayContaining(bad));
  });

  test('403 for who may only read, and for kinds that are not service’s', async () => {
    expect((await create({}, finance)).status).toBe(403);
    expect(await refused(create({ kind: 'sales' }, serviceManager))).toEqual([403, 'contracts.kind-out-of-reach']);
  });

  test('422 for dates in the wrong order, and no number is used up', async () => {
    expect(await refused(create({ endsOn: '2026-11-30' }))).toEqual([422, 'contracts.ends-before-start', '/endsOn']);
    expect((await create()).body.number).toBe('HT202611001');
  });

  test('422 for a customer or an owner whom the caller may not name', async () => {
    expect(await refused(create({ customerId: otherCustomerId }))).toEqual([
      422,
      'contracts.unknown-customer',
      '/customerId',
    ]);
    expect(await refused(create({ ownerId: stranger.memberId }))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '/ownerId',
    ]);
    expect(await refused(create({ ownerId: idOf('mem', 80) }))).toEqual([422, 'contracts.unknown-owner', '/ownerId']);
    expect((await create({ ownerId: colleague.memberId }, manager)).status).toBe(201);
  });
});

describe('GET /v1/contracts/{id}', () => {
  test('200 for owner, department, service and finance; the owner sees the customer’s card', async () => {
    const { id } = (await create({ ownerId: colleague.memberId }, manager)).body;
    for (const as of [rep, manager, agent, finance]) expect((await get(id, as)).body.customer).toBeUndefined();
    expect((await get(id, colleague)).body.customer).toMatchObject({ id: customerId, mainContact: { name: 'Wang' } });
  });

  test('404 for others, unknown and malformed ids', async () => {
    const { id } = (await create()).body;
    expect(await refused(get(id, stranger))).toEqual([404, 'contracts.not-found']);
    expect((await get(idOf('ctr', 77))).status).toBe(404);
    expect((await get('HT202611001')).status).toBe(404);
  });
});

describe('GET /v1/contracts', () => {
  const ending = async (endsOn: string, more: object = {}) => (await create({ endsOn, ...more })).body.id as string;

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
      const page: Answer = await list(`limit=2${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...ids(page));
      next = page.body.next;
    }
    expect(seen).toEqual([3, 4, 1, 2, 0].map((n) => made[n]));
    expect(ids(await list('state=draft'))).toEqual([made[3], made[1]]);
    expect(ids(await list('endsFrom=2027-03-01&endsTo=2027-04-01'))).toEqual([made[1], made[2]]);
    expect((await list(`customerId=${customerId}&limit=1`)).body.items[0]).toMatchObject({
      endsOn: '2027-01-01',
      amount,
    });
  });

  test('200 with all for whom all is in reach, for a manager his department’s, for a rep his own', async () => {
    const { id } = (await create()).body;
    const { id: elsewhere } = (await create({ customerId: otherCustomerId }, stranger)).body;
    expect(ids(await list('state=running', finance)).toSorted()).toEqual([id, elsewhere].toSorted());
    expect(ids(await list('', manager))).toEqual([id]);
    expect(ids(await list('limit=1', { ...manager, departments: stranger.departments ?? '' }))).toEqual([elsewhere]);
    expect(ids(await list('', colleague))).toEqual([]);
    expect(ids(await list(`ownerId=${rep.memberId}`, manager))).toEqual([id]);
  });

  test('400 for two filters', async () => {
    expect((await list(`ownerId=${rep.memberId}&customerId=${customerId}`)).status).toBe(400);
  });

  test('422 for an owner or a customer out of reach', async () => {
    expect(await refused(list(`ownerId=${manager.memberId}`))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '?ownerId',
    ]);
    expect(await refused(list(`customerId=${otherCustomerId}`))).toEqual([
      422,
      'contracts.unknown-customer',
      '?customerId',
    ]);
  });
});

describe('PATCH /v1/contracts/{id}', () => {
  test('200 for a draft, freely, until it is signed', async () => {
    const { id } = (await create({ state: 'draft' })).body;
    const changed = await patch(id, {
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
    const signed = await patch(id, { state: 'running', externalNumber: null }, rep, 2);
    expect([signed.status, signed.body.state, signed.body.externalNumber]).toEqual([200, 'running', undefined]);
    expect(await refused(patch(id, { kind: 'service' }, rep, 3))).toEqual([422, 'contracts.only-in-draft', '/kind']);
  });

  test('200 for what may change while it runs, part of an object alone too', async () => {
    const { id } = (await create({ renewal: { mode: 'auto', term: 'P12M' }, noticePeriod: 'P1M' })).body;
    const { body } = await patch(id, {
      renewal: { term: 'P6M' },
      noticePeriod: null,
      endsOn: '2027-12-31',
      remindCustomer: true,
    });
    expect(body).toMatchObject({ renewal: { mode: 'auto', term: 'P6M' }, endsOn: '2027-12-31', remindCustomer: true });
    expect(body.noticeBy).toBeUndefined();
    expect((await patch(id, { ownerId: colleague.memberId }, manager, 2)).body.ownerId).toBe(colleague.memberId);
  });

  test('200 unchanged where nothing changes', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { title: year.title })).body.version).toBe(1);
  });

  test('403 for who sees it only, or whose kind it is not', async () => {
    const { id } = (await create({ kind: 'sales' })).body;
    expect((await patch(id, { title: 'x' }, finance)).status).toBe(403);
    expect(await refused(patch(id, { title: 'x' }, serviceManager))).toEqual([403, 'contracts.kind-out-of-reach']);
  });

  test('404 for who cannot see it, 412 over another version, 428 without one', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { title: 'x' }, stranger)).status).toBe(404);
    expect((await patch(id, { title: 'x' }, rep, 9)).status).toBe(412);
    expect((await api.call('PATCH', `/v1/contracts/${id}`, { ...rep, body: {} })).status).toBe(428);
  });

  test('409 for what is over', async () => {
    const { id } = (await create()).body;
    await command(id, 'terminate', { reason: 'Moved', on: '2027-01-01' }, manager);
    expect(await refused(patch(id, { title: 'x' }, rep, 2))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for dates, customers and owners that cannot be', async () => {
    const { id } = (await create({ state: 'draft' })).body;
    expect(await refused(patch(id, { endsOn: '2026-01-01' }))).toEqual([422, 'contracts.ends-before-start', '/endsOn']);
    expect(await refused(patch(id, { customerId: otherCustomerId }))).toEqual([
      422,
      'contracts.unknown-customer',
      '/customerId',
    ]);
    expect(await refused(patch(id, { ownerId: stranger.memberId }))).toEqual([
      422,
      'contracts.owner-out-of-reach',
      '/ownerId',
    ]);
    expect(await refused(patch(id, { ownerId: idOf('mem', 80) }))).toEqual([
      422,
      'contracts.unknown-owner',
      '/ownerId',
    ]);
  });
});

describe('DELETE /v1/contracts/{id}', () => {
  const remove = (id: string, as: As = rep, version = 1) =>
    api.call('DELETE', `/v1/contracts/${id}`, { ...as, headers: { 'if-match': `"${version}"` } });

  test('204 for a draft, which is gone', async () => {
    const { id } = (await create({ state: 'draft' })).body;
    expect((await remove(id)).status).toBe(204);
    expect([(await get(id)).status, ids(await list(''))]).toEqual([404, []]);
  });

  test('409 for what was signed; 403, 404 and 412 as elsewhere', async () => {
    const { id } = (await create()).body;
    expect(await refused(remove(id))).toEqual([409, 'contracts.wrong-state']);
    expect((await remove(id, finance)).status).toBe(403);
    expect((await remove(id, stranger)).status).toBe(404);
    expect((await remove(id, rep, 5)).status).toBe(412);
  });
});

describe('POST /v1/contracts/{id}/renew', () => {
  test('200 with a term from the day after, and every term kept', async () => {
    const { id } = (await create()).body;
    const { status, body } = await command(id, 'renew', { term: 'P12M', amount: { minor: 1, currency: 'CNY' } });
    expect([status, body.currentTerm]).toEqual([200, { startsOn: '2027-12-01', endsOn: '2028-11-30' }]);
    expect(body.terms).toHaveLength(2);
    expect((await command(id, 'renew', { startsOn: '2029-01-01', endsOn: '2029-06-30' })).body.terms).toHaveLength(3);
    expect((await command(id, 'renew')).body.currentTerm).toEqual({ startsOn: '2029-07-01', endsOn: '2029-12-31' });
  });

  test('200 for one that has expired', async () => {
    const { id, state } = (await create({ startsOn: '2025-01-01', endsOn: '2025-12-31' })).body;
    expect([state, (await command(id, 'renew')).body.state]).toEqual(['expired', 'running']);
  });

  test('400 for an end and a term', async () => {
    const { id } = (await create()).body;
    expect((await command(id, 'renew', { endsOn: '2029-01-01', term: 'P1Y' })).status).toBe(400);
  });

  test('403 for who may only read, 404 for who cannot see it, 409 for a draft', async () => {
    const { id } = (await create({ state: 'draft' })).body;
    for (const as of [agent, serviceManager]) expect((await command(id, 'renew', {}, as)).status).toBe(403);
    expect((await command(id, 'renew', {}, stranger)).status).toBe(404);
    expect(await refused(command(id, 'renew'))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for terms that overlap, end before they start, or never end', async () => {
    const { id } = (await create()).body;
    expect(await refused(command(id, 'renew', { startsOn: '2027-11-30' }))).toEqual([
      422,
      'contracts.terms-overlap',
      '/startsOn',
    ]);
    expect(await refused(command(id, 'renew', { endsOn: '2027-11-30' }))).toEqual([
      422,
      'contracts.ends-before-start',
      '/endsOn',
    ]);
    const late = { startsOn: '2199-01-01', term: 'P50Y' };
    expect(await refused(command(id, 'renew', late))).toEqual([422, 'contracts.date-out-of-range', '/term']);
  });
});

describe('POST /v1/contracts/{id}/give-notice', () => {
  test('200 in time, and marked where it comes too late', async () => {
    const { id } = (await create({ noticePeriod: 'P2M', renewal: { mode: 'auto' } })).body;
    expect((await command(id, 'give-notice')).body.notice).toEqual({ on: '2026-11-22', late: false });
    const soon = (await create({ noticePeriod: 'P2M', startsOn: '2026-01-01', endsOn: '2026-12-31' })).body;
    expect((await command(soon.id, 'give-notice', { on: '2026-11-01' })).body.notice.late).toBe(true);
  });

  test('403 and 404 as elsewhere, 409 the second time and for a draft', async () => {
    const { id } = (await create()).body;
    expect((await command(id, 'give-notice', {}, finance)).status).toBe(403);
    expect((await command(id, 'give-notice', {}, stranger)).status).toBe(404);
    await command(id, 'give-notice');
    expect(await refused(command(id, 'give-notice'))).toEqual([409, 'contracts.notice-given']);
    const draft = (await create({ state: 'draft' })).body;
    expect((await command(draft.id, 'give-notice')).body.code).toBe('contracts.wrong-state');
  });

  test('422 for a day that has not come', async () => {
    const { id } = (await create()).body;
    expect(await refused(command(id, 'give-notice', { on: '2026-11-23' }))).toEqual([
      422,
      'contracts.date-in-future',
      '/on',
    ]);
  });
});

describe('POST /v1/contracts/{id}/terminate', () => {
  const end = { reason: 'Moved away', on: '2027-01-01' };

  test('200 with the reason, for good', async () => {
    const { id } = (await create()).body;
    expect((await command(id, 'terminate', end, manager)).body).toMatchObject({
      state: 'terminated',
      termination: end,
    });
  });

  test('403 for a rep, 404 for who cannot see it, 409 for what does not run', async () => {
    const { id } = (await create()).body;
    expect((await command(id, 'terminate', end)).status).toBe(403);
    const elsewhere: As = {
      ...manager,
      memberId: idOf('mem', 9),
      departmentId: idOf('dep', 9),
      departments: idOf('dep', 9),
    };
    expect((await command(id, 'terminate', end, elsewhere)).status).toBe(404);
    await command(id, 'terminate', end, manager);
    expect(await refused(command(id, 'terminate', end, manager))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for a day outside of its terms', async () => {
    const { id } = (await create()).body;
    for (const on of ['2026-11-30', '2027-12-01']) {
      expect(await refused(command(id, 'terminate', { ...end, on }, manager))).toEqual([
        422,
        'contracts.outside-of-term',
        '/on',
      ]);
    }
  });
});

describe('GET /v1/contracts/{id}/dates', () => {
  test('200 with each instant and who will be told', async () => {
    const { id } = (await create({ renewal: { mode: 'auto' }, noticePeriod: 'P1M' })).body;
    const { status, body } = await api.call('GET', `/v1/contracts/${id}/dates`, rep);
    expect([status, body.noticeBy]).toEqual([200, '2027-10-31']);
    expect(body.steps.map(({ step, at, state }: Record<string, string>) => `${step} ${at} ${state}`)).toEqual([
      'P90D 2027-09-01T01:00:00.000Z ahead',
      'P60D 2027-10-01T01:00:00.000Z ahead',
      'P30D 2027-10-31T01:00:00.000Z ahead',
      'P7D 2027-11-23T01:00:00.000Z ahead',
      'over 2027-11-30T16:00:00.000Z ahead',
      'ended 2027-12-01T01:00:00.000Z dropped',
    ]);
    expect(body.steps[4].what).toBe('renews');
  });

  test('404 for who cannot see it', async () => {
    const { id } = (await create()).body;
    expect((await api.call('GET', `/v1/contracts/${id}/dates`, stranger)).status).toBe(404);
  });
});
