import { describe, expect, test } from 'vitest';
import type { Event } from '#events/define.ts';
import { handler as onSpecialProcess } from '#functions/tickets/on-special-process.ts';
import { putCustomer, readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { type Call, idOf, testWorld } from '#test/world.ts';
import { as, complaint, customers, departments, fault, people, ticketsApi } from './given.ts';

type Consumed = Parameters<typeof onSpecialProcess.consumer.consume>[0];

const heard = ['ticket.opened', 'ticket.severity-changed', 'ticket.reopened', 'ticket.closed'];
const major = { ...fault, severity: 'major' };
const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
const admin = { memberId: people.admin, role: 'admin', departmentId: departments.service } as const;

/** Tickets whose news reaches special processes, everything twice. */
async function started() {
  const api = await ticketsApi();
  let seen = 0;
  const consume = async (event: Event) => {
    for (let i = 0; i < 2; i += 1) await onSpecialProcess.consumer.consume(event as Consumed, testWorld(api.parts));
  };
  const news = { id: 'evt', version: 1, subject: 'x', at: '', actorId: 'system', cause: 'x' };
  const at = (id: string, path = '') => `/v1/tickets/${id}/special-process${path}`;
  return {
    ...api,
    /** What has been said since. */
    relay: async () => {
      const fresh = api.table.news.slice(seen);
      seen = api.table.news.length;
      for (const event of fresh) if (heard.includes(event.type)) await consume(event);
    },
    hear: (type: string, detail: object) => consume({ ...news, type, detail }),
    process: async (id: string, who: Call = {}) => (await api.call('GET', at(id), who)).body,
    /** A command on the process of a ticket. */
    on: (id: string, path: string, body?: object, who: Call = {}) =>
      api.call('POST', at(id, `/${path}`), { ...(body === undefined ? {} : { body }), ...who }),
    change: (id: string, version: number, body: object, who: Call = {}, path = '') =>
      api.call('PATCH', at(id, path), { body, ...ifMatch(version), ...who }),
    at,
  };
}

async function aMajorTicket() {
  const api = await started();
  const { id } = await api.open(major);
  await api.act(id, 'assign', { assigneeId: people.agent });
  await api.relay();
  return { ...api, id };
}

const measure = (memberId: string, dueAt = '2026-11-24T01:00:00.000Z') => ({ what: 'New fuse', memberId, dueAt });

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

describe('who may do what', () => {
  test('who sees the ticket sees its process and what was told; all others find none', async () => {
    const { id, call, at, on } = await aMajorTicket();
    await on(id, 'updates', { text: '备件已发出' });
    const status = async (who: Call) => (await call('GET', at(id), who)).status;
    expect(await Promise.all([as.agent, as.serviceManager, as.rep, admin].map(status))).toEqual([200, 200, 200, 200]);
    expect(await Promise.all([as.southerner, as.otherRep, as.legal, as.marketing].map(status))).toEqual([
      404, 404, 404, 403,
    ]);
    const updates = (who: Call) => call('GET', at(id, '/updates'), who);
    expect((await updates(as.rep)).body.items).toMatchObject([{ text: '备件已发出', by: people.agent }]);
    expect((await updates(as.otherRep)).status).toBe(404);
  });

  test('the joint owner, who sells, ticks measures of his own and does nothing else', async () => {
    const { id, on, change, call, at } = await aMajorTicket();
    await on(id, 'measures', measure(people.rep));
    await on(id, 'measures', measure(people.agent));
    const refused = [
      await on(id, 'measures/2/complete', undefined, as.rep),
      await on(id, 'measures/1/drop', { reason: 'x' }, as.rep),
      await on(id, 'measures', measure(people.rep), as.rep),
      await on(id, 'updates', { text: 'x' }, as.rep),
      await on(id, 'report-result', { message: 'x', via: 'phone' }, as.rep),
      await on(id, 'close', undefined, as.rep),
      await change(id, 3, { memberIds: [] }, as.rep),
      await call('POST', at(id), { body: { reason: 'x' }, ...as.rep }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    expect((await on(id, 'measures/1/complete', undefined, as.rep)).status).toBe(200);
    expect((await on(id, 'measures/2/complete', undefined, as.otherRep)).status).toBe(404);
  });

  test('another joint owner is chosen by a service manager or an admin, with a reason, among those who see the ticket', async () => {
    const { id, change, process } = await aMajorTicket();
    const to = { jointOwnerId: people.teamLead, reason: 'Knows the site.' };
    expect((await change(id, 1, to)).body.code).toBe('tickets.joint-owner-by-manager');
    expect((await change(id, 1, { jointOwnerId: people.teamLead }, as.serviceManager)).body.errors).toMatchObject([
      { pointer: '/reason', code: 'tickets.joint-owner-reason-missing' },
    ]);
    const unknown = { ...to, jointOwnerId: people.otherRep, memberIds: [people.agent, people.southerner] };
    expect((await change(id, 1, unknown, as.serviceManager)).body.errors).toMatchObject([
      { pointer: '/jointOwnerId', code: 'tickets.unknown-member' },
      { pointer: '/memberIds/1', code: 'tickets.unknown-member' },
    ]);
    expect((await change(id, 1, to, as.serviceManager)).status).toBe(200);
    expect((await change(id, 1, to, admin)).status).toBe(412);
    expect(await process(id)).toMatchObject({ jointOwnerId: people.teamLead, isChosen: true, version: 2 });
  });

  test('the list: one’s own, a member’s of one’s department, and the company’s for those who work on all tickets', async () => {
    const { id, call, open, relay, act, clock } = await aMajorTicket();
    clock.advance(1000);
    const { id: later } = await open({ ...complaint, customerId: customers.silent });
    await relay();
    await act(id, 'close', { reason: 'withdrawn' });
    await relay();
    const list = async (query: string, who: Call) => {
      const { status, body } = await call('GET', `/v1/special-processes${query}`, who);
      return status === 200 ? body.items.map(({ ticketId }: { ticketId: string }) => ticketId) : status;
    };
    expect(await list('', as.rep)).toEqual([later, id]);
    expect(await list('', as.serviceManager)).toEqual([later, id]);
    expect(await list('?state=open', as.serviceManager)).toEqual([later]);
    expect(await list('?state=closed', as.rep)).toEqual([id]);
    expect(await list('?state=reported', as.rep)).toEqual([]);
    expect(await list('', as.agent)).toEqual([]);
    expect(await list('', as.legal)).toEqual([]);
    const reps = `?jointOwnerId=${people.rep}`;
    const head = { memberId: idOf('mem', 30), role: 'sales-manager', departments: departments.sales } as const;
    expect([await list(reps, head), await list(reps, admin)]).toEqual([
      [later, id],
      [later, id],
    ]);
    const strangers = [as.agent, as.otherRep, as.legal, { ...head, departments: departments.north }];
    for (const who of strangers) expect(await list(reps, who)).toBe(403);
    const first = (await call('GET', `/v1/special-processes?limit=1`, as.rep)).body;
    expect([first.items[0].number, await list(`?limit=1&cursor=${first.next}`, as.rep)]).toEqual(['FK202611002', [id]]);
  });
});

describe('nobody is left behind', () => {
  async function handedOver(api: Awaited<ReturnType<typeof aMajorTicket>>, toOwnerId: string) {
    const before = await readCustomer(api.table, customers.wei);
    if (before === undefined) throw new Error('no customer');
    const version = before.version + 1;
    await api.table.commit([putCustomer({ ...before, ownerId: toOwnerId, version }, { version: before.version })]);
    const change = { customerId: customers.wei, fromOwnerId: before.ownerId, toOwnerId };
    await api.hear('customer.owner-changed', { ...change, departmentId: departments.sales });
  }

  test('the joint owner changes with the customer’s owner, unless somebody chose him, or it is over', async () => {
    const api = await aMajorTicket();
    const { id, open, relay, process, change, news, act } = api;
    const [{ id: chosen }, { id: over }] = [await open(major), await open(major)];
    await relay();
    await change(chosen, 1, { jointOwnerId: people.teamLead, reason: 'x' }, as.serviceManager);
    await act(over, 'close', { reason: 'withdrawn' });
    await relay();
    await handedOver(api, people.otherRep);
    expect((await process(id)).jointOwnerId).toBe(people.otherRep);
    expect((await process(id, as.otherRep)).version).toBe(2);
    expect((await process(chosen)).jointOwnerId).toBe(people.teamLead);
    expect((await process(over)).jointOwnerId).toBe(people.rep);
    expect(news('special-process.joint-owner-changed').map(({ subject }) => subject)).toEqual([chosen, id]);
    await handedOver(api, people.rep);
    expect((await process(id)).jointOwnerId).toBe(people.rep);
  });

  test('the joint owner of what was merged is the owner of the customer who remains', async () => {
    const api = await aMajorTicket();
    const { id, table, process } = api;
    const settle = () => api.hear('merge.settled', { mergeId: idOf('mrg', 1), customerId: customers.silent });
    await settle();
    expect((await process(id)).version).toBe(1);
    const survivor = await readCustomer(table, customers.silent);
    const ticket = await readTicket(table, id);
    if (survivor === undefined || ticket === undefined) throw new Error('nothing to merge');
    const { version } = ticket;
    const moved = { ...ticket, customerId: customers.silent, version: version + 1 };
    const after = { ...survivor, ownerId: people.otherRep, version: survivor.version + 1 };
    await table.commit([
      putCustomer(after, { version: survivor.version }),
      putTicket(moved, await readSla(table, moved), { version }),
    ]);
    await settle();
    expect(await process(id)).toMatchObject({
      jointOwnerId: people.otherRep,
      customerId: customers.silent,
      version: 2,
    });
  });

  test('whoever leaves is followed in process, team and measures by his successor', async () => {
    const api = await aMajorTicket();
    const { id, on, change, table, hear, process } = api;
    await on(id, 'measures', measure(people.rep));
    await on(id, 'measures', measure(people.rep));
    await on(id, 'measures/1/complete');
    await change(id, 4, { memberIds: [people.rep, people.colleague] });
    const left = () => hear('member.deactivated', { memberId: people.rep });
    await left();
    expect((await process(id)).version).toBe(5);
    const member = await readMember(table, people.rep);
    if (member === undefined) throw new Error('no member');
    const gone = { ...member, active: false, successorId: people.otherRep, version: 2 };
    await table.commit([putMember(gone, { version: 1 }, [])]);
    await left();
    const after = await process(id);
    expect(after).toMatchObject({ jointOwnerId: people.otherRep, memberIds: [people.otherRep, people.colleague] });
    expect(after.measures.map(({ memberId }: { memberId: string }) => memberId)).toEqual([people.rep, people.otherRep]);
    expect(after.version).toBe(6);
    // A major ticket of the same customer that is opened now finds his successor too.
    const { id: next } = await api.open(major);
    await api.relay();
    expect((await process(next)).jointOwnerId).toBe(people.otherRep);
  });

  test('news of what is not there, or not any more, does nothing', async () => {
    const { hear, table } = await started();
    const before = table.news.length;
    await hear('ticket.opened', { ticketId: idOf('tkt', 9), number: 'x', kind: 'fault', severity: 'major' });
    await hear('ticket.closed', { ticketId: idOf('tkt', 9), cycle: 1 });
    await hear('member.deactivated', { memberId: people.rep });
    expect(table.news.length).toBe(before);
  });
});
