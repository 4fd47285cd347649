import { describe, expect, test } from 'vitest';
import { hourMs } from '#domain/shared/time.ts';
import { handler as onTargetBreached } from '#functions/tickets/on-target-breached.ts';
import { idOf, testWorld } from '#test/world.ts';
import { answered } from './answered.ts';
import { complaint, people, ticketsApi } from './given.ts';

const resolution = (ticketId: string, cycle = 1) => ({ ticketId, cycle, target: 'resolution' }) as const;

describe('the climb after a broken promise', () => {
  test('tells the assignee at once, his manager four hours and the service manager a day later', async () => {
    const { call, climb, clock, id, mails, view } = await answered(48);
    const { body } = await call('GET', `/v1/tickets/${id}`);
    const rungs: unknown[] = [];
    for (let step = await climb(resolution(id)); 'waitUntil' in step; step = await climb(step.state)) {
      rungs.push(step.waitUntil);
      clock.now = new Date(step.waitUntil);
    }
    expect(rungs).toEqual(['2026-11-25T05:00:00.000Z', '2026-11-26T01:00:00.000Z']);
    expect(mails('ticket.escalated')).toEqual([
      [`${id}#resolution/1/assignee`, people.agent],
      [`${id}#resolution/1/manager`, people.teamLead],
    ]);
    const { escalation, version } = await view();
    expect(escalation).toMatchObject({ target: 'resolution', cycle: 1, rung: 'service-manager' });
    expect(version).toBe(body.version);
  });

  test('a person on two rungs is told once, and the next rung comes at once', async () => {
    const { climb, clock, id, act, mails } = await answered(0);
    await act(id, 'assign', { assigneeId: people.teamLead });
    clock.advance(48 * hourMs);
    await climb(resolution(id));
    clock.advance(4 * hourMs);
    // His manager is the head of nobody's department, so an admin; the service manager of his queue is himself.
    expect(await climb(resolution(id))).toEqual({ waitUntil: '2026-11-26T01:00:00.000Z', state: resolution(id) });
    clock.advance(20 * hourMs);
    expect(await climb(resolution(id))).toEqual({ done: true });
    expect(mails('ticket.escalated')).toEqual([
      [`${id}#resolution/1/assignee`, people.teamLead],
      [`${id}#resolution/1/manager`, people.admin],
    ]);
  });

  test('nobody on a rung: a ticket without an assignee reaches the service manager at the breach', async () => {
    const { climb, clock, open, mails } = await ticketsApi();
    const { id } = await open();
    clock.advance(24 * hourMs);
    expect(await climb({ ticketId: id, cycle: 1, target: 'firstResponse' })).toEqual({ done: true });
    expect(mails('ticket.escalated')).toEqual([[`${id}#firstResponse/1/service-manager`, people.teamLead]]);
  });

  test('a complaint has the service manager on its first rung', async () => {
    const { climb, id, mails } = await answered(48, complaint);
    await climb(resolution(id));
    expect(mails('ticket.escalated')).toEqual([
      [`${id}#resolution/1/assignee`, people.agent],
      [`${id}#resolution/1/service-manager`, people.teamLead],
    ]);
  });

  test('a step that is run twice, or beside itself, tells nobody twice', async () => {
    const { climb, id, mails } = await answered(48);
    const answers = [await climb(resolution(id)), await climb(resolution(id))];
    expect(answers[1]).toEqual(answers[0]);
    expect(mails('ticket.escalated')).toHaveLength(1);
  });

  test('an acknowledgement holds the next rung four hours, once', async () => {
    const { act, call, climb, clock, id, mails, view } = await answered(48);
    await climb(resolution(id));
    clock.advance(hourMs);
    const { escalation } = await act(id, 'acknowledge-escalation');
    expect(escalation.history.at(-1)).toMatchObject({ type: 'acknowledged', rung: 'assignee', memberId: people.agent });
    const again = await call('POST', `/v1/tickets/${id}/acknowledge-escalation`);
    expect(again).toMatchObject({ status: 409, body: { code: 'tickets.already-acknowledged' } });
    clock.advance(3 * hourMs);
    expect(await climb(resolution(id))).toMatchObject({ waitUntil: '2026-11-25T09:00:00.000Z' });
    expect(mails('ticket.escalated')).toHaveLength(1);
    clock.advance(4 * hourMs);
    await climb(resolution(id));
    expect(mails('ticket.escalated')).toHaveLength(2);
    expect((await view()).escalation.rung).toBe('manager');
  });

  test.each([
    ['resolved', 'resolve', { solution: 'New fuse.' }],
    ['waiting for its customer', 'wait', { for: 'customer' }],
    ['withdrawn', 'close', { reason: 'withdrawn' }],
  ])('ends when the ticket is %s', async (_state, command, body) => {
    const { act, climb, clock, id, mails, view } = await answered(48);
    await climb(resolution(id));
    await act(id, command, body);
    clock.advance(4 * hourMs);
    expect(await climb(resolution(id))).toEqual({ done: true });
    expect(mails('ticket.escalated')).toHaveLength(1);
    expect((await view()).escalation.endedAt).toBe('2026-11-25T05:00:00.000Z');
  });

  test('is about its own cycle, and about tickets that there are', async () => {
    const { act, climb, clock, id } = await answered(48);
    await act(id, 'resolve', { solution: 'New fuse.' });
    await act(id, 'reopen', { reason: 'again' });
    clock.advance(50 * hourMs);
    expect(await climb(resolution(id))).toEqual({ done: true });
    expect(await climb(resolution(id, 2))).toMatchObject({ waitUntil: expect.any(String) });
    expect(await climb(resolution(idOf('tkt', 999)))).toEqual({ done: true });
  });

  test('starts with the news of the breach, under the promise’s name', async () => {
    const started: unknown[] = [];
    const { parts } = await ticketsApi();
    const detail = { ticketId: idOf('tkt', 1), cycle: 2, target: 'firstResponse' } as const;
    const event = {
      id: idOf('evt', 1),
      type: 'ticket.target-breached',
      version: 1,
      subject: 'x',
      at: '',
      actorId: '',
      cause: '',
    };
    await onTargetBreached.consumer.consume(
      { ...event, detail },
      { ...testWorld(parts), startClimb: async (climb) => void started.push(climb) },
    );
    expect(started).toEqual([detail]);
  });
});
