import { describe, expect, test } from 'vitest';
import { as, complaint, customers, departments, fault, people, ticketsApi } from './given.ts';

async function two() {
  const api = await ticketsApi();
  const { id: a } = await api.open(fault);
  const { id: b } = await api.open({ ...fault, subject: 'Still does not start' });
  const view = async (id: string) => (await api.call('GET', `/v1/tickets/${id}`, as.serviceManager)).body;
  const at = (path: string) => `/v1/tickets/${a}/${path}`;
  return { ...api, a, b, view, at };
}

describe('links', () => {
  test('stand on both tickets, and go from both', async () => {
    const { a, b, call, view, at } = await two();
    const put = await call('POST', at('links'), { body: { type: 'caused-by', ticketId: b } });
    expect(put).toMatchObject({ status: 200, body: { links: [{ type: 'caused-by', ticketId: b }] } });
    expect((await view(b)).links).toEqual([{ type: 'causes', ticketId: a }]);
    expect((await call('DELETE', at(`links/${b}`))).body).not.toHaveProperty('links');
    expect(await view(b)).not.toHaveProperty('links');
    expect((await call('DELETE', at(`links/${b}`))).body.code).toBe('tickets.not-linked');
  });

  test('422 for a circle over three, and for one that the caller does not see', async () => {
    const { a, b, call, open } = await two();
    const { id: c } = await open();
    const parent = (child: string, of: string) =>
      call('POST', `/v1/tickets/${child}/links`, { body: { type: 'parent', ticketId: of } });
    expect((await parent(a, b)).status).toBe(200);
    expect((await parent(b, c)).status).toBe(200);
    expect((await parent(c, a)).body.errors[0]).toMatchObject({ code: 'tickets.link-circle' });
    const { id: hidden } = await open(fault, as.southerner);
    expect((await parent(a, hidden)).body.errors[0]).toMatchObject({ code: 'tickets.unknown-ticket' });
  });
});

describe('merging', () => {
  test('closes one into the other, which shows what was said on both', async () => {
    const { a, b, act, call, at, view, news } = await two();
    await act(a, 'respond', { message: 'First.', via: 'phone' });
    await act(b, 'respond', { message: 'Second.', via: 'phone' });
    await act(a, 'notes', { text: 'For us.' });
    expect(await act(a, 'merge', { intoId: b })).toMatchObject({ id: b, state: 'in-progress', mergedIds: [a] });
    expect(await view(a)).toMatchObject({ state: 'closed', mergedIntoId: b });
    expect(news('ticket.closed').map(({ subject }) => subject)).toEqual([a]);
    const said = async (who = {}) => (await call('GET', `/v1/tickets/${b}/messages?limit=2`, who)).body;
    expect((await said()).items.map(({ text }: { text: string }) => text)).toEqual(['First.', 'Second.']);
    const rest = await call('GET', `/v1/tickets/${b}/messages?limit=2&cursor=${(await said()).next}`);
    expect(rest.body).toMatchObject({ items: [{ text: 'For us.' }], next: null });
    expect((await said(as.rep)).items).toHaveLength(2);
    expect((await call('POST', at('reopen'), { body: { reason: 'x' } })).body.code).toBe('tickets.merged');
  });

  test('ends the climb of the one that was closed', async () => {
    const { a, b, act, climb, clock } = await two();
    clock.advance(50 * 3_600_000);
    const of = { ticketId: a, cycle: 1, target: 'firstResponse' } as const;
    await act(a, 'merge', { intoId: b });
    expect(await climb(of)).toEqual({ done: true });
  });

  test('422 across customers', async () => {
    const { b, open, call } = await two();
    const { id } = await open({ ...complaint, customerId: customers.silent });
    const merged = await call('POST', `/v1/tickets/${id}/merge`, { body: { intoId: b } });
    expect(merged.body.errors[0]).toMatchObject({ pointer: '/intoId', code: 'tickets.other-customer' });
  });
});

