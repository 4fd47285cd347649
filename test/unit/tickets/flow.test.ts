import { describe, expect, test } from 'vitest';
import { edit, reopen, resolve, satisfied, surveyed } from '#domain/tickets/flow.ts';
import { openedAtOf, placeOfCustomer, placeOfTicket, ticketIdFor } from '#domain/tickets/ids.ts';
import { priorityOf } from '#domain/tickets/priority.ts';
import { lastOf, revisionOf, Tags } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, type Move, moves, opened, told } from './given.ts';

const doing = (hours: number) => ({ by: agent, now: hour(hours) });
const refusal = (code: string) => expect.objectContaining({ code });

describe('the states', () => {
  test('the first public answer moves an open ticket to in progress, later ones leave the state as it is', () => {
    expect(told(['answered', 1]).state).toBe('in-progress');
    expect(told(['waits', 1], ['answered', 2]).state).toBe('waiting');
    expect(told(['resolved', 1], ['answered', 2]).state).toBe('resolved');
  });

  test('waiting is allowed in open and in progress, and says for whom', () => {
    expect(told(['waits', 1])).toMatchObject({ state: 'waiting', waitingFor: 'customer' });
    expect(told(['answered', 1], ['waitsForOthers', 2])).toMatchObject({ waitingFor: 'third-party' });
    expect(told(['waits', 1], ['resumed', 2])).not.toHaveProperty('waitingFor');
  });

  test('reopening is in progress in the next cycle', () => {
    expect(told(['resolved', 1], ['reopened', 2])).toMatchObject({ state: 'in-progress', cycle: 2, told: [] });
    expect(told(['resolved', 1], ['closed', 2], ['reopened', 3])).toMatchObject({ state: 'in-progress', cycle: 2 });
  });

  test.each<[string, readonly Move[], Move]>([
    ['tickets.already-waiting', ['waits'], 'waitsForOthers'],
    ['tickets.not-waiting', ['answered'], 'resumed'],
    ['tickets.already-resolved', ['resolved'], 'resolved'],
    ['tickets.already-resolved', ['resolved'], 'waits'],
    ['tickets.already-closed', ['resolved', 'closed'], 'answered'],
    ['tickets.already-closed', ['resolved', 'closed'], 'assigned'],
    ['tickets.already-closed', ['resolved', 'closed'], 'closed'],
    ['tickets.already-closed', ['withdrawn'], 'resolved'],
    ['tickets.not-resolved', ['answered'], 'closed'],
    ['tickets.not-resolved', ['answered'], 'reopened'],
    ['tickets.not-resolved', ['answered'], 'dissatisfied'],
    ['tickets.not-resolved', ['withdrawn'], 'dissatisfied'],
  ])('%s after %j keeps %s from happening', (code, before, move) => {
    const ticket = told(...before.map((each, i) => [each, i + 1] as const));
    expect(() => moves[move](ticket, doing(9))).toThrow(refusal(code));
  });
});

test('a solution says how the contact was told it, and a survey is no version of its own', () => {
  const ticket = resolve(opened(), { solution: 'New fuse.', messageId: idOf('msg', 2), toldVia: 'email' }, doing(1));
  expect(ticket.history.at(-1)).toMatchObject({ type: 'resolved', via: 'email' });
  expect(told(['resolved', 1]).history.at(-1)).not.toHaveProperty('via');
  const asked = surveyed(ticket, doing(2));
  expect(asked).toMatchObject({ version: ticket.version, state: 'resolved' });
  expect(asked.history.at(-1)?.type).toBe('surveyed');
  expect(lastOf(asked)).toBe(ticket.history.at(-1));
});

test('a tag stands on a ticket once', () => {
  expect(Tags.parse(['vpn', ' vpn', 'power'])).toEqual(['vpn', 'power']);
});

describe('reopening', () => {
  const closed = () => told(['resolved', 0], ['closed', 1]);
  test('is possible until thirty days after the closing', () => {
    expect(reopen(closed(), 'again', doing(1 + 30 * 24)).cycle).toBe(2);
  });
  test('later says to open a new ticket that continues this one', () => {
    expect(() => reopen(closed(), 'again', doing(1.01 + 30 * 24))).toThrow(
      expect.objectContaining({
        code: 'tickets.closed-too-long',
        facts: expect.objectContaining({ continuesId: idOf('tkt', 1) }),
      }),
    );
  });
});

