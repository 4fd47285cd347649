import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { as, customers, fault, ticketsApi } from './given.ts';

const unknown = idOf('tkt', 999);
const _ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
const refusal = (status: number, code: string) => ({ status, body: { code } });

describe('POST /v1/tickets/{id}/respond, notes and GET messages', () => {
  test('200: an answer by phone meets the first response and sends nothing; by e-mail it is sent', async () => {
    const { open, act, mails } = await ticketsApi();
    const { id } = await open();
    expect(await act(id, 'respond', { message: 'We are on it.', via: 'phone' })).toMatchObject({
      state: 'in-progress',
      deadlines: { firstResponse: { state: 'met', metAt: '2026-11-23T01:00:00.000Z' } },
    });
    expect(mails('ticket.answered')).toEqual([]);
    await act(id, 'respond', { message: 'A technician comes today.', via: 'email' });
    expect(mails('ticket.answered')).toEqual([[expect.stringContaining(`${id}#answer/msg_`), idOf('con', 1)]]);
  });

  test('422 via e-mail to whoever has none', async () => {
    const { call, open } = await ticketsApi();
    const { id } = await open({ ...fault, customerId: customers.silent });
    const body = { message: 'Hello', via: 'email' };
    expect(await call('POST', `/v1/tickets/${id}/respond`, { body })).toMatchObject(refusal(422, 'tickets.no-address'));
  });

  test('sales sees what was said, and no internal note, on any page', async () => {
    const { call, clock, open, act } = await ticketsApi();
    const { id } = await open();
    await act(id, 'notes', { text: 'Knows our director.' });
    clock.advance(1000);
    await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
    clock.advance(1000);
    expect((await call('POST', `/v1/tickets/${id}/notes`, { body: { text: 'Spare part ordered.' } })).status).toBe(201);
    const texts = async (query: string, caller: object = {}) => {
      const { body } = await call('GET', `/v1/tickets/${id}/messages${query}`, caller);
      return [body.items.map(({ text }: { text: string }) => text), body.next];
    };
    expect(await texts('')).toEqual([['Knows our director.', 'We are on it.', 'Spare part ordered.'], null]);
    expect(await texts('', as.rep)).toEqual([['We are on it.'], null]);
    const [firstTwo, next] = await texts('?limit=2');
    expect(firstTwo).toEqual(['Knows our director.', 'We are on it.']);
    expect(await texts(`?limit=2&cursor=${next}`)).toEqual([['Spare part ordered.'], null]);
    expect(await texts(`?limit=2&cursor=${next}`, as.rep)).toEqual([[], null]);
  });

  test('400 without words or with a cursor of someone else, 403 for sales, 404 and 409 as elsewhere', async () => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open();
    const said = { body: { message: 'Hello', via: 'phone' } };
    expect((await call('POST', `/v1/tickets/${id}/respond`, { body: { message: ' ', via: 'phone' } })).status).toBe(
      400,
    );
    expect((await call('GET', `/v1/tickets/${id}/messages?cursor=x`)).status).toBe(400);
    expect((await call('POST', `/v1/tickets/${id}/notes`, { body: { text: 'x' }, ...as.rep })).status).toBe(403);
    expect((await call('POST', `/v1/tickets/${unknown}/respond`, said)).status).toBe(404);
    expect((await call('POST', `/v1/tickets/${unknown}/notes`, { body: { text: 'x' } })).status).toBe(404);
    expect((await call('GET', `/v1/tickets/${unknown}/messages`)).status).toBe(404);
    await act(id, 'close', { reason: 'spam' });
    expect(await call('POST', `/v1/tickets/${id}/respond`, said)).toMatchObject(refusal(409, 'tickets.already-closed'));
  });
});

