import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/activities/messages.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { customerCreated, customerDeleted, customerOwnerChanged, customerRestored } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { handler as onCustomer } from '#functions/activities/on-customer.ts';
import { handler as onOwnerChange } from '#functions/activities/on-owner-change.ts';
import { routes } from '#functions/activities/routes.ts';
import { handler as sweep } from '#functions/activities/sweep.ts';
import { readFollowUp, readOpenFollowUpsOf } from '#store/activities.ts';
import { readSilentCustomersOf } from '#store/activities-silence.ts';
import { memoryTable } from '#store/memory.ts';
import {
  aCompany,
  admin,
  colleague,
  customer,
  customerId,
  handedOver,
  leaver,
  manager,
  rep,
  sales,
} from '#test/steps/records.ts';
import { hearing, testContext } from '#test/steps/run.ts';
import { type As, idOf, inProcess, TestClock } from '#test/world.ts';

/** Monday, 14:00 in Shanghai. */
const monday = '2026-03-02T06:00:00.000Z';

function start() {
  const { table, mails, types } = hearing(memoryTable());
  const api = inProcess('activities', routes, messages, { clock: new TestClock(monday), table });
  return { ...api, ...testContext(api.parts), mails, types };
}

let ours: ReturnType<typeof start>;
beforeEach(async () => {
  ours = start();
  await aCompany(ours.table);
});

/** A minute at a time, as the schedule runs it; whole minutes of nothing are left out as the runner does. */
async function passTo(instant: string): Promise<void> {
  for (const at of [instant, minuteMs, minuteMs, minuteMs]) {
    if (typeof at === 'string') ours.clock.now = new Date(at);
    else ours.clock.advance(at);
    await ours.run(sweep);
  }
}

async function followUp(more: object = {}): Promise<{ id: string; version: number }> {
  const body = { customerId, subject: 'Call back', dueAt: '2026-03-04T01:00:00Z', ...more };
  return (await ours.call('POST', '/v1/follow-ups', { ...rep, body })).body;
}

const talk = (id = customerId, as: As = rep, more: object = {}) =>
  ours.call('POST', `/v1/customers/${id}/interactions`, {
    ...as,
    body: { channel: 'phone', direction: 'in', summary: 'They rang', ...more },
  });

const born = (id: string, ownerId = rep.memberId) =>
  ours.deliver(onCustomer, customerCreated, { customerId: id, ownerId, departmentId: sales });

describe('reminders', () => {
  test('are sent to the owner when due, and to him and his manager a day later, each once', async () => {
    const { id } = await followUp();
    await passTo('2026-03-04T00:59:00.000Z');
    expect(ours.mails.map(({ kind }) => kind)).toEqual(['follow-up.due']);
    await passTo('2026-03-05T00:50:00.000Z');
    expect(ours.mails).toHaveLength(1);
    await passTo('2026-03-05T01:00:00.000Z');
    await passTo('2026-04-05T01:00:00.000Z');
    expect(ours.mails.map(({ kind, ref, to }) => [kind, ref, to['memberId']])).toEqual([
      ['follow-up.due', `${id}#due`, rep.memberId],
      ['follow-up.overdue', `${id}#overdue`, rep.memberId],
      ['follow-up.overdue', `${id}#overdue`, manager.memberId],
    ]);
  });

  test('are not sent of what was done, and come again under a new reference when the date moves', async () => {
    const done = await followUp();
    await ours.call('POST', `/v1/follow-ups/${done.id}/complete`, { ...rep, body: {} });
    const { id } = await followUp();
    await passTo('2026-03-04T01:00:00.000Z');
    const body = { dueAt: '2026-03-06T01:00:00Z' };
    await ours.call('PATCH', `/v1/follow-ups/${id}`, { ...rep, body, headers: { 'if-match': '"2"' } });
    await passTo('2026-03-06T01:00:00.000Z');
    expect(ours.mails.map(({ ref }) => ref)).toEqual([`${id}#due`, `${id}#due/2`]);
  });

  test('that a sweep missed for days are all sent', async () => {
    await followUp();
    await followUp();
    await passTo('2026-03-20T00:00:00.000Z');
    expect(ours.mails.filter(({ kind }) => kind === 'follow-up.due')).toHaveLength(2);
    expect(ours.mails.filter(({ kind }) => kind === 'follow-up.overdue')).toHaveLength(4);
  });
});

