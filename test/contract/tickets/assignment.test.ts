import { describe, expect, test } from 'vitest';
import { defaultProfile, type WorkProfile } from '#domain/members/duty.ts';
import type { Event } from '#events/define.ts';
import { handler as onWork } from '#functions/tickets/on-work.ts';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import { putWorkProfile, readWorkProfile } from '#store/members-work.ts';
import { idOf, testWorld } from '#test/world.ts';
import { as, complaint, customers, departments, fault, people, ticketsApi } from './given.ts';

const minuteMs = 60_000;
type Consumed = Parameters<typeof onWork.consumer.consume>[0];

/** The tickets with their bus: what is news is brought to the subscription until nothing is left. */
async function given(mode: 'round-robin' | 'least-load', skills: object[] = [], more = 0) {
  const api = await ticketsApi();
  for (let n = 0; n < more; n += 1) {
    const agent = await readMember(api.table, people.agent);
    if (agent === undefined) throw new Error('no agent');
    await api.table.commit([putMember({ ...agent, id: idOf('mem', 100 + n), version: 1 }, 'absent', [])]);
  }
  const put = (body: object) =>
    api.call('PUT', `/v1/ticket-queues/${departments.north}`, { body, ...as.serviceManager });
  const profile = async (memberId: string, fields: Partial<WorkProfile>) => {
    const { version } = await readWorkProfile(api.table, memberId);
    await api.table.commit([putWorkProfile({ ...defaultProfile(memberId), ...fields, version: version + 1 })]);
  };
  let told = 0;
  const consume = (event: Event) => onWork.consumer.consume(event as Consumed, testWorld(api.parts));
  const types = ['opened', 'assigned', 'reopened', 'resolved', 'closed'];
  const isOurs = ({ type }: Event) => types.includes(type.replace('ticket.', ''));
  const work = async () => {
    while (told < api.table.news.length) {
      const news = api.table.news.slice(told).filter(isOurs);
      told = api.table.news.length;
      for (const event of news) await consume(event);
    }
  };
  const duty = async (memberId: string, onDuty: boolean, handBack: 'none' | 'open' | 'all' = 'open') => {
    const detail = { memberId, onDuty, handBack };
    const about = { version: 1, subject: memberId, at: '', actorId: 'x', cause: 'x' };
    await consume({ id: idOf('evt', 1), type: 'member.duty-changed', ...about, detail });
    await work();
  };
  expect((await put({ mode, skills })).status).toBe(200);
  const assignee = async (id: string) =>
    (await api.call('GET', `/v1/tickets/${id}`, as.serviceManager)).body.assigneeId;
  return { ...api, put, profile, work, consume, duty, assignee };
}