test('a second problem becomes a child with a number and a clock of its own', async () => {
  const { a, act, clock, view } = await two();
  clock.advance(3_600_000);
  const child = await act(a, 'split', { subject: 'Network is down', description: 'Also.', severity: 'major' });
  expect(child).toMatchObject({ number: 'FK202611003', state: 'open', customerId: customers.wei, severity: 'major' });
  expect(child).toMatchObject({
    departmentId: departments.north,
    links: [{ type: 'parent', ticketId: a }],
    version: 1,
  });
  expect(child.deadlines.firstResponse.by).toBe('2026-11-24T02:00:00.000Z');
  expect((await view(a)).links).toEqual([{ type: 'child', ticketId: child.id }]);
});

test('the steps of a solution are for service alone', async () => {
  const { a, act, call } = await two();
  for (const step of ['identified', 'planned', 'verified']) await act(a, 'steps', { step, text: `${step}.` });
  expect((await call('GET', `/v1/tickets/${a}/messages`, as.rep)).body.items).toEqual([]);
  const { history } = (await call('GET', `/v1/tickets/${a}`)).body;
  expect(history.map(({ step }: { step?: string }) => step)).toEqual([undefined, 'identified', 'planned', 'verified']);
});

test('what the customer says goes on with what waited for him, and reopens what was resolved', async () => {
  const { a, act, call, news } = await two();
  await act(a, 'wait', { for: 'customer' });
  const sent = { message: 'Here it is.', via: 'wechat' };
  expect(await act(a, 'customer-messages', sent)).toMatchObject({ state: 'in-progress', cycle: 1 });
  await act(a, 'resolve', { solution: 'New fuse.' });
  expect(await act(a, 'customer-messages', sent)).toMatchObject({ state: 'in-progress', cycle: 2 });
  expect([news('ticket.resumed').length, news('ticket.reopened').length]).toEqual([1, 1]);
  const said = (await call('GET', `/v1/tickets/${a}/messages`, as.rep)).body.items;
  expect(said.map(({ direction }: { direction: string }) => direction)).toEqual(['in', 'out', 'in']);
});

describe('watchers', () => {
  test('are told how it ends, once for each cycle, and when the customer is not satisfied', async () => {
    const { a, act, call, at, mails } = await two();
    await act(a, 'assign', { assigneeId: people.agent });
    await call('PUT', at(`watchers/${people.colleague}`));
    const own = await call('PUT', at(`watchers/${people.rep}`), as.rep);
    expect(own).toMatchObject({ status: 200, body: { watcherIds: [people.colleague, people.rep] } });
    await act(a, 'resolve', { solution: 'New fuse.' });
    const told = mails('ticket.resolved').filter(([ref]) => ref === `${a}#resolved/1/watcher`);
    expect(told.map(([, to]) => to)).toEqual([people.colleague, people.rep]);
    await act(a, 'satisfaction', { satisfied: false, via: 'phone' });
    expect(mails('ticket.dissatisfied').map(([, to]) => to)).toEqual([people.teamLead, people.colleague, people.rep]);
    await call('DELETE', at(`watchers/${people.rep}`), as.rep);
    expect((await call('GET', `/v1/tickets/${a}`)).body.watcherIds).toEqual([people.colleague]);
  });

  test('403 for letting others watch without working on tickets, 404 for who may not see it, himself or as a watcher', async () => {
    const { call, at } = await two();
    expect((await call('PUT', at(`watchers/${people.agent}`), as.rep)).body.code).toBe('tickets.others-watching');
    for (const who of [people.southerner, people.otherRep, 'mem_00000000000000000000000099']) {
      expect((await call('PUT', at(`watchers/${who}`))).body.code).toBe('tickets.unknown-watcher');
    }
    expect((await call('PUT', at(`watchers/${people.otherRep}`), as.otherRep)).status).toBe(404);
  });
});

test('classifying moves the priority, and says what it is about', async () => {
  const { a, act } = await two();
  const after = await act(a, 'classify', { impact: 'company', urgency: 'high', category: ['设备', '电源'] });
  expect(after).toMatchObject({ priority: 'urgent', category: ['设备', '电源'], state: 'open' });
});
