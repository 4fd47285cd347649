import { describe, expect, test } from 'vitest';
import { putCustomer, readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import { type Call, idOf } from '#test/world.ts';
import { as, complaint, customers, departments, people } from './given.ts';
import { aMajorTicket, major, measure, started } from './special.ts';

const admin = { memberId: people.admin, role: 'admin', departmentId: departments.service } as const;

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
