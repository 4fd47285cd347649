import { describe, expect, test } from 'vitest';
import { type Call, idOf } from '#test/world.ts';
import { as, customers, departments, people } from './given.ts';
import { aMajorTicket, ifMatch, major, measure, started } from './special.ts';

describe('a special process begins', () => {
  test('with a major ticket, once, and its joint owner is the customer’s owner', async () => {
    const { id, process, news, mails } = await aMajorTicket();
    expect(await process(id)).toMatchObject({
      ...{ state: 'open', trigger: 'major', jointOwnerId: people.rep, cycle: 1, version: 1 },
      lead: { assigneeId: people.agent, departmentId: departments.north },
    });
    const about = { ticketId: id, customerId: customers.wei, cycle: 1, jointOwnerId: people.rep };
    expect(news('special-process.opened').map(({ detail }) => detail)).toEqual([about]);
    for (const kind of ['ticket.warning', 'ticket.escalated', 'ticket.resolved']) expect(mails(kind)).toEqual([]);
  });

  test('with a ticket that turns out to be major, by classification or correction, and with no other', async () => {
    const { act, open, relay, process, call, news } = await started();
    const [{ id: a }, { id: b }] = [await open(), await open()];
    await act(a, 'classify', { impact: 'team' });
    await relay();
    expect((await process(a)).code).toBe('tickets.no-special-process');
    await act(a, 'classify', { severity: 'major' });
    await call('PATCH', `/v1/tickets/${b}`, { body: { severity: 'major' }, ...ifMatch(1) });
    await relay();
    expect([(await process(a)).trigger, (await process(b)).trigger]).toEqual(['major', 'major']);
    expect(news('ticket.severity-changed').map(({ subject }) => subject)).toEqual([a, b]);
  });

  test('by hand for a complex problem of any severity, with a reason; a ticket has one', async () => {
    const { open, relay, call, at, process, act } = await started();
    const { id } = await open();
    const start = (body: object, who: Call = {}) => call('POST', at(id), { body, ...who });
    expect((await start({})).status).toBe(400);
    expect(await start({ reason: '多地停机' })).toMatchObject({ status: 201, body: { trigger: 'complex' } });
    expect((await start({ reason: '多地停机' })).body.code).toBe('tickets.special-process-exists');
    await act(id, 'classify', { severity: 'major' });
    await relay();
    expect(await process(id)).toMatchObject({ trigger: 'complex', version: 1, jointOwnerId: people.rep });
    const { id: over } = await open();
    await act(over, 'close', { reason: 'withdrawn' });
    const late = await call('POST', at(over), { body: { reason: 'x' } });
    expect([late.status, late.body.code]).toEqual([409, 'tickets.already-closed']);
  });

  test('without a joint owner while nobody knows the customer, who brings his with him', async () => {
    const { open, relay, process, call } = await started();
    const { customerId: _, ...stranger } = major;
    const { id } = await open({ ...stranger, requester: { name: 'Wang', email: 'w@theirs.cn' } });
    await relay();
    expect(await process(id)).not.toHaveProperty('jointOwnerId');
    await call('PATCH', `/v1/tickets/${id}`, { body: { customerId: customers.wei }, ...ifMatch(1) });
    await relay();
    expect(await process(id)).toMatchObject({ jointOwnerId: people.rep, customerId: customers.wei });
  });

  test('with the same key it is started once, and the answer is the same', async () => {
    const { open, call, at } = await started();
    const { id } = await open();
    const sent = { body: { reason: 'x' }, headers: { 'idempotency-key': 'once' } };
    const [first, second] = [await call('POST', at(id), sent), await call('POST', at(id), sent)];
    expect([second.status, second.body]).toEqual([201, first.body]);
  });
});

