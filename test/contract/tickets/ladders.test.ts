import { expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { as, complaint, departments, fault, people, ticketsApi } from './given.ts';

const day = [['09:00', '18:00']];
const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day };
const rung = (after: string, ...notify: string[]) => ({ after, notify });

/** Monday, 09:00 in Shanghai; solved within eight office hours, or climbed for. */
async function withLadder(policy: object) {
  const api = await ticketsApi();
  const manage = async (path: string, body: object) =>
    expect(await api.sla('PUT', path, { body })).toMatchObject({ status: 200 });
  await manage('/v1/calendars/office', { zone: 'Asia/Shanghai', weekly });
  await manage('/v1/sla-policies/default', { calendar: 'office', targets: { resolution: 'PT8H' }, ...policy });
  return api;
}

async function overdue(api: Awaited<ReturnType<typeof withLadder>>, body: object = fault) {
  const { id } = await api.open(body);
  await api.act(id, 'assign', { assigneeId: people.agent });
  api.clock.advance(8 * hourMs);
  await api.sweep();
  expect(api.news('ticket.target-breached')).toHaveLength(1);
  return { ticketId: id, cycle: 1, target: 'resolution' } as const;
}

const told = (api: Awaited<ReturnType<typeof withLadder>>) =>
  api.mails('ticket.escalated').map(([ref, to]) => [ref.split('/').at(-1), to]);

test('a rung tells a member by his id, and comes in the policy’s hours', async () => {
  const api = await withLadder({ ladder: [rung('PT0S', 'assignee'), rung('PT2H', people.southerner)] });
  const climb = await overdue(api);
  // Broken at 17:00: two office hours later it is ten o'clock the next day.
  expect(await api.climb(climb)).toMatchObject({ waitUntil: '2026-11-24T02:00:00.000Z' });
  api.clock.now = new Date('2026-11-24T02:00:00.000Z');
  expect(await api.climb(climb)).toEqual({ done: true });
  expect(told(api)).toEqual([
    ['assignee', people.agent],
    [people.southerner, people.southerner],
  ]);
});

test('a target may have a ladder of its own', async () => {
  const ladders = { resolution: [rung('PT0S', 'manager')] };
  const api = await withLadder({ ladder: [rung('PT0S', 'assignee')], ladders });
  expect(await api.climb(await overdue(api))).toEqual({ done: true });
  expect(told(api)).toEqual([['manager', people.teamLead]]);
});

test('a ladder that would tell nobody, as nobody is assigned, tells the service managers of the queue', async () => {
  const api = await withLadder({ ladder: [rung('PT0S', 'assignee'), rung('PT2H', 'manager')] });
  const { id } = await api.open(fault);
  api.clock.advance(8 * hourMs);
  await api.sweep();
  expect(await api.climb({ ticketId: id, cycle: 1, target: 'resolution' })).toEqual({ done: true });
  expect(told(api)).toEqual([['service-manager', people.teamLead]]);
});

test('a complaint that is overdue tells the service manager on its first rung, whatever the ladder says', async () => {
  const api = await withLadder({ ladder: [rung('PT0S', 'assignee')] });
  await api.climb(await overdue(api, complaint));
  expect(told(api)).toEqual([
    ['assignee', people.agent],
    ['service-manager', people.teamLead],
  ]);
});

test('a ladder that names the head tells him, and goes on at once where the department has none', async () => {
  const api = await withLadder({ ladder: [rung('PT0S', 'head'), rung('PT2H', 'assignee')] });
  expect(await api.climb(await overdue(api))).toEqual({ done: true });
  expect(told(api)).toEqual([['assignee', people.agent]]);
  const { version } = (await api.table.get({ pk: 'members#departments', sk: departments.north })) ?? {};
  await api.table.commit([
    {
      op: 'put',
      key: { pk: 'members#departments', sk: departments.north },
      item: {
        ...(await api.table.get({ pk: 'members#departments', sk: departments.north })),
        headId: people.serviceManager,
        version: Number(version) + 1,
      },
      expect: { version: Number(version) },
    },
  ]);
  api.clock.now = new Date('2026-11-24T01:00:00.000Z');
  const { id } = await api.open(fault);
  await api.act(id, 'assign', { assigneeId: people.agent }, as.serviceManager);
  api.clock.advance(9 * hourMs);
  await api.sweep();
  await api.climb({ ticketId: id, cycle: 1, target: 'resolution' });
  expect(told(api).slice(1)).toEqual([['head', people.serviceManager]]);
});
