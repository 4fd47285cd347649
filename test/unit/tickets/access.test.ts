import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Caller, Owned } from '#domain/shared/caller.ts';
import { Role } from '#domain/shared/rights.ts';
import { maySee, seesContact, seesNotes, sells } from '#domain/tickets/access.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';
import { opened } from './given.ts';

const [ours, theirs] = [idOf('dep', 3), idOf('dep', 4)];
const me = idOf('mem', 1);
const another = idOf('mem', 2);
const caller = (role: Role, more: Partial<Caller> = {}): Caller => ({
  memberId: me,
  role,
  departmentId: ours,
  departments: [ours],
  locale: 'zh-CN',
  zone: 'Asia/Shanghai',
  ...more,
});
const sees = (
  who: Caller,
  ticket: Partial<Ticket>,
  { customer, assigneeDepartmentId }: { customer?: Owned; assigneeDepartmentId?: string } = {},
) =>
  maySee(who, opened({ assigneeId: another, departmentId: theirs, ...ticket }), {
    customer: async () => customer,
    assigneeDepartmentId: async () => assigneeDepartmentId,
  });

describe('who sees a ticket', () => {
  test('its assignee, of whatever department and customer', async () => {
    expect(await sees(caller('service-agent'), { assigneeId: me })).toBe(true);
    expect(await sees(caller('sales-rep'), { assigneeId: me })).toBe(true);
  });

  test('an agent by the queue’s department or by the assignee’s', async () => {
    expect(await sees(caller('service-agent'), { departmentId: ours })).toBe(true);
    expect(await sees(caller('service-agent'), {}, { assigneeDepartmentId: ours })).toBe(true);
    expect(await sees(caller('service-agent'), {}, { assigneeDepartmentId: theirs })).toBe(false);
    expect(await sees(caller('service-agent'), {})).toBe(false);
    expect(await sees(caller('service-agent', { departments: 'all' }), {})).toBe(true);
  });

  test('sales by the customer alone, never by the department', async () => {
    expect(await sees(caller('sales-rep'), {}, { customer: { ownerId: me } })).toBe(true);
    expect(await sees(caller('sales-rep'), {}, { customer: { collaboratorIds: [me] } })).toBe(true);
    expect(await sees(caller('sales-rep'), { departmentId: ours }, { customer: { ownerId: another } })).toBe(false);
    expect(await sees(caller('sales-manager'), {}, { customer: { departmentId: ours } })).toBe(true);
    expect(await sees(caller('sales-manager'), { departmentId: ours }, { customer: { departmentId: theirs } })).toBe(
      false,
    );
    expect(await sees(caller('sales-manager'), { departmentId: ours })).toBe(false);
  });

  test('legal complaints alone', async () => {
    expect(await sees(caller('legal'), { kind: 'complaint' })).toBe(true);
    expect(await sees(caller('legal'), { kind: 'fault', departmentId: ours })).toBe(false);
  });

  test('nobody whose role is not named, whatever the ticket', async () => {
    const any = fc.record({ assigneeId: fc.constantFrom(me, another), departmentId: fc.constantFrom(ours, theirs) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Role>('marketing', 'finance', 'customer'), any, async (role, ticket) => {
        const near = { customer: { ownerId: me, departmentId: ours }, assigneeDepartmentId: ours };
        expect(await sees(caller(role, { departments: 'all' }), ticket, near)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

test('internal notes are for those who see tickets and do not sell', () => {
  const readers = Role.options.filter((role) => seesNotes(caller(role)));
  expect(readers.toSorted()).toEqual(['admin', 'legal', 'service-agent', 'service-manager']);
  expect(Role.options.filter((role) => sells(caller(role))).toSorted()).toEqual(['sales-manager', 'sales-rep']);
});

test('an agent knows who asked while the ticket is open, or is his; a manager always', () => {
  const closed = opened({ assigneeId: another, state: 'closed' });
  expect(seesContact(caller('service-agent'), opened({ assigneeId: another }))).toBe(true);
  expect(seesContact(caller('service-agent'), closed)).toBe(false);
  expect(seesContact(caller('service-agent'), { ...closed, assigneeId: me })).toBe(true);
  expect(seesContact(caller('service-manager'), closed)).toBe(true);
});