describe('the journey of a major problem', () => {
  test('planned, solved, reported by the joint owner, closed; objected to, and reported anew', async () => {
    const { id, on, act, relay, process, news, call, mails, change } = await aMajorTicket();
    await on(id, 'measures', measure(people.agent));
    await on(id, 'measures', measure(people.rep));
    const plan = { memberIds: [people.colleague] };
    expect((await change(id, 3, plan)).body).toMatchObject({ memberIds: [people.colleague], version: 4 });
    expect((await on(id, 'updates', { text: '备件已发出' })).status).toBe(201);
    const told = { message: '已修好', via: 'phone', reporterId: people.rep };
    expect((await on(id, 'report-result', told)).body.code).toBe('tickets.not-resolved');
    await act(id, 'resolve', { solution: 'New fuse.' });
    expect((await on(id, 'close')).body.code).toBe('tickets.result-not-reported');
    expect((await on(id, 'report-result', { ...told, reporterId: people.colleague })).body.errors).toMatchObject([
      { pointer: '/reporterId', code: 'tickets.not-an-owner' },
    ]);
    expect((await on(id, 'report-result', told)).body).toMatchObject({
      state: 'reported',
      results: [{ reporterId: people.rep, via: 'phone', by: people.agent }],
    });
    const said = (await call('GET', `/v1/tickets/${id}/messages`, as.rep)).body.items;
    expect(said.at(-1)).toMatchObject({ text: '已修好', direction: 'out', via: 'phone' });
    expect(news('ticket.answered')).toHaveLength(1);
    expect((await on(id, 'close')).body).toMatchObject({ code: 'tickets.measures-open', open: 2 });
    expect((await on(id, 'measures/2/complete', undefined, as.rep)).body.measures[1]).toMatchObject({ state: 'done' });
    await on(id, 'measures/1/drop', { reason: 'Not needed.' });
    expect((await on(id, 'close')).body).toMatchObject({ state: 'closed', outcome: 'reported' });
    expect((await on(id, 'updates', { text: 'x' })).body.code).toBe('tickets.special-process-closed');

    await act(id, 'satisfaction', { satisfied: false, via: 'phone' });
    // The news of it is still on its way: the process is where its ticket is.
    expect((await on(id, 'close')).body.code).toBe('tickets.not-resolved');
    await relay();
    expect(await process(id)).toMatchObject({ state: 'open', cycle: 2 });
    await act(id, 'resolve', { solution: 'New board.' });
    await on(id, 'report-result', { message: '已更换', via: 'email' });
    expect(mails('ticket.answered')).toHaveLength(1);
    expect((await on(id, 'close')).body).toMatchObject({ state: 'closed', results: [{ cycle: 1 }, { cycle: 2 }] });
    const types = ['opened', 'reported', 'closed', 'reopened', 'reported', 'closed'];
    const own = (await call('GET', `/v1/tickets/${id}`)).body.number;
    expect((await process(id)).number).toBe(own);
    expect(types.map((type) => news(`special-process.${type}`).length)).toEqual([1, 2, 2, 1, 2, 2]);
  });

  test('a ticket that is closed before the report is reported of all the same, but by no mail', async () => {
    const { id, on, act } = await aMajorTicket();
    await act(id, 'resolve', { solution: 'New fuse.' });
    await act(id, 'close', {});
    expect((await on(id, 'report-result', { message: 'x', via: 'email' })).body.code).toBe('tickets.already-closed');
    expect((await on(id, 'report-result', { message: 'x', via: 'phone' })).body.state).toBe('reported');
    expect((await on(id, 'report-result', { message: 'x', via: 'phone' })).body.code).toBe('tickets.result-reported');
  });

  test('a ticket that is withdrawn ends it, one that is merged takes it along', async () => {
    const { id, on, act, open, relay, process } = await aMajorTicket();
    await on(id, 'measures', measure(people.agent));
    const { id: into } = await open();
    await act(id, 'merge', { intoId: into });
    await relay();
    expect(await process(id)).toMatchObject({ state: 'closed', outcome: 'without-result' });
    const going = await process(into);
    expect(going).toMatchObject({ state: 'open', version: 1, measures: [{ number: 1, what: 'New fuse' }] });
    await act(into, 'close', { reason: 'withdrawn' });
    await relay();
    expect(await process(into)).toMatchObject({ state: 'closed', outcome: 'without-result' });
  });
});

describe('a measure', () => {
  test('is somebody’s who sees the ticket, by a time ahead; it is corrected under its process’s version', async () => {
    const { id, on, change, clock } = await aMajorTicket();
    for (const memberId of [people.southerner, people.otherRep, idOf('mem', 99)]) {
      expect((await on(id, 'measures', measure(memberId))).body.errors).toMatchObject([
        { pointer: '/memberId', code: 'tickets.unknown-member' },
      ]);
    }
    const past = await on(id, 'measures', measure(people.agent, clock.now.toISOString()));
    expect(past.body.errors).toMatchObject([{ pointer: '/dueAt', code: 'tickets.deadline-past' }]);
    await on(id, 'measures', measure(people.agent));
    const edit = (version: number, body: object) => change(id, version, body, {}, '/measures/1');
    expect((await edit(1, { what: 'Old fuse' })).status).toBe(412);
    expect((await edit(2, { what: 'Old fuse' })).body).toMatchObject({ version: 3, measures: [{ what: 'Old fuse' }] });
    expect((await edit(3, {})).body.version).toBe(3);
    expect((await on(id, 'measures/7/complete')).body.code).toBe('tickets.measure-not-found');
  });

  test('that is overdue is news once, and no version of its own', async () => {
    const { id, on, clock, sweep, news, process } = await aMajorTicket();
    await on(id, 'measures', measure(people.agent, '2026-11-23T02:00:00.000Z'));
    clock.advance(3_600_000 - 1);
    await sweep();
    expect(news('special-process.measure-overdue')).toEqual([]);
    clock.advance(1);
    await sweep();
    await sweep();
    const detail = { ticketId: id, customerId: customers.wei, cycle: 1, measure: 1, memberId: people.agent };
    expect(news('special-process.measure-overdue').map((each) => each.detail)).toEqual([detail]);
    expect(await process(id)).toMatchObject({ version: 2, measures: [{ overdueAt: '2026-11-23T02:00:00.000Z' }] });
    expect((await on(id, 'measures/1/complete')).body.version).toBe(3);
  });
});