describe('a queue that is given out', () => {
  test('a hundred parallel arrivals, each told twice, go round: nobody gets two more than another', async () => {
    const { open, consume, table, call } = await given('round-robin', [], 4);
    for (let i = 0; i < 100; i += 1) await open({ ...fault, customerId: customers.silent });
    const arrived = table.news.filter(({ type }) => type === 'ticket.opened');
    await Promise.all(arrived.map(consume));
    await Promise.all(arrived.map(consume));
    const { agents, waiting } = (await call('GET', `/v1/ticket-queues/${departments.north}`)).body;
    const counts = agents.map(({ open: has }: { open: number }) => has) as number[];
    expect(waiting).toBe(0);
    expect(counts).toHaveLength(7);
    expect(counts.reduce((sum, each) => sum + each)).toBe(100);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(table.news.filter(({ type }) => type === 'ticket.assigned')).toHaveLength(100);
  });

  test('one that nobody has set up leaves the work where it is', async () => {
    const { put, open, work, assignee } = await given('round-robin');
    await put({ mode: 'manual' });
    const { id } = await open();
    await work();
    expect(await assignee(id)).toBeUndefined();
  });

  test('nobody off duty, at capacity or without the skill is chosen; what waits goes, complaints first, to who comes', async () => {
    const skills = [{ skill: 'power', kinds: ['fault', 'complaint'] }];
    const { act, assignee, duty, open, profile, work } = await given('round-robin', skills);
    await profile(people.agent, { skills: ['power'], capacity: 1 });
    await profile(people.teamLead, { skills: ['power'], offDuty: { since: '2026-11-23T00:00:00.000Z' } });
    const { id: first } = await open();
    const { id: second } = await open();
    const { id: third } = await open(complaint);
    await work();
    expect([await assignee(first), await assignee(second), await assignee(third)]).toEqual([
      people.agent,
      undefined,
      undefined,
    ]);
    // Room: the complaint is taken before the fault that was there before it.
    await act(first, 'resolve', { solution: 'New fuse.' });
    await work();
    expect([await assignee(second), await assignee(third)]).toEqual([undefined, people.agent]);
    await profile(people.teamLead, { skills: ['power'] });
    await duty(people.teamLead, true);
    expect(await assignee(second)).toBe(people.teamLead);
  });

  test('what nobody can take, however much, keeps nothing back; what one go leaves is taken by the next', async () => {
    const away = { offDuty: { since: '2026-11-23T00:00:00.000Z' } };
    const skills = [{ skill: 'power', kinds: ['complaint'] }];
    const { assignee, call, clock, open, profile, sweep, work } = await given('least-load', skills);
    for (const id of [people.agent, people.colleague, people.teamLead]) await profile(id, away);
    for (let i = 0; i < 51; i += 1) await open({ ...complaint, customerId: customers.silent });
    const faults: string[] = [];
    for (let i = 0; i < 51; i += 1) faults.push((await open({ ...fault, customerId: customers.silent })).id);
    await work();
    await profile(people.agent, { capacity: 200 });
    const given50 = async () => {
      clock.advance(15 * minuteMs);
      await sweep();
      return Promise.all(faults.map(assignee)).then((ids) => ids.filter((id) => id === people.agent).length);
    };
    expect(await given50()).toBe(50);
    expect(await given50()).toBe(51);
    const { waiting } = (await call('GET', `/v1/ticket-queues/${departments.north}`)).body;
    expect(waiting).toBe(51);
  });

  test('work that waits is looked at by the clock: whoever’s hours begin gets it without any news', async () => {
    const { assignee, clock, open, profile, sweep, work } = await given('least-load');
    for (const id of [people.colleague, people.teamLead]) {
      await profile(id, { offDuty: { since: '2026-11-23T00:00:00.000Z' } });
    }
    // 09:00 in Shanghai when the ticket arrives.
    await profile(people.agent, { hours: { mon: [['09:20', '18:00']] } });
    const { id } = await open();
    await work();
    await sweep();
    expect(await assignee(id)).toBeUndefined();
    clock.advance(15 * minuteMs);
    await sweep();
    expect(await assignee(id)).toBeUndefined();
    clock.advance(15 * minuteMs);
    await sweep();
    expect(await assignee(id)).toBe(people.agent);
  });

  test('who goes off duty hands back what he has not begun, or all of it, and the others take it', async () => {
    const { act, assignee, duty, open, profile, work } = await given('round-robin');
    await profile(people.teamLead, { offDuty: { since: '2026-11-23T00:00:00.000Z' } });
    await profile(people.colleague, { offDuty: { since: '2026-11-23T00:00:00.000Z' } });
    const { id: begun } = await open();
    const { id: fresh } = await open();
    await work();
    await act(begun, 'respond', { message: 'We are on it.', via: 'phone' });
    expect([await assignee(begun), await assignee(fresh)]).toEqual([people.agent, people.agent]);
    await profile(people.colleague, {});
    await profile(people.agent, { offDuty: { since: '2026-11-23T01:00:00.000Z' } });
    await duty(people.agent, false);
    expect([await assignee(begun), await assignee(fresh)]).toEqual([people.agent, people.colleague]);
    await duty(people.agent, false, 'all');
    await duty(people.agent, false, 'all');
    expect(await assignee(begun)).toBe(people.colleague);
  });
});

describe('GET /v1/tickets/{id}/suggested-assignees', () => {
  test('200 with what speaks for and against each, also of a ticket in triage', async () => {
    const { call, open, profile } = await given('round-robin', [{ skill: 'power', kinds: ['fault'] }]);
    await profile(people.agent, { skills: ['power'], languages: ['zh-CN'] });
    await profile(people.colleague, { offDuty: { since: '2026-11-23T00:00:00.000Z' } });
    const { id } = await open();
    const { status, body } = await call('GET', `/v1/tickets/${id}/suggested-assignees`);
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({
      memberId: people.agent,
      fits: true,
      reasons: ['skill:power', 'language', 'room'],
    });
    const away = body.items.find(({ memberId }: { memberId: string }) => memberId === people.colleague);
    expect(away).toMatchObject({ fits: false, against: ['off-duty', 'skill:power'] });
    expect((await call('GET', `/v1/tickets/${id}/suggested-assignees`, as.southerner)).status).toBe(404);
  });
});

describe('the settings of a queue', () => {
  test('403 for agents to change, 404 to look at another’s, 400 for what is no mode', async () => {
    const { call, put } = await given('round-robin');
    const path = `/v1/ticket-queues/${departments.north}`;
    expect((await call('PUT', path, { body: { mode: 'manual' } })).status).toBe(403);
    expect((await call('GET', path, as.southerner)).status).toBe(404);
    expect((await put({ mode: 'lottery' })).status).toBe(400);
    expect((await call('GET', path)).body).toMatchObject({ mode: 'round-robin', version: 1, waiting: 0 });
  });
});

