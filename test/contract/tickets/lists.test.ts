import { describe, expect, test } from 'vitest';
import { ticketOpened } from '#events/tickets.ts';
import { handler as onWork } from '#functions/tickets/on-work.ts';
import { readOpenTicketsOf } from '#store/tickets.ts';
import { type Call, testWorld } from '#test/world.ts';
import { as, complaint, customers, departments, fault, people, ticketsApi } from './given.ts';

type Api = Awaited<ReturnType<typeof ticketsApi>>;

async function numbers({ call }: Api, query: string, caller: Call = {}) {
  const found: string[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await call('GET', `/v1/tickets?${query}${cursor}`, caller);
    if (status !== 200) return body.code;
    found.push(...body.items.map((each: { number: string }) => Number(each.number.slice(-3))));
    if (body.next === null) return found;
    cursor = `&cursor=${body.next}`;
  }
}

/** The news of every ticket that was opened. */
async function bringOpenings({ table, parts }: Api): Promise<void> {
  for (const event of table.news.filter(({ type }) => type === ticketOpened.type)) {
    await onWork.consumer.consume(event as Parameters<typeof onWork.consumer.consume>[0], testWorld(parts));
  }
}

/** 1 open · 2 waiting for its customer · 3 resolved · 4 closed · 5 a complaint of another queue, all of one customer. */
async function fiveTickets() {
  const api = await ticketsApi();
  const { open, act, clock } = api;
  const ids: string[] = [];
  for (const body of [fault, fault, fault, fault, { ...complaint, departmentId: departments.south }]) {
    ids.push((await open(body)).id);
    clock.advance(60_000);
  }
  const [first = '', second = '', third = '', fourth = ''] = ids;
  await act(first, 'assign', { assigneeId: people.agent });
  await act(second, 'respond', { message: 'Which machine is it?', via: 'phone' });
  await act(second, 'wait', { for: 'customer' });
  await act(third, 'resolve', { solution: 'New fuse.' });
  await act(fourth, 'close', { reason: 'spam' });
  return { ...api, ids };
}