describe('the commands of the flow', () => {
  test('200 from open through waiting to resolved, closed and reopened', async () => {
    const { open, act, news } = await ticketsApi();
    const { id } = await open();
    const waiting = await act(id, 'wait', { for: 'customer' });
    expect(waiting).toMatchObject({
      state: 'waiting',
      waitingFor: 'customer',
      deadlines: { firstResponse: { state: 'running' }, resolution: { state: 'paused', remaining: 'PT48H' } },
      nextDueAt: '2026-11-24T01:00:00.000Z',
    });
    expect(waiting.deadlines.resolution).not.toHaveProperty('by');
    expect(await act(id, 'resume')).toMatchObject({ state: 'in-progress' });
    expect(await act(id, 'resolve', { solution: 'New fuse.' })).toMatchObject({
      state: 'resolved',
      solution: 'New fuse.',
    });
    expect(await act(id, 'close')).toMatchObject({ state: 'closed' });
    expect(await act(id, 'reopen', { reason: 'It is back.' })).toMatchObject({ state: 'in-progress', cycle: 2 });
    const types = [
      'ticket.opened',
      'ticket.waiting',
      'ticket.resumed',
      'ticket.resolved',
      'ticket.closed',
      'ticket.reopened',
    ];
    expect(types.map((type) => news(type).length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(news('ticket.reopened')[0]?.detail).toMatchObject({ ticketId: id, cycle: 2, customerId: customers.wei });
  });

  test.each([
    ['tickets.already-waiting', 'wait', { for: 'third-party' }, ['wait']],
    ['tickets.not-waiting', 'resume', undefined, []],
    ['tickets.already-resolved', 'resolve', { solution: 'x' }, ['resolve']],
    ['tickets.not-resolved', 'close', {}, []],
    ['tickets.not-resolved', 'reopen', { reason: 'x' }, []],
    ['tickets.not-resolved', 'satisfaction', { satisfied: true, via: 'phone' }, []],
    ['tickets.already-closed', 'wait', { for: 'customer' }, ['resolve', 'close']],
    ['tickets.already-closed', 'resolve', { solution: 'x' }, ['resolve', 'close']],
    ['tickets.not-escalated', 'acknowledge-escalation', undefined, []],
  ])('409 %s for %s', async (code, command, body, before) => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open();
    const bodies: Record<string, object> = { wait: { for: 'customer' }, resolve: { solution: 'New fuse.' } };
    for (const each of before) await act(id, each, bodies[each]);
    const answer = await call('POST', `/v1/tickets/${id}/${command}`, body === undefined ? {} : { body });
    expect(answer).toMatchObject({ status: 409, body: { code, number: 'FK202611001' } });
  });

  test('409 after thirty days says which ticket a new one continues', async () => {
    const { call, clock, open, act } = await ticketsApi();
    const { id } = await open();
    await act(id, 'resolve', { solution: 'New fuse.' });
    await act(id, 'close');
    clock.advance(30 * 24 * 3_600_000 + 1);
    const answer = await call('POST', `/v1/tickets/${id}/reopen`, { body: { reason: 'again' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'tickets.closed-too-long', continuesId: id } });
    expect(await open({ ...fault, continuesId: id })).toMatchObject({ continuesId: id });
  });

  test.each(['wait', 'resume', 'resolve', 'close', 'reopen', 'acknowledge-escalation', 'satisfaction', 'sla'])(
    '404 for %s of a ticket that there is not, 403 for who works on none',
    async (command) => {
      const { call } = await ticketsApi();
      const bodies: Record<string, object> = {
        wait: { for: 'customer' },
        resolve: { solution: 'x' },
        reopen: { reason: 'x' },
        satisfaction: { satisfied: true, via: 'phone' },
      };
      const method = command === 'sla' ? 'GET' : 'POST';
      const body = bodies[command] === undefined ? {} : { body: bodies[command] };
      expect((await call(method, `/v1/tickets/${unknown}/${command}`, body)).status).toBe(404);
      expect((await call(method, `/v1/tickets/${unknown}/${command}`, { ...body, ...as.marketing })).status).toBe(403);
    },
  );
});

describe('GET /v1/tickets/{id}/sla', () => {
  test('200 with pieces of time whose sums are exact', async () => {
    const { call, clock, open, act } = await ticketsApi();
    const { id } = await open();
    clock.advance(3_600_000);
    await act(id, 'wait', { for: 'customer' });
    clock.advance(90 * 60_000 + 1);
    await act(id, 'resume');
    clock.advance(1500);
    const { status, body } = await call('GET', `/v1/tickets/${id}/sla`);
    expect(status).toBe(200);
    expect(body.cycles[0].resolution).toMatchObject({
      allowed: 'PT48H',
      by: '2026-11-25T02:30:00.001Z',
      segments: [
        { kind: 'counted', cause: 'opened', duration: 'PT1H' },
        { kind: 'paused', cause: 'waiting-for-customer', duration: 'PT1H30M0.001S' },
        { kind: 'counted', cause: 'resumed', duration: 'PT1.5S' },
      ],
      sums: { counted: 'PT1H1.5S', paused: 'PT1H30M0.001S' },
      elapsed: 'PT2H30M1.501S',
    });
    expect(body.cycles[0].firstResponse.sums).toEqual({ counted: 'PT2H30M1.501S' });
  });

  test('200 says that a withdrawn ticket’s promises were dropped', async () => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open();
    expect((await act(id, 'close', { reason: 'withdrawn' })).deadlines).toEqual({});
    expect((await call('GET', `/v1/tickets/${id}/sla`)).body.cycles[0].resolution.state).toBe('dropped');
  });
});
