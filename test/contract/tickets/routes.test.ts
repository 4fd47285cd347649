import { describe, expect, test } from 'vitest';
import { idOf } from '#test/world.ts';
import { as, complaint, customers, departments, fault, people, ticketsApi } from './given.ts';

const unknown = idOf('tkt', 999);
const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
const refusal = (status: number, code: string) => ({ status, body: { code } });

describe('POST /v1/tickets', () => {
  test('201 numbers the tickets of the month, and gives each its deadlines and its queue', async () => {
    const { call } = await ticketsApi();
    const first = await call('POST', '/v1/tickets', { body: fault });
    const second = await call('POST', '/v1/tickets', { body: { ...complaint, tags: ['a', 'a'] } });
    expect(first).toMatchObject({
      status: 201,
      body: {
        number: 'FK202611001',
        state: 'open',
        priority: 'normal',
        departmentId: departments.north,
        cycle: 1,
        version: 1,
        nextDueAt: '2026-11-24T01:00:00.000Z',
        deadlines: {
          firstResponse: { by: '2026-11-24T01:00:00.000Z', state: 'running' },
          resolution: { by: '2026-11-25T01:00:00.000Z', state: 'running' },
        },
        createdBy: people.agent,
      },
    });
    expect(second.body).toMatchObject({ number: 'FK202611002', priority: 'urgent', tags: ['a'] });
  });

  test('201 for a sales rep: his customer’s ticket goes to the service department', async () => {
    const { call } = await ticketsApi();
    expect(await call('POST', '/v1/tickets', { body: fault, ...as.rep })).toMatchObject({
      status: 201,
      body: { departmentId: departments.service },
    });
  });

  test('201 for someone whom nobody knows yet, and a tick up for a customer of the highest levels', async () => {
    const { call } = await ticketsApi();
    const { customerId: _, ...rest } = fault;
    const requester = { name: 'Ann', email: 'Ann@Example.com' };
    expect(await call('POST', '/v1/tickets', { body: { ...rest, requester } })).toMatchObject({
      status: 201,
      body: { requester: { email: 'ann@example.com' } },
    });
    expect(
      (await call('POST', '/v1/tickets', { body: { ...fault, customerId: customers.silent } })).body.priority,
    ).toBe('high');
  });

  test('400 points at every bad field', async () => {
    const { call } = await ticketsApi();
    const body = { ...fault, kind: 'gripe', subject: 'two\nlines', x: 1 };
    const answer = await call('POST', '/v1/tickets', { body });
    expect(answer).toMatchObject(refusal(400, 'shared.invalid-input'));
    expect(answer.body.errors.map((each: { pointer: string }) => each.pointer).toSorted()).toEqual([
      '/kind',
      '/subject',
      '/x',
    ]);
  });

  test('403 for a role that takes in no tickets', async () => {
    const { call } = await ticketsApi();
    expect(await call('POST', '/v1/tickets', { body: fault, ...as.marketing })).toMatchObject(
      refusal(403, 'shared.forbidden'),
    );
  });

  test.each([
    ['tickets.requester-missing', { customerId: undefined }, as.agent],
    ['tickets.requester-and-customer', { requester: { name: 'Ann', email: 'a@example.com' } }, as.agent],
    ['tickets.customer-missing', { customerId: undefined, requester: { name: 'Ann', email: 'a@example.com' } }, as.rep],
    ['tickets.customer-missing', { customerId: undefined, contactId: idOf('con', 1) }, as.agent],
    ['tickets.unknown-customer', { customerId: idOf('cus', 99) }, as.agent],
    ['tickets.unknown-customer', {}, as.otherRep],
    ['tickets.unknown-contact', { contactId: idOf('con', 2) }, as.agent],
    ['tickets.unknown-department', { departmentId: idOf('dep', 99) }, as.agent],
    ['tickets.unknown-ticket', { continuesId: unknown }, as.agent],
  ])('422 %s for %j', async (code, change, caller) => {
    const { call, table } = await ticketsApi();
    expect(await call('POST', '/v1/tickets', { body: { ...fault, ...change }, ...caller })).toMatchObject(
      refusal(422, code),
    );
    expect(table.news).toEqual([]);
  });
});

describe('GET /v1/tickets/{id}', () => {
  test('200 with the customer’s card', async () => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    expect(await call('GET', `/v1/tickets/${id}`)).toMatchObject({
      status: 200,
      headers: { etag: '"1"' },
      body: { customer: { number: 'C202611001', level: 'normal', mainContact: { email: 'li.wei@example.com' } } },
    });
  });

  test('200 for the rep who has the customer, for legal if it is a complaint; 404 for whoever may not see it', async () => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    const { id: complained } = await open(complaint);
    const status = async (ticketId: string, caller: object) =>
      (await call('GET', `/v1/tickets/${ticketId}`, caller)).status;
    expect(await status(id, as.rep)).toBe(200);
    expect(await status(id, as.otherRep)).toBe(404);
    expect(await status(id, as.southerner)).toBe(404);
    expect(await status(id, as.serviceManager)).toBe(200);
    expect(await status(id, as.legal)).toBe(404);
    expect(await status(complained, as.legal)).toBe(200);
    expect(await status(unknown, as.agent)).toBe(404);
    expect(await status(id, as.marketing)).toBe(403);
  });

  test('an agent sees tickets of his department’s members in other queues', async () => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open({ ...fault, departmentId: departments.service }, as.serviceManager);
    expect((await call('GET', `/v1/tickets/${id}`)).status).toBe(404);
    await act(id, 'assign', { assigneeId: people.colleague }, as.serviceManager);
    expect((await call('GET', `/v1/tickets/${id}`)).status).toBe(200);
  });

  test('how to reach the customer of a closed ticket an agent does not see any more', async () => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open();
    await act(id, 'close', { reason: 'spam' });
    expect((await call('GET', `/v1/tickets/${id}`)).body.customer).not.toHaveProperty('mainContact');
  });
});