describe('GET /v1/tickets', () => {
  test('200: a queue by what is due next; what waits, is solved or closed comes behind', async () => {
    const api = await fiveTickets();
    expect(await numbers(api, `departmentId=${departments.north}&sort=nextDueAt`)).toEqual([1, 2, 3, 4]);
    expect(await numbers(api, `departmentId=${departments.north}&limit=1`)).toEqual([1, 2, 3, 4]);
    expect(await numbers(api, `assigneeId=${people.agent}&sort=nextDueAt`)).toEqual([1]);
  });

  test.each([
    ['open', [1]],
    ['waiting', [2]],
    ['in-progress', []],
    ['resolved', [3]],
    ['closed', [4]],
  ])('200: by the state %s, on full pages', async (state, expected) => {
    const api = await fiveTickets();
    expect(await numbers(api, `departmentId=${departments.north}&state=${state}&limit=1`)).toEqual(expected);
    expect(await numbers(api, `customerId=${customers.wei}&state=${state}&limit=1`, as.rep)).toEqual(
      state === 'open' ? [5, 1] : expected,
    );
  });

  test('200 without a filter: the queues of the caller', async () => {
    const api = await fiveTickets();
    expect(await numbers(api, 'limit=2')).toEqual([1, 2, 3, 4]);
    expect(await numbers(api, 'limit=2', as.southerner)).toEqual([5]);
    expect(await numbers(api, 'limit=2', as.serviceManager)).toEqual([1, 5, 2, 3, 4]);
    expect(await numbers(api, 'limit=2', as.legal)).toEqual([5]);
  });

  test('200: a customer’s newest first, or by what is due next; to each what he may see', async () => {
    const api = await fiveTickets();
    expect(await numbers(api, `customerId=${customers.wei}&limit=2`, as.rep)).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers(api, `customerId=${customers.wei}&limit=2&sort=nextDueAt`, as.rep)).toEqual([1, 5, 2, 3, 4]);
    expect(await numbers(api, `customerId=${customers.wei}`)).toEqual([4, 3, 2, 1]);
    expect(await numbers(api, `customerId=${customers.wei}`, as.legal)).toEqual([5]);
    expect(await numbers(api, `customerId=${customers.silent}`, as.rep)).toEqual([]);
  });

  test('200 by priority: what is worked on, complaints first though they are paused, then a VIP’s, then what is due', async () => {
    const api = await fiveTickets();
    const complaintId = api.ids[4] ?? '';
    await api.act(complaintId, 'respond', { message: 'Which box?', via: 'phone' }, as.southerner);
    await api.act(complaintId, 'wait', { for: 'customer' }, as.southerner);
    await api.open({ ...fault, customerId: customers.silent });
    expect(await numbers(api, 'sort=priority&limit=1', as.serviceManager)).toEqual([5, 6, 1, 2]);
    expect(await numbers(api, 'sort=priority&state=waiting', as.serviceManager)).toEqual([5, 2]);
    expect(await numbers(api, `assigneeId=${people.agent}&sort=priority`)).toEqual([1]);
    expect(await numbers(api, 'sort=priority&state=closed')).toBe('tickets.priority-of-work-only');
    expect(await numbers(api, `customerId=${customers.wei}&sort=priority`)).toBe('tickets.priority-of-work-only');
  });

  test('200 by number once its news has come, twice too: the one that bears it, for whoever sees it', async () => {
    const api = await fiveTickets();
    expect(await numbers(api, 'number=FK202611001')).toEqual([]);
    await bringOpenings(api);
    await bringOpenings(api);
    expect(await numbers(api, 'number=FK202611005', as.southerner)).toEqual([5]);
    expect(await numbers(api, 'number=fk202611004')).toEqual([4]);
    expect(await numbers(api, 'number=FK202611005')).toEqual([]);
    expect(await numbers(api, 'number=FK202611001', as.rep)).toEqual([1]);
    expect(await numbers(api, 'number=FK202611001', as.otherRep)).toEqual([]);
    expect(await numbers(api, 'number=FK202611001', as.legal)).toEqual([]);
    expect(await numbers(api, 'number=202611')).toEqual([]);
    expect(await numbers(api, 'number=FK202611001&state=closed')).toEqual([]);
    const child = await api.act(api.ids[0] ?? '', 'split', { subject: 'The lamp', description: 'Blinks.' });
    await bringOpenings(api);
    expect(await numbers(api, `number=${child.number}`)).toEqual([6]);
    expect(await numbers(api, `number=FK202611001&customerId=${customers.wei}`)).toBe('shared.invalid-input');
  });

  test('403 for lists that are not his, 422 for what is not there or not offered, 400 for two filters at once', async () => {
    const api = await fiveTickets();
    expect(await numbers(api, '', as.rep)).toBe('tickets.by-customer-only');
    expect(await numbers(api, `departmentId=${departments.south}`)).toBe('tickets.outside-department');
    expect(await numbers(api, `assigneeId=${people.southerner}`)).toBe('tickets.outside-department');
    expect(await numbers(api, `assigneeId=${people.colleague}`)).toEqual([]);
    expect(await numbers(api, `customerId=${customers.wei}`, as.otherRep)).toBe('tickets.unknown-customer');
    expect(await numbers(api, 'sort=-openedAt')).toBe('tickets.sort-not-offered');
    expect(await numbers(api, `customerId=${customers.wei}&departmentId=${departments.north}`)).toBe(
      'shared.invalid-input',
    );
    expect(await numbers(api, 'cursor=x')).toBe('shared.bad-cursor');
  });
});

describe('what other contexts read', () => {
  test('the open tickets of a member and of a customer, one more than asked where there are more', async () => {
    const { table, ids } = await fiveTickets();
    const idsOf = async (whose: { assigneeId: string } | { customerId: string }, limit: number) =>
      (await readOpenTicketsOf(table, whose, limit)).map(({ id }) => id);
    expect(await idsOf({ assigneeId: people.agent }, 10)).toEqual([ids[0]]);
    expect(await idsOf({ customerId: customers.wei }, 10)).toEqual([ids[4], ids[1], ids[0]]);
    expect(await idsOf({ customerId: customers.wei }, 1)).toHaveLength(2);
    expect(await idsOf({ customerId: customers.silent }, 10)).toEqual([]);
  });
});
