import { describe, expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { as, customers, fault, people, ticketsApi } from './given.ts';
import { deadlines, inOffice, office, put, weekly } from './office.ts';

describe('PUT /v1/calendars/{name}', () => {
  test('200 with the first version and then the next, holidays and make-up workdays as they are known', async () => {
    const api = await ticketsApi();
    const first = await put(api, '/v1/calendars/office', office);
    expect(first).toMatchObject({
      name: 'office',
      version: 1,
      provisionalFrom: 2027,
      createdBy: people.serviceManager,
    });
    const known = first.years.find(({ year }: { year: number }) => year === 2026);
    expect(known.closed).toContain('2026-10-01');
    expect(known.working).toContain('2026-10-10');
    expect(await put(api, '/v1/calendars/office', { zone: 'Europe/Berlin', weekly })).toMatchObject({ version: 2 });
    expect((await api.sla('GET', '/v1/calendars/office')).body).toMatchObject({ version: 2, zone: 'Europe/Berlin' });
    const versions = await api.sla('GET', '/v1/calendars/office/versions?limit=1');
    expect(versions.body.items).toMatchObject([{ version: 2 }]);
    const rest = await api.sla('GET', `/v1/calendars/office/versions?cursor=${versions.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1, zone: 'Asia/Shanghai' }], next: null });
    expect((await api.sla('GET', '/v1/calendars')).body.items).toEqual([
      { name: '24x7', version: 0 },
      { name: 'office', version: 2 },
    ]);
  });

  test('422 for a country without holidays, 409 for the calendar that is always open, 404 for one that is not there', async () => {
    const { sla } = await ticketsApi();
    expect(await sla('PUT', '/v1/calendars/office', { body: { ...office, holidays: 'QQ' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/holidays', code: 'tickets.unknown-country' }] },
    });
    expect(await sla('PUT', '/v1/calendars/24x7', { body: office })).toMatchObject({ status: 409 });
    expect(await sla('GET', '/v1/calendars/none')).toMatchObject({ status: 404 });
    expect(await sla('GET', '/v1/calendars/none/versions')).toMatchObject({ status: 404 });
    expect((await sla('GET', '/v1/calendars/24x7')).body).toMatchObject({ version: 0 });
    expect((await sla('GET', '/v1/calendars/24x7/versions')).body.items).toHaveLength(1);
  });

  test('400 at the field for a calendar that is never open', async () => {
    const { sla } = await ticketsApi();
    expect(await sla('PUT', '/v1/calendars/office', { body: { ...office, weekly: {} } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/weekly', code: 'tickets.calendar-never-open' }] },
    });
  });

  test('403 for whoever is neither service manager nor admin, also to look at them', async () => {
    const { sla } = await ticketsApi();
    for (const who of [as.agent, as.rep, as.legal, as.marketing]) {
      expect(await sla('PUT', '/v1/calendars/office', { body: office, ...who })).toMatchObject({ status: 403 });
      expect(await sla('GET', '/v1/sla-policies', who)).toMatchObject({ status: 403 });
    }
    expect(await sla('GET', '/v1/sla-policies', { role: 'admin' })).toMatchObject({ status: 200 });
  });
});

describe('PUT /v1/sla-policies/{name}', () => {
  test.each([
    ['conditions on the default policy', 'default', { when: { kinds: ['fault'] } }, 422, '/when'],
    ['a calendar that is not there', 'vip', { calendar: 'none' }, 422, '/calendar'],
    [
      'a member who is not there',
      'vip',
      { ladder: [{ after: 'PT0S', notify: ['mem_00000000000000000000000099'] }] },
      422,
      '/ladder/0/notify/0',
    ],
    ['a negative target', 'vip', { targets: { resolution: '-PT8H' } }, 400, '/targets/resolution'],
    ['a target of nothing', 'vip', { targets: { resolution: 'PT0S' } }, 400, '/targets/resolution'],
    ['a ladder without rungs', 'vip', { ladder: [] }, 400, '/ladder'],
    ['a rung that tells nobody', 'vip', { ladder: [{ after: 'PT0S', notify: [] }] }, 400, '/ladder/0/notify'],
    [
      'a ladder that comes back to its beginning',
      'vip',
      {
        ladder: [
          { after: 'PT0S', notify: ['assignee'] },
          { after: 'PT1H', notify: ['assignee'] },
        ],
      },
      400,
      '/ladder',
    ],
    [
      'a ladder that goes down',
      'vip',
      {
        ladder: [
          { after: 'PT4H', notify: ['assignee'] },
          { after: 'PT1H', notify: ['manager'] },
        ],
      },
      400,
      '/ladder',
    ],
  ])('refuses %s at its field', async (_, name, part, status, pointer) => {
    const { sla } = await ticketsApi();
    const body = { targets: { resolution: 'PT8H' }, ...part };
    const answer = await sla('PUT', `/v1/sla-policies/${name}`, { body });
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });

  test('refuses a target that its calendar would not use up within years', async () => {
    const api = await ticketsApi();
    await put(api, '/v1/calendars/rare', { zone: 'Asia/Shanghai', weekly: { mon: [['09:00', '10:00']] } });
    const body = { calendar: 'rare', targets: { resolution: 'PT400H' } };
    expect(await api.sla('PUT', '/v1/sla-policies/vip', { body })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/targets/resolution', code: 'tickets.target-out-of-reach' }] },
    });
  });

  test('the default policy is always there, can be changed and not taken away; another is archived', async () => {
    const api = await ticketsApi();
    const remove = (name: string, version: number) =>
      api.sla('DELETE', `/v1/sla-policies/${name}`, { headers: { 'if-match': `"${version}"` } });
    expect((await api.sla('GET', '/v1/sla-policies/default')).body).toMatchObject({
      version: 0,
      targets: { firstResponse: 'PT24H', resolution: 'PT48H' },
    });
    expect(await remove('default', 0)).toMatchObject({ status: 409, body: { code: 'tickets.default-stays' } });
    await put(api, '/v1/sla-policies/vip', { targets: { resolution: 'PT8H' } });
    expect(await remove('vip', 2)).toMatchObject({ status: 412 });
    expect(await remove('vip', 1)).toMatchObject({ status: 204 });
    expect(await remove('vip', 2)).toMatchObject({ status: 404 });
    expect((await api.sla('GET', '/v1/sla-policies')).body.items).toMatchObject([
      { name: 'default', version: 0 },
      { name: 'vip', version: 2, archivedAt: expect.any(String) },
    ]);
    const { id } = await api.open();
    expect((await api.call('GET', `/v1/tickets/${id}/sla`)).body.policy).toBe('default');
    expect((await api.sla('GET', '/v1/sla-policies/vip/versions')).body.items).toHaveLength(2);
    expect(await put(api, '/v1/sla-policies/vip', { targets: {} })).toMatchObject({ version: 3 });
  });
});

describe('a ticket', () => {
  test('runs under the policy with the most conditions, then the first by name, and keeps its version', async () => {
    const api = await ticketsApi();
    const resolution = (target: string) => ({ targets: { resolution: target } });
    await put(api, '/v1/sla-policies/b-faults', { when: { kinds: ['fault'] }, ...resolution('PT7H') });
    await put(api, '/v1/sla-policies/a-faults', { when: { kinds: ['fault'] }, ...resolution('PT6H') });
    await put(api, '/v1/sla-policies/vip', { when: { kinds: ['fault'], levels: ['vip'] }, ...resolution('PT3H') });
    const ordinary = await api.open(fault);
    const vip = await api.open({ ...fault, customerId: customers.silent });
    const question = await api.open({ ...fault, kind: 'question' });
    expect(ordinary.deadlines).toEqual({ resolution: { by: '2026-11-23T07:00:00.000Z', state: 'running' } });
    expect(vip.deadlines.resolution.by).toBe('2026-11-23T04:00:00.000Z');
    expect(question.deadlines.resolution.by).toBe('2026-11-25T01:00:00.000Z');
    await put(api, '/v1/sla-policies/a-faults', { when: { kinds: ['fault'] }, ...resolution('PT1H') });
    expect(await deadlines(api, ordinary.id)).toEqual(ordinary.deadlines);
    expect((await api.open(fault)).deadlines.resolution.by).toBe('2026-11-23T02:00:00.000Z');
  });

  test('is due in office hours, and its account adds up', async () => {
    const api = await inOffice();
    const { id, deadlines: due } = await api.open();
    expect(due.firstResponse.by).toBe('2026-11-23T03:00:00.000Z');
    expect(due.resolution.by).toBe('2026-11-24T01:30:00.000Z');
    api.clock.advance(25 * hourMs);
    const { body } = await api.call('GET', `/v1/tickets/${id}/sla`);
    expect(body.terms).toEqual([{ policy: 'default', version: 1, calendar: 'office', calendarVersion: 1 }]);
    expect(body.cycles[0].resolution).toMatchObject({
      allowed: 'PT8H',
      state: 'breached',
      sums: { counted: 'PT8H30M', offHours: 'PT16H30M' },
      elapsed: 'PT25H',
    });
  });

  test('counts a pause only where the office is open', async () => {
    const api = await inOffice();
    const { id } = await api.open();
    await api.act(id, 'respond', { message: 'We are on it.', via: 'phone' });
    api.clock.advance(8 * hourMs);
    await api.act(id, 'wait', { for: 'customer' });
    expect((await deadlines(api, id)).resolution).toEqual({ remaining: 'PT1H30M', state: 'paused' });
    api.clock.advance(17 * hourMs);
    await api.act(id, 'resume');
    expect((await deadlines(api, id)).resolution.by).toBe('2026-11-24T03:30:00.000Z');
    const { body } = await api.call('GET', `/v1/tickets/${id}/sla`);
    expect(body.cycles[0].resolution.sums).toEqual({ counted: 'PT6H30M', offHours: 'PT16H30M', paused: 'PT2H' });
  });

  test('that is classified anew goes on under the other policy, and what was used up stays used', async () => {
    const api = await inOffice();
    await put(api, '/v1/sla-policies/urgent', { when: { priorities: ['urgent'] }, targets: { resolution: 'PT4H' } });
    const { id } = await api.open();
    api.clock.advance(2 * hourMs);
    const prioritise = (priority: string, version: number) =>
      api.call('PATCH', `/v1/tickets/${id}`, {
        body: { priority, priorityReason: 'Production stands still.' },
        headers: { 'if-match': `"${version}"` },
      });
    const raised = await prioritise('urgent', 1);
    expect(raised.body.deadlines).toEqual({ resolution: { by: '2026-11-23T05:00:00.000Z', state: 'running' } });
    api.clock.advance(hourMs);
    const back = await prioritise('low', 2);
    expect(back.body.deadlines.resolution.by).toBe('2026-11-24T01:30:00.000Z');
    const { body } = await api.call('GET', `/v1/tickets/${id}/sla`);
    expect(body.terms.map(({ policy, from }: { policy: string; from?: string }) => [policy, from])).toEqual([
      ['default', undefined],
      ['urgent', '2026-11-23T03:00:00.000Z'],
      ['default', '2026-11-23T04:00:00.000Z'],
    ]);
  });

  test('in a year whose holidays are not published says that its deadline may move', async () => {
    const api = await inOffice({ calendar: 'office', targets: { resolution: 'PT400H' } });
    expect((await api.open()).deadlines.resolution).toMatchObject({ state: 'running', provisional: true });
  });
});