describe('PATCH /v1/tickets/{id}', () => {
  test('200 changes what is named, and keeps the reason of a priority', async () => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    const body = { subject: 'Smokes', priority: 'urgent', priorityReason: 'danger' };
    const answer = await call('PATCH', `/v1/tickets/${id}`, { body, ...ifMatch(1) });
    expect(answer).toMatchObject({ status: 200, body: { subject: 'Smokes', priority: 'urgent', version: 2 } });
    expect(answer.body.history.at(-1)).toMatchObject({ type: 'prioritised', reason: 'danger' });
  });

  test('200 links a ticket from triage to its customer, who then has it in his list', async () => {
    const { call, open, news } = await ticketsApi();
    const { customerId, ...rest } = fault;
    const { id } = await open({ ...rest, requester: { name: 'Ann', email: 'ann@example.com' } });
    const answer = await call('PATCH', `/v1/tickets/${id}`, { body: { customerId }, ...ifMatch(1) });
    expect(answer).toMatchObject({ status: 200, body: { customerId } });
    const list = await call('GET', `/v1/tickets?customerId=${customerId}`);
    expect(list.body.items).toMatchObject([{ id, customerId }]);
    expect(news('ticket.opened').at(-1)?.detail).toMatchObject({ customerId });
  });

  test('412 for whoever read an older version; 428 for whoever says none; 400 for a field that is not his', async () => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    const body = { subject: 'Smokes' };
    await call('PATCH', `/v1/tickets/${id}`, { body, ...ifMatch(1) });
    expect(await call('PATCH', `/v1/tickets/${id}`, { body: { subject: 'Burns' }, ...ifMatch(1) })).toMatchObject(
      refusal(412, 'shared.stale'),
    );
    expect((await call('PATCH', `/v1/tickets/${id}`, { body })).status).toBe(428);
    expect((await call('PATCH', `/v1/tickets/${id}`, { body: { state: 'closed' }, ...ifMatch(2) })).status).toBe(400);
    expect((await call('PATCH', `/v1/tickets/${unknown}`, { body, ...ifMatch(1) })).status).toBe(404);
  });

  test('what the system noted in the meantime is in nobody’s way', async () => {
    const { call, clock, open, sweep } = await ticketsApi();
    const { id } = await open();
    clock.advance(19 * 3_600_000);
    await sweep();
    expect((await call('PATCH', `/v1/tickets/${id}`, { body: { tags: ['x'] }, ...ifMatch(1) })).body.version).toBe(2);
  });

  test.each([
    ['tickets.priority-reason-missing', { priority: 'low' }],
    ['tickets.already-linked', { customerId: customers.silent }],
    ['tickets.unknown-contact', { contactId: idOf('con', 2) }],
  ])('422 %s', async (code, body) => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    expect(await call('PATCH', `/v1/tickets/${id}`, { body, ...ifMatch(1) })).toMatchObject(refusal(422, code));
  });

  test('422 for a customer that there is not', async () => {
    const { call, open } = await ticketsApi();
    const { customerId: _, ...rest } = fault;
    const { id } = await open({ ...rest, requester: { name: 'Ann', email: 'ann@example.com' } });
    const body = { customerId: idOf('cus', 99) };
    expect(await call('PATCH', `/v1/tickets/${id}`, { body, ...ifMatch(1) })).toMatchObject(
      refusal(422, 'tickets.unknown-customer'),
    );
  });
});

describe('POST /v1/tickets/{id}/assign', () => {
  test('200 to a member of the queue, to another queue, and to a member with his queue', async () => {
    const { open, act } = await ticketsApi();
    const { id } = await open();
    expect(await act(id, 'assign', { assigneeId: people.colleague })).toMatchObject({ assigneeId: people.colleague });
    const moved = await act(id, 'assign', { departmentId: departments.south }, as.serviceManager);
    expect(moved).toMatchObject({ departmentId: departments.south });
    expect(moved).not.toHaveProperty('assigneeId');
    const to = { assigneeId: people.agent, departmentId: departments.service };
    expect(await act(id, 'assign', to, as.serviceManager)).toMatchObject(to);
  });

  test.each([
    ['tickets.nothing-to-assign', {}],
    ['tickets.unknown-assignee', { assigneeId: idOf('mem', 99) }],
    ['tickets.unknown-assignee', { assigneeId: people.rep }],
    ['tickets.assignee-outside-department', { assigneeId: people.southerner }],
    ['tickets.unknown-department', { departmentId: idOf('dep', 99) }],
  ])('422 %s for %j', async (code, body) => {
    const { call, open } = await ticketsApi();
    const { id } = await open();
    expect(await call('POST', `/v1/tickets/${id}/assign`, { body })).toMatchObject(refusal(422, code));
  });

  test('409 for a closed ticket, 404 for an unseen one, 403 for sales', async () => {
    const { call, open, act } = await ticketsApi();
    const { id } = await open();
    const body = { assigneeId: people.agent };
    expect((await call('POST', `/v1/tickets/${id}/assign`, { body, ...as.southerner })).status).toBe(404);
    expect((await call('POST', `/v1/tickets/${id}/assign`, { body, ...as.rep })).status).toBe(403);
    await act(id, 'close', { reason: 'withdrawn' });
    expect(await call('POST', `/v1/tickets/${id}/assign`, { body })).toMatchObject(
      refusal(409, 'tickets.already-closed'),
    );
  });
});
