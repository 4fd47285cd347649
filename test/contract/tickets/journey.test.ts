import { describe, expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { handler as onMemberDeactivated } from '#functions/tickets/on-member-deactivated.ts';
import { putCustomer, readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import { idOf, testWorld } from '#test/world.ts';
import { answered } from './answered.ts';
import { as, contacts, customers, departments, fault, people, ticketsApi } from './given.ts';

describe('the watch over a ticket', () => {
  test('nothing happens early; at three quarters the assignee is warned once', async () => {
    const { clock, sweep, mails, id } = await answered(36);
    clock.advance(-1);
    await sweep();
    expect(mails('ticket.warning')).toEqual([]);
    clock.advance(1);
    await sweep();
    await sweep();
    expect(mails('ticket.warning')).toEqual([[`${id}#resolution/1/warning`, people.agent]]);
  });

  test('without an assignee the service managers of the queue are warned, where it has none those above', async () => {
    const { clock, open, sweep, mails } = await ticketsApi();
    const { id: north } = await open();
    const { id: south } = await open({ ...fault, departmentId: departments.south });
    clock.advance(18 * hourMs);
    await sweep();
    expect(mails('ticket.warning').toSorted()).toEqual(
      [
        [`${north}#firstResponse/1/warning`, people.teamLead],
        [`${south}#firstResponse/1/warning`, people.serviceManager],
      ].toSorted(),
    );
  });

  test('a broken promise is news once, under its target and cycle', async () => {
    const { sweep, news, id, view } = await answered(48);
    await Promise.all([sweep(), sweep()]);
    const about = { ticketId: id, customerId: customers.wei, cycle: 1, target: 'resolution' };
    expect(news('ticket.target-breached').map(({ detail }) => detail)).toEqual([about]);
    expect((await view()).deadlines.resolution).toMatchObject({ state: 'breached', by: '2026-11-25T01:00:00.000Z' });
  });

  test('a ticket solved in time breaks nothing', async () => {
    const { act, clock, id, sweep, news, mails } = await answered(40);
    await act(id, 'resolve', { solution: 'New fuse.' });
    clock.advance(100 * hourMs);
    await sweep();
    expect(news('ticket.target-breached')).toEqual([]);
    expect(mails('ticket.escalated')).toEqual([]);
  });
});

describe('after the solution', () => {
  test('the contact is told at once and asked a day later; a week later the ticket closes', async () => {
    const { act, clock, id, sweep, mails, view, news } = await answered(1);
    await act(id, 'resolve', { solution: 'New fuse.' });
    expect(mails('ticket.resolved')).toEqual([[`${id}#resolved/1`, contacts.wei]]);
    clock.advance(24 * hourMs);
    await sweep();
    expect(mails('ticket.survey')).toEqual([[`${id}#survey/1`, contacts.wei]]);
    clock.advance(6 * 24 * hourMs - 1);
    await sweep();
    expect(await view()).toMatchObject({ state: 'resolved', version: 4 });
    clock.advance(1);
    await sweep();
    expect(await view()).toMatchObject({ state: 'closed', version: 5, updatedBy: 'system' });
    expect(news('ticket.closed')).toHaveLength(1);
  });

  test('whoever has no e-mail is phoned by the assignee', async () => {
    const { act, clock, id, sweep, mails } = await answered(1, { ...fault, customerId: customers.silent });
    await act(id, 'resolve', { solution: 'New fuse.' });
    clock.advance(24 * hourMs);
    await sweep();
    expect(mails('ticket.call')).toEqual([
      [`${id}#resolved/1`, people.agent],
      [`${id}#survey/1`, people.agent],
    ]);
    expect([...mails('ticket.resolved'), ...mails('ticket.survey')]).toEqual([]);
  });

  test('a contact who was archived meanwhile is not written to: the assignee is to phone', async () => {
    const { act, id, mails, table } = await answered(1, { ...fault, contactId: contacts.wei });
    const customer = await readCustomer(table, customers.wei);
    if (customer === undefined) throw new Error('no customer');
    const mainContact = { ...customer.mainContact, archivedAt: '2026-11-23T02:00:00.000Z' };
    await table.commit([putCustomer({ ...customer, mainContact }, 'any')]);
    await act(id, 'resolve', { solution: 'New fuse.' });
    expect(mails('ticket.resolved')).toEqual([]);
    expect(mails('ticket.call')).toEqual([[`${id}#resolved/1`, people.agent]]);
  });

  test('so is whoever’s mailbox is gone', async () => {
    const { act, call, id, mails, table } = await answered(1, { ...fault, contactId: contacts.wei });
    const customer = await readCustomer(table, customers.wei);
    if (customer === undefined) throw new Error('no customer');
    const mainContact = { ...customer.mainContact, emailBouncedAt: '2026-11-23T02:00:00.000Z' };
    await table.commit([putCustomer({ ...customer, mainContact }, 'any')]);
    const mail = await call('POST', `/v1/tickets/${id}/respond`, { body: { message: 'Hello?', via: 'email' } });
    expect(mail).toMatchObject({ status: 422, body: { code: 'tickets.no-address' } });
    await act(id, 'resolve', { solution: 'New fuse.' });
    expect(mails('ticket.resolved')).toEqual([]);
    expect(mails('ticket.call')).toEqual([[`${id}#resolved/1`, people.agent]]);
  });

  test('whoever is phoned with the result knows it: that promise is kept, and written once', async () => {
    const { act, clock, id, news, sla, sweep, view } = await answered(0, { ...fault, customerId: customers.silent });
    const targets = { resolution: 'PT48H', resultNotice: 'PT24H' };
    expect((await sla('PUT', '/v1/sla-policies/default?appliesTo=running', { body: { targets } })).status).toBe(200);
    await sweep();
    await act(id, 'resolve', { solution: 'New fuse.' });
    expect((await view()).deadlines.resultNotice).toMatchObject({ state: 'running' });
    clock.advance(2 * hourMs);
    await act(id, 'respond', { message: 'It works again.', via: 'phone' });
    await act(id, 'respond', { message: 'And the lamp too.', via: 'phone' });
    clock.advance(30 * hourMs);
    await sweep();
    expect(news('ticket.target-breached')).toEqual([]);
    const { deadlines, history, state } = await view();
    expect(deadlines.resultNotice).toMatchObject({ state: 'met' });
    expect(history.filter(({ type }: { type: string }) => type === 'notified')).toHaveLength(1);
    expect(state).toBe('resolved');
  });

  test.each(['spam', 'withdrawn', 'merged'])('nobody is asked about a ticket that was closed as %s', async (reason) => {
    const { act, clock, id, mails, news, open, sla, sweep, view } = await answered(1);
    const targets = { resolution: 'PT48H', resultNotice: 'PT24H', survey: 'P3D' };
    expect((await sla('PUT', '/v1/sla-policies/default?appliesTo=running', { body: { targets } })).status).toBe(200);
    await sweep();
    await act(id, 'resolve', { solution: 'New fuse.' });
    if (reason === 'merged') await act(id, 'merge', { intoId: (await open()).id });
    else await act(id, 'close', { reason });
    clock.advance(46 * hourMs);
    await sweep();
    clock.advance(60 * hourMs);
    await sweep();
    expect(mails('ticket.survey')).toEqual([]);
    const ofIt = news('ticket.target-breached').filter(
      ({ detail }) => (detail as { ticketId: string }).ticketId === id,
    );
    expect(ofIt).toEqual([]);
    expect((await view()).deadlines).not.toHaveProperty('survey');
  });

  test('who has answered is not asked', async () => {
    const { act, clock, id, sweep, mails, view } = await answered(1);
    await act(id, 'resolve', { solution: 'New fuse.' });
    await act(id, 'satisfaction', { satisfied: true, via: 'phone' });
    expect(await view()).toMatchObject({ state: 'closed' });
    clock.advance(24 * hourMs);
    await sweep();
    expect(mails('ticket.survey')).toEqual([]);
  });

  test('dissatisfied: back to the same assignee, his manager told with the customer’s words; then he takes over', async () => {
    const { act, call, id, mails, news, view } = await answered(1);
    await act(id, 'resolve', { solution: 'New fuse.' });
    const first = { satisfied: false, via: 'phone', comment: 'It still smokes.' };
    expect(await act(id, 'satisfaction', first)).toMatchObject({
      state: 'in-progress',
      cycle: 2,
      assigneeId: people.agent,
    });
    expect(mails('ticket.dissatisfied')).toEqual([[`${id}#dissatisfied/1`, people.teamLead]]);
    const said = await call('GET', `/v1/tickets/${id}/messages`, as.rep);
    expect(said.body.items.at(-1)).toMatchObject({ direction: 'in', text: 'It still smokes.' });
    await act(id, 'resolve', { solution: 'New machine.' });
    await act(id, 'satisfaction', { satisfied: false, via: 'phone' });
    expect(await view()).toMatchObject({ state: 'in-progress', cycle: 3, assigneeId: people.teamLead });
    expect(mails('ticket.dissatisfied').at(-1)).toEqual([`${id}#dissatisfied/2`, people.teamLead]);
    expect(news('ticket.reopened')).toHaveLength(2);
    expect(mails('ticket.resolved').map(([ref]) => ref)).toEqual([`${id}#resolved/1`, `${id}#resolved/2`]);
  });

  test('dissatisfied a third time: the manager’s manager is told and takes over only if he works on tickets', async () => {
    const { act, id, mails, table } = await answered(1);
    const againUnder = async (boss: string | undefined) => {
      const lead = await readMember(table, people.teamLead);
      if (lead === undefined) throw new Error('no team lead');
      const { managerId: _, ...rest } = lead;
      const moved = { ...rest, ...(boss === undefined ? {} : { managerId: boss }), version: lead.version + 1 };
      await table.commit([putMember(moved, { version: lead.version }, [])]);
      await act(id, 'resolve', { solution: 'New fuse.' }, as.serviceManager);
      return act(id, 'satisfaction', { satisfied: false, via: 'phone' }, as.serviceManager);
    };
    await againUnder(undefined);
    expect(await againUnder(undefined)).toMatchObject({ assigneeId: people.teamLead });
    // An admin works on no tickets: he is told, and it stays with the manager.
    expect(await againUnder(undefined)).toMatchObject({ assigneeId: people.teamLead, cycle: 4 });
    expect(mails('ticket.dissatisfied').at(-1)).toEqual([`${id}#dissatisfied/3`, people.admin]);
    expect(await againUnder(people.serviceManager)).toMatchObject({ assigneeId: people.serviceManager, cycle: 5 });
  });
});

describe('a member who leaves', () => {
  async function deactivated(successorId?: string) {
    const api = await answered(1);
    const { id: solved } = await api.open();
    await api.act(solved, 'assign', { assigneeId: people.agent });
    await api.act(solved, 'resolve', { solution: 'New fuse.' });
    const { id: closed } = await api.open();
    await api.act(closed, 'assign', { assigneeId: people.agent });
    await api.act(closed, 'close', { reason: 'spam' });
    const member = await readMember(api.table, people.agent);
    if (member === undefined) throw new Error('no member');
    const succession = successorId === undefined ? {} : { successorId };
    await api.table.commit([putMember({ ...member, ...succession, active: false, version: 2 }, { version: 1 }, [])]);
    const event = {
      id: idOf('evt', 1),
      type: 'member.deactivated',
      version: 1,
      subject: 'x',
      at: '',
      actorId: '',
      cause: '',
    };
    const detail = { memberId: people.agent, ...succession };
    const leave = () => onMemberDeactivated.consumer.consume({ ...event, detail }, testWorld(api.parts));
    const assignees = async () =>
      Promise.all(
        [api.id, solved, closed].map(
          async (id) => (await api.call('GET', `/v1/tickets/${id}`, as.serviceManager)).body.assigneeId,
        ),
      );
    return { leave, assignees, news: api.news, table: api.table };
  }

  test('hands what is not closed to his successor, once', async () => {
    const { leave, assignees, news } = await deactivated(people.colleague);
    await leave();
    await leave();
    expect(await assignees()).toEqual([people.colleague, people.colleague, people.agent]);
    expect(news('ticket.assigned').filter(({ actorId }) => actorId === 'system')).toHaveLength(2);
  });

  test('whose successor has left as well hands it to the one after him, and who has come back keeps it', async () => {
    const { leave, assignees, table } = await deactivated(people.colleague);
    const between = await readMember(table, people.colleague);
    if (between === undefined) throw new Error('no member');
    const gone = { ...between, active: false, successorId: people.teamLead, version: 2 };
    await table.commit([putMember(gone, { version: 1 }, [])]);
    await leave();
    expect((await assignees()).slice(0, 2)).toEqual([people.teamLead, people.teamLead]);
    const back = await deactivated(people.colleague);
    const returned = await readMember(back.table, people.agent);
    if (returned === undefined) throw new Error('no member');
    await back.table.commit([putMember({ ...returned, active: true, version: 3 }, { version: 2 }, [])]);
    await back.leave();
    expect((await back.assignees()).slice(0, 2)).toEqual([people.agent, people.agent]);
  });

  test('without a successor gives it back to its queue', async () => {
    const { leave, assignees } = await deactivated();
    await leave();
    expect(await assignees()).toEqual([undefined, undefined, people.agent]);
  });
});