describe('customer.silent', () => {
  const silent = () => ours.mails.filter(({ kind }) => kind === 'customer.silent');

  test('is one mail for all customers of an owner, after nine o’clock, with a list that is whole, once', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => idOf('cus', 100 + i));
    for (const id of ids) await born(id);
    await passTo('2026-03-10T00:59:00.000Z');
    expect(silent()).toEqual([
      {
        kind: 'customer.silent',
        ref: `${rep.memberId}#2026-03-10`,
        to: { memberId: rep.memberId },
        facts: { date: '2026-03-10', customers: 40 },
      },
    ]);
    const listed = await readSilentCustomersOf(ours.table, rep.memberId ?? '', '2026-03-10');
    expect(listed.map(({ customerId }) => customerId)).toEqual(ids);
    for (const day of [10, 11, 20, 30]) await passTo(`2026-03-${day}T05:00:00.000Z`);
    expect(silent()).toHaveLength(1);
  });

  test('is not sent after an interaction in either direction, until seven days after it', async () => {
    await born(customerId);
    ours.clock.now = new Date('2026-03-08T02:00:00.000Z');
    await talk();
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await passTo('2026-03-16T01:00:00.000Z');
    expect(silent().map(({ ref }) => ref)).toEqual([`${rep.memberId}#2026-03-16`]);
  });

  test('is sent in spite of a follow-up that is planned, or done without an interaction', async () => {
    await born(customerId);
    await followUp({ dueAt: '2026-05-01T00:00:00Z' });
    const { id } = await followUp();
    await ours.call('POST', `/v1/follow-ups/${id}/complete`, { ...rep, body: {} });
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toHaveLength(1);
  });

  test('is not sent when a follow-up was completed with an interaction', async () => {
    await born(customerId);
    const { id } = await followUp();
    ours.clock.now = new Date('2026-03-05T02:00:00.000Z');
    const interaction = { channel: 'meeting', direction: 'out', summary: 'Met' };
    await ours.call('POST', `/v1/follow-ups/${id}/complete`, { ...rep, body: { interaction } });
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
  });

  test('is sent again for the next silence, which begins with the next interaction', async () => {
    await born(customerId);
    await passTo('2026-03-10T01:00:00.000Z');
    await passTo('2026-03-10T02:00:00.000Z');
    ours.clock.now = new Date('2026-03-20T04:00:00.000Z');
    await talk();
    await passTo('2026-03-28T01:00:00.000Z');
    expect(silent().map(({ ref }) => ref.split('#')[1])).toEqual(['2026-03-10', '2026-03-28']);
  });

  test('is sent again after an interaction that was written in the very minutes of the telling', async () => {
    await born(customerId);
    await passTo('2026-03-10T01:00:00.000Z');
    await talk();
    await passTo('2026-03-10T02:00:00.000Z');
    await passTo('2026-03-18T01:00:00.000Z');
    expect(silent().map(({ ref }) => ref.split('#')[1])).toEqual(['2026-03-10', '2026-03-18']);
  });

  test('goes to the new owner, seven days after he took over whom nobody ever spoke to', async () => {
    await born(customerId);
    ours.clock.now = new Date('2026-03-05T06:00:00.000Z');
    const detail = { customerId, fromOwnerId: rep.memberId, toOwnerId: colleague.memberId, departmentId: sales };
    await ours.deliver(onCustomer, customerOwnerChanged, detail);
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await passTo('2026-03-13T01:00:00.000Z');
    expect(silent().map(({ to }) => to['memberId'])).toEqual([colleague.memberId]);
  });

  test('is counted from the last interaction, not from the hand-over, whatever the new owner has not seen', async () => {
    await born(customerId);
    ours.clock.now = new Date('2026-03-03T02:00:00.000Z');
    await talk();
    ours.clock.now = new Date('2026-03-08T06:00:00.000Z');
    const detail = { customerId, fromOwnerId: rep.memberId, toOwnerId: colleague.memberId, departmentId: sales };
    await ours.deliver(onCustomer, customerOwnerChanged, detail);
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await passTo('2026-03-11T01:00:00.000Z');
    expect(silent().map(({ ref }) => ref)).toEqual([`${colleague.memberId}#2026-03-11`]);
  });

  test('is counted from an interaction that was entered late, before or after the news of the customer came', async () => {
    const occurredAt = '2026-02-25T02:00:00.000Z';
    await born(customerId);
    await talk(customerId, rep, { occurredAt });
    await ours.table.commit([customer(3, rep)]);
    await talk(idOf('cus', 3), rep, { occurredAt });
    await born(idOf('cus', 3));
    await passTo('2026-03-04T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await passTo('2026-03-05T01:00:00.000Z');
    expect(silent().map(({ ref, facts }) => [ref, facts['customers']])).toEqual([[`${rep.memberId}#2026-03-05`, 2]]);
  });

  test('is counted from the latest interaction ever seen, though a correction moved it back', async () => {
    await born(customerId);
    ours.clock.now = new Date('2026-03-08T02:00:00.000Z');
    const { id } = (await talk()).body;
    const moved = { body: { occurredAt: '2026-02-01T00:00:00Z' }, headers: { 'if-match': '"1"' } };
    expect((await ours.call('PATCH', `/v1/interactions/${id}`, { ...rep, ...moved })).status).toBe(200);
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await passTo('2026-03-16T01:00:00.000Z');
    expect(silent()).toHaveLength(1);
  });

  test('is not sent of a customer in the bin', async () => {
    await born(customerId);
    await ours.deliver(onCustomer, customerDeleted, { customerId });
    await passTo('2026-03-10T01:00:00.000Z');
    expect(silent()).toEqual([]);
    await ours.deliver(onCustomer, customerRestored, { customerId });
    await passTo('2026-03-11T01:00:00.000Z');
    expect(silent()).toHaveLength(1);
  });

  test('an interaction writes nothing but itself while the silence waits', async () => {
    await born(customerId);
    const writes: number[] = [];
    const counting = {
      ...ours.table,
      commit: async (all: Parameters<typeof ours.table.commit>[0]) => {
        writes.push(all.length);
        await ours.table.commit(all);
      },
    };
    const api = inProcess('activities', routes, messages, { clock: ours.clock, table: counting });
    const body = { channel: 'phone', direction: 'in', summary: 'They rang' };
    await api.call('POST', `/v1/customers/${customerId}/interactions`, { ...rep, body });
    expect(writes).toEqual([1]);
  });
});

