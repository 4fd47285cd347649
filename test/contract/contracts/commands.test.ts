import { beforeEach, describe, expect, test } from 'vitest';
import { agent, finance, manager, rep, serviceManager, stranger } from '#test/steps/records.ts';
import { type As, idOf } from '#test/world.ts';
import { contracts, type Given, refused } from './given.ts';

let given: Given;
beforeEach(async () => {
  given = await contracts();
});

describe('POST /v1/contracts/{id}/renew', () => {
  test('200 with a term from the day after, and every term kept', async () => {
    const { id } = (await given.create()).body;
    const { status, body } = await given.command(id, 'renew', { term: 'P12M', amount: { minor: 1, currency: 'CNY' } });
    expect([status, body.currentTerm]).toEqual([200, { startsOn: '2027-12-01', endsOn: '2028-11-30' }]);
    expect(body.terms).toHaveLength(2);
    expect(
      (await given.command(id, 'renew', { startsOn: '2029-01-01', endsOn: '2029-06-30' })).body.terms,
    ).toHaveLength(3);
    expect((await given.command(id, 'renew')).body.currentTerm).toEqual({
      startsOn: '2029-07-01',
      endsOn: '2029-12-31',
    });
  });

  test('200 for one that has expired', async () => {
    const { id, state } = (await given.create({ startsOn: '2025-01-01', endsOn: '2025-12-31' })).body;
    expect([state, (await given.command(id, 'renew')).body.state]).toEqual(['expired', 'running']);
  });

  test('400 for an end and a term', async () => {
    const { id } = (await given.create()).body;
    expect((await given.command(id, 'renew', { endsOn: '2029-01-01', term: 'P1Y' })).status).toBe(400);
  });

  test('403 for who may only read, 404 for who cannot see it, 409 for a draft', async () => {
    const { id } = (await given.create({ state: 'draft' })).body;
    for (const as of [agent, serviceManager]) expect((await given.command(id, 'renew', {}, as)).status).toBe(403);
    expect((await given.command(id, 'renew', {}, stranger)).status).toBe(404);
    expect(await refused(given.command(id, 'renew'))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for terms that overlap, end before they start, or never end', async () => {
    const { id } = (await given.create()).body;
    expect(await refused(given.command(id, 'renew', { startsOn: '2027-11-30' }))).toEqual([
      422,
      'contracts.terms-overlap',
      '/startsOn',
    ]);
    expect(await refused(given.command(id, 'renew', { endsOn: '2027-11-30' }))).toEqual([
      422,
      'contracts.ends-before-start',
      '/endsOn',
    ]);
    const late = { startsOn: '2199-01-01', term: 'P50Y' };
    expect(await refused(given.command(id, 'renew', late))).toEqual([422, 'contracts.date-out-of-range', '/term']);
  });
});

describe('POST /v1/contracts/{id}/give-notice', () => {
  test('200 in time, and marked where it comes too late', async () => {
    const { id } = (await given.create({ noticePeriod: 'P2M', renewal: { mode: 'auto' } })).body;
    expect((await given.command(id, 'give-notice')).body.notice).toEqual({ on: '2026-11-22', late: false });
    const soon = (await given.create({ noticePeriod: 'P2M', startsOn: '2026-01-01', endsOn: '2026-12-31' })).body;
    expect((await given.command(soon.id, 'give-notice', { on: '2026-11-01' })).body.notice.late).toBe(true);
  });

  test('403 and 404 as elsewhere, 409 the second time and for a draft', async () => {
    const { id } = (await given.create()).body;
    expect((await given.command(id, 'give-notice', {}, finance)).status).toBe(403);
    expect((await given.command(id, 'give-notice', {}, stranger)).status).toBe(404);
    await given.command(id, 'give-notice');
    expect(await refused(given.command(id, 'give-notice'))).toEqual([409, 'contracts.notice-given']);
    const draft = (await given.create({ state: 'draft' })).body;
    expect((await given.command(draft.id, 'give-notice')).body.code).toBe('contracts.wrong-state');
  });

  test('422 for a day that has not come', async () => {
    const { id } = (await given.create()).body;
    expect(await refused(given.command(id, 'give-notice', { on: '2026-11-23' }))).toEqual([
      422,
      'contracts.date-in-future',
      '/on',
    ]);
  });
});

describe('POST /v1/contracts/{id}/terminate', () => {
  const end = { reason: 'Moved away', on: '2027-01-01' };

  test('200 with the reason, for good', async () => {
    const { id } = (await given.create()).body;
    expect((await given.command(id, 'terminate', end, manager)).body).toMatchObject({
      state: 'terminated',
      termination: end,
    });
  });

  test('403 for a rep, 404 for who cannot see it, 409 for what does not run', async () => {
    const { id } = (await given.create()).body;
    expect((await given.command(id, 'terminate', end)).status).toBe(403);
    const elsewhere: As = {
      ...manager,
      memberId: idOf('mem', 9),
      departmentId: idOf('dep', 9),
      departments: idOf('dep', 9),
    };
    expect((await given.command(id, 'terminate', end, elsewhere)).status).toBe(404);
    await given.command(id, 'terminate', end, manager);
    expect(await refused(given.command(id, 'terminate', end, manager))).toEqual([409, 'contracts.wrong-state']);
  });

  test('422 for a day outside of its terms', async () => {
    const { id } = (await given.create()).body;
    for (const on of ['2026-11-30', '2027-12-01']) {
      expect(await refused(given.command(id, 'terminate', { ...end, on }, manager))).toEqual([
        422,
        'contracts.outside-of-term',
        '/on',
      ]);
    }
  });
});

describe('GET /v1/contracts/{id}/dates', () => {
  test('200 with each instant and who will be told', async () => {
    const { id } = (await given.create({ renewal: { mode: 'auto' }, noticePeriod: 'P1M' })).body;
    const { status, body } = await given.call('GET', `/v1/contracts/${id}/dates`, rep);
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
    const { id } = (await given.create()).body;
    expect((await given.call('GET', `/v1/contracts/${id}/dates`, stranger)).status).toBe(404);
  });
});