test('how long complaints took is a figure of the month, of the solution that stands, whatever comes twice; not for agents', async () => {
  const { act, call, clock, consume, open, table, work } = await given('round-robin');
  const solvedAfter = async (hours: number, body: object) => {
    const { id } = await open(body);
    clock.advance(hours * 60 * minuteMs);
    await act(id, 'resolve', { solution: 'Sent anew.' }, as.serviceManager);
    return id;
  };
  const figures = () => call('GET', '/v1/ticket-figures?month=2026-11', as.serviceManager);
  const none = await figures();
  expect(none.body.complaints).toEqual({ solved: 0, within24Hours: 0 });
  await solvedAfter(20, complaint);
  const back = await solvedAfter(24, complaint);
  await solvedAfter(1, fault);
  await act(await solvedAfter(1, complaint), 'close', { reason: 'spam' }, as.serviceManager);
  await work();
  await Promise.all(table.news.filter(({ type }) => type === 'ticket.resolved').map(consume));
  const told = { solved: 2, within24Hours: 2, averageHandlingTime: 'PT22H' };
  expect((await figures()).body).toEqual({ month: '2026-11', complaints: told });
  await act(back, 'reopen', { reason: 'Broken again.' }, as.serviceManager);
  await work();
  expect((await figures()).body.complaints).toMatchObject({ solved: 1, averageHandlingTime: 'PT20H' });
  clock.advance(60 * minuteMs);
  await act(back, 'resolve', { solution: 'And once more.' }, as.serviceManager);
  await work();
  // 24 hours, two for the others, and the one since.
  expect((await figures()).body.complaints).toEqual({ solved: 2, within24Hours: 1, averageHandlingTime: 'PT23H30M' });
  expect(await call('GET', '/v1/ticket-figures?month=2026-11')).toMatchObject({ status: 403 });
  expect(await call('GET', '/v1/ticket-figures?month=2026-13', as.serviceManager)).toMatchObject({ status: 400 });
});

test('a ticket is moved to no department in which nobody works on tickets, one by one or many at once', async () => {
  const { act, call, open } = await ticketsApi();
  const { id } = await open();
  const body = { departmentId: departments.sales };
  const refused = await call('POST', `/v1/tickets/${id}/assign`, { body });
  expect(refused).toMatchObject({ status: 422, body: { code: 'tickets.department-without-service' } });
  expect(refused.body.errors).toMatchObject([{ pointer: '/departmentId' }]);
  const many = await call('POST', '/v1/ticket-bulk-edits', { body: { ids: [id], changes: { assign: body } } });
  expect(many.body.errors).toMatchObject([{ pointer: '/changes/assign/departmentId' }]);
  expect(await act(id, 'assign', { departmentId: departments.service })).toMatchObject({
    departmentId: departments.service,
  });
});

describe('a deadline set by hand', () => {
  test('has a reason, orders the work list, and tells assignee and managers once when it passes', async () => {
    const { act, call, clock, mails, open, sweep } = await given('round-robin');
    const { id } = await open();
    const dueAt = '2026-11-23T03:00:00.000Z';
    const assign = (body: object) => call('POST', `/v1/tickets/${id}/assign`, { body });
    expect((await assign({ assigneeId: people.agent, dueAt })).body.errors[0].code).toBe(
      'tickets.deadline-reason-missing',
    );
    const past = await assign({ assigneeId: people.agent, dueAt: '2026-11-23T01:00:00.000Z', reason: 'x' });
    expect(past.body.errors[0]).toMatchObject({ pointer: '/dueAt', code: 'tickets.deadline-past' });
    const made = await act(id, 'assign', { assigneeId: people.agent, dueAt, reason: '客户明日投产' });
    expect(made).toMatchObject({ nextDueAt: dueAt, handlingDue: { at: dueAt, reason: '客户明日投产' } });
    expect(made.history.at(-1)).toMatchObject({ type: 'assigned', reason: '客户明日投产' });
    await act(id, 'respond', { message: 'We are on it.', via: 'phone' });
    clock.advance(2 * 60 * minuteMs - 1);
    await sweep();
    expect(mails('ticket.escalated')).toEqual([]);
    clock.advance(1);
    await sweep();
    await sweep();
    const ref = `${id}#handling/${Date.parse(dueAt)}`;
    expect(mails('ticket.escalated')).toEqual([
      [ref, people.agent],
      [ref, people.teamLead],
    ]);
  });

  test('means nothing for what was solved before', async () => {
    const { act, clock, mails, open, sweep } = await given('round-robin');
    const { id } = await open();
    await act(id, 'assign', { assigneeId: people.agent, dueAt: '2026-11-23T03:00:00.000Z', reason: 'x' });
    await act(id, 'resolve', { solution: 'New fuse.' });
    clock.advance(3 * 60 * minuteMs);
    await sweep();
    expect(mails('ticket.escalated')).toEqual([]);
  });
});