describe('hand-over', () => {
  const moved = { customerId, fromOwnerId: rep.memberId, toOwnerId: colleague.memberId, departmentId: sales };

  test('takes the customer’s open follow-ups of the old owner along, and nothing else, however often it is told', async () => {
    await ours.table.commit([customer(3, rep)]);
    const mine = await followUp();
    const elsewhere = await followUp({ customerId: idOf('cus', 3) });
    const done = await followUp();
    await ours.call('POST', `/v1/follow-ups/${done.id}/complete`, { ...rep, body: {} });
    const others = (
      await ours.call('POST', '/v1/follow-ups', {
        ...admin,
        body: { customerId, subject: 'x', dueAt: '2026-03-04T01:00:00Z' },
      })
    ).body;
    await ours.table.commit([handedOver(1, colleague)]);
    for (let times = 0; times < 2; times += 1) {
      await ours.deliver(onOwnerChange, customerOwnerChanged, moved, { id: idOf('evt', 900) });
    }
    const ownerOf = async (id: string) => (await readFollowUp(ours.table, id))?.ownerId;
    expect(await ownerOf(mine.id)).toBe(colleague.memberId);
    expect(await ownerOf(elsewhere.id)).toBe(rep.memberId);
    expect(await ownerOf(done.id)).toBe(rep.memberId);
    expect(await ownerOf(others.id)).toBe(admin.memberId);
    expect(ours.types.filter((type) => type === 'follow-up.changed')).toHaveLength(1);
  });

  test('told late goes to whom the customer belongs to now', async () => {
    const mine = await followUp();
    await ours.table.commit([handedOver(1, manager)]);
    await ours.deliver(onOwnerChange, customerOwnerChanged, moved);
    expect((await readFollowUp(ours.table, mine.id))?.ownerId).toBe(manager.memberId);
  });

  test('of a leaver moves everything open to his successor, in pages', async () => {
    for (let n = 0; n < 230; n += 1) await followUp();
    await ours.table.commit([leaver(rep, colleague)]);
    const detail = { memberId: rep.memberId, successorId: colleague.memberId };
    await ours.deliver(onOwnerChange, memberDeactivated, detail);
    const left = await readOpenFollowUpsOf(ours.table, { ownerId: rep.memberId ?? '' }, 500);
    const taken = await readOpenFollowUpsOf(ours.table, { ownerId: colleague.memberId ?? '' }, 500);
    expect([left.length, taken.length]).toEqual([0, 230]);
  });
});