describe('the customer’s verdict', () => {
  test('content closes the ticket at once', () => {
    const ticket = satisfied(told(['resolved', 1]), { via: 'phone' }, doing(2));
    expect(ticket).toMatchObject({ state: 'closed', version: 3 });
    expect(ticket.history.at(-1)).toMatchObject({ type: 'closed', reason: 'satisfied' });
  });
  test('content after the closing is noted', () => {
    const ticket = satisfied(told(['resolved', 1], ['closed', 2]), { via: 'phone' }, doing(3));
    expect(ticket.history.at(-1)).toMatchObject({ type: 'satisfied' });
  });
  test('dissatisfied goes back to the same assignee, from the second time to his manager', () => {
    const once = told(['resolved', 1], ['dissatisfied', 2]);
    expect(once).toMatchObject({ state: 'in-progress', cycle: 2, assigneeId: agent });
    const twice = moves.dissatisfied(moves.resolved(once, doing(3)), doing(4));
    expect(twice).toMatchObject({ cycle: 3, assigneeId: idOf('mem', 6) });
  });
});

describe('a change by hand', () => {
  const by = doing(1);
  test('of the priority needs a reason, which the history keeps', () => {
    expect(() => edit(opened(), { priority: 'urgent' }, by)).toThrow(refusal('tickets.priority-reason-missing'));
    const changed = edit(opened(), { priority: 'urgent', priorityReason: 'line is down' }, by);
    expect(changed.history.at(-1)).toMatchObject({ type: 'prioritised', priority: 'urgent', reason: 'line is down' });
  });
  test('to what stands there already changes nothing', () => {
    expect(edit(opened(), { priority: 'normal', subject: 'Does not start', tags: [] }, by).history).toHaveLength(1);
  });
  test('links a ticket from triage, and never takes one from its customer', () => {
    const { customerId: _, ...triage } = opened();
    expect(edit(triage, { customerId: idOf('cus', 2) }, by).customerId).toBe(idOf('cus', 2));
    expect(() => edit(opened(), { customerId: idOf('cus', 2) }, by)).toThrow(refusal('tickets.already-linked'));
  });
  test('null takes a field away', () => {
    expect(edit(opened({ contactId: idOf('con', 1) }), { contactId: null }, by)).not.toHaveProperty('contactId');
  });
});

test('what the system notes leaves the version that callers know', () => {
  expect(revisionOf({ version: 7, quietVersions: 4 })).toBe(3);
});

describe('the priority', () => {
  test.each([
    ['minor', 'question', 'normal', 'low'],
    ['moderate', 'fault', 'normal', 'normal'],
    ['major', 'fault', 'normal', 'high'],
    ['major', 'complaint', 'normal', 'urgent'],
    ['minor', 'complaint', 'strategic', 'high'],
    ['moderate', 'request', 'vip', 'high'],
    ['major', 'complaint', 'vip', 'urgent'],
  ] as const)('of a %s %s from a %s customer is %s', (severity, kind, level, priority) => {
    expect(priorityOf({ severity, kind }, level)).toBe(priority);
  });
});

describe('a ticket’s id', () => {
  const fresh = 'tkt_01KDQ3Y000ABCDEFGHJKMNPQRS';
  const customer = 'cus_01KDQ3XZZZ0123456789TVWXYZ';
  test('finds the partition of its customer, and its own instant', () => {
    const id = ticketIdFor(fresh, customer);
    expect(id).toMatch(/^tkt_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(placeOfTicket(id)).toBe(placeOfCustomer(customer));
    expect(openedAtOf(id)).toBe(openedAtOf(fresh));
    expect(id.slice(-6)).toBe(fresh.slice(-6));
  });
  test('is itself where there is no customer', () => {
    expect(ticketIdFor(fresh, undefined)).toBe(fresh);
  });
});
