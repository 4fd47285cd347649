import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { Ticket } from '#domain/tickets/ticket.ts';
import { putTicket } from '#store/tickets.ts';
import { type As, idOf } from '#test/world.ts';
import { asAdmin, asEmily, asFinance, asLegal, asMarketing, asZhao, body, company, li, service } from './company.ts';

type Company = Awaited<ReturnType<typeof company>>;

let last = 0;
/** An event as another context would publish it. */
function event(given: Company, type: string, subject: string, detail: Record<string, unknown>) {
  last += 1;
  const now = given.clock.now;
  const id = `evt_${ulid(now.getTime()).slice(0, 10)}${String(last).padStart(16, '0')}`;
  return { id, type, version: 1, subject, at: now.toISOString(), actorId: li, cause: subject, detail };
}

const followUpId = idOf('fol', 1);
const ticketId = idOf('tkt', 1);
const contractId = idOf('ctr', 1);
const amount = { minor: 120_000, currency: 'CNY' };

function history(given: Company, customerId: string) {
  const about = { ticketId, customerId, cycle: 1 };
  const due = { followUpId, customerId, ownerId: li, dueAt: '2026-11-25T01:00:00.000Z' };
  const made: ReturnType<typeof event>[] = [];
  const add = (type: string, subject: string, detail: Record<string, unknown>) => {
    given.clock.advance(1000);
    made.push(event(given, type, subject, detail));
  };
  add('follow-up.created', followUpId, due);
  add('follow-up.changed', followUpId, { ...due, dueAt: '2026-11-26T01:00:00.000Z' });
  add('contract.signed', contractId, {
    ...{ contractId, customerId, ownerId: li, number: 'HT202611001', kind: 'service' },
    ...{ startsOn: '2026-11-22', endsOn: '2027-11-21', amount },
  });
  add('ticket.opened', ticketId, { ticketId, customerId, number: 'FK202611001', kind: 'fault', severity: 'minor' });
  add('ticket.target-breached', ticketId, { ...about, target: 'resolution' });
  const interactionId = idOf('int', 1);
  const talk = { interactionId, customerId, channel: 'phone', direction: 'out' };
  add('interaction.recorded', interactionId, { ...talk, occurredAt: '2026-11-21T03:00:00.000Z' });
  add('interaction.recorded', idOf('int', 2), {
    ...talk,
    interactionId: idOf('int', 2),
    occurredAt: '2026-11-20T03:00:00.000Z',
  });
  return made;
}

describe('GET /v1/customers/{id}/overview', () => {
  test('200 with customer, main contact, figures and the latest 20, whatever order the news came in', async () => {
    const orders = [
      (all: unknown[]) => all,
      (all: unknown[]) => all.toReversed(),
      (all: unknown[]) => [...all, ...all],
    ];
    const pulses = [];
    for (const order of orders) {
      const given = await company();
      const { id } = await given.create();
      await given.deliver();
      for (const each of order(history(given, id))) await given.bring(each as ReturnType<typeof event>);

      const answer = await given.call('GET', `/v1/customers/${id}/overview`);

      expect(answer.status).toBe(200);
      expect(answer.body.customer).toMatchObject({ id, lastFollowUpAt: '2026-11-21T03:00:00.000Z' });
      expect(answer.body.mainContact).toMatchObject({ mobile: '13800138000' });
      expect(answer.body.timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
        'interaction.recorded',
        'interaction.recorded',
        'ticket.opened',
        'contract.signed',
        'customer.created',
      ]);
      expect(answer.body.timeline[0]).toMatchObject({ title: 'phone out', refId: idOf('int', 2), actorId: li });
      pulses.push(answer.body.pulse);
    }
    expect(pulses[0]).toEqual({
      lastFollowUpAt: '2026-11-21T03:00:00.000Z',
      nextFollowUpAt: '2026-11-26T01:00:00.000Z',
      openFollowUps: 1,
      openTickets: 1,
      overdueTickets: 1,
      runningContracts: 1,
      nextContractEndsOn: '2027-11-21',
      contractAmount: amount,
      contractAmounts: [amount],
    });
    expect(pulses).toEqual([pulses[0], pulses[0], pulses[0]]);
  });

  test('200 with the same figures when all the news comes at the same moment', async () => {
    const given = await company();
    const { id } = await given.create();
    await given.deliver();
    await Promise.all(history(given, id).map((each) => given.bring(each)));
    const { pulse, timeline } = (await given.call('GET', `/v1/customers/${id}/overview`)).body;
    expect(pulse).toMatchObject({ openFollowUps: 1, openTickets: 1, overdueTickets: 1, runningContracts: 1 });
    expect(timeline).toHaveLength(5);
  });

  test('200 before any news has come, with empty figures', async () => {
    const { call, create } = await company();
    const { id } = await create();
    expect((await call('GET', `/v1/customers/${id}/overview`)).body).toMatchObject({
      pulse: { openTickets: 0 },
      timeline: [],
    });
  });

  test('200 with a card only for finance, with the contact for legal, without figures for both', async () => {
    const { call, create } = await company();
    const { id, number } = await create();
    const finance = await call('GET', `/v1/customers/${id}/overview`, asFinance);
    const legal = await call('GET', `/v1/customers/${id}/overview`, asLegal);
    expect(finance.body).toEqual({ customer: { id, number, name: body.name, level: 'normal' } });
    expect(legal.body).toMatchObject({
      customer: { id, number, name: body.name },
      mainContact: { mobile: '13800138000' },
    });
    expect(legal.body.pulse).toBeUndefined();
  });

  test('404 for who cannot see him', async () => {
    const { call, create } = await company();
    const { id } = await create();
    expect((await call('GET', `/v1/customers/${id}/overview`, asEmily)).status).toBe(404);
  });

  test('a caller’s version is not moved by what the system keeps', async () => {
    const given = await company();
    const { id } = await given.create();
    for (const each of history(given, id)) await given.bring(each);
    expect((await given.call('GET', `/v1/customers/${id}`)).headers['etag']).toBe('"1"');
  });
});

describe('GET /v1/customers/{id}/timeline', () => {
  test('200 page by page, the latest first, each once', async () => {
    const given = await company();
    const { id } = await given.create();
    await given.deliver();
    for (const each of history(given, id)) await given.bring(each);
    const first = await given.call('GET', `/v1/customers/${id}/timeline?limit=3`);
    const second = await given.call('GET', `/v1/customers/${id}/timeline?limit=3&cursor=${first.body.next}`);
    const ids = [...first.body.items, ...second.body.items].map((entry: { id: string }) => entry.id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(new Set(ids).size).toBe(5);
    expect(second.body.next).toBeNull();
  });

  test('403 for who sees a card only, 404 for who sees nothing', async () => {
    const { call, create } = await company();
    const { id } = await create();
    expect((await call('GET', `/v1/customers/${id}/timeline`, asFinance)).body).toMatchObject({
      status: 403,
      code: 'customers.card-only',
    });
    expect((await call('GET', `/v1/customers/${id}/timeline`, asEmily)).status).toBe(404);
  });
});

describe('masks', () => {
  const contact = {
    name: '李小姐',
    mobile: '13800138000',
    landline: '010-62345678',
    email: 'lily@x.com',
    wechat: 'lily88',
  };
  const masked = { mobile: '138****8000', landline: '010-****5678', email: 'li***@x.com', wechat: 'l****' };

  test('cover the customer, his contacts and the overview for marketing and agents', async () => {
    const { call, create } = await company();
    const { id, mainContact } = await create({
      contact,
      address: { country: 'CN', city: '上海', line: '南京路 1 号' },
    });
    for (const as of [asMarketing, asZhao]) {
      const answers = [
        (await call('GET', `/v1/customers/${id}`, as)).body.mainContact,
        (await call('GET', `/v1/customers/${id}/overview`, as)).body.mainContact,
        (await call('GET', `/v1/customers/${id}/contacts`, as)).body.items[0],
        (await call('GET', `/v1/contacts/${mainContact.id}`, as)).body,
      ];
      for (const answer of answers) expect(answer).toMatchObject(masked);
      expect((await call('GET', `/v1/customers/${id}`, as)).body.address).toEqual({
        country: 'CN',
        city: '上海',
        line: '****',
      });
    }
  });

  test('are lifted for an agent while a ticket of that customer is open in his department, not in another', async () => {
    const { call, create, table } = await company();
    const { id } = await create({ contact });
    const open = async (departmentId: string, version: number) =>
      table.commit([
        putTicket(
          ticketOf(id, departmentId, version),
          deliveredSla,
          version === 1 ? 'absent' : { version: version - 1 },
        ),
      ]);
    await open(idOf('dep', 9), 1);
    expect((await call('GET', `/v1/customers/${id}`, asZhao)).body.mainContact).toMatchObject(masked);
    await open(service, 2);
    expect((await call('GET', `/v1/customers/${id}`, asZhao)).body.mainContact).toMatchObject(contact);
    expect((await call('GET', `/v1/customers/${id}/overview`, asZhao)).body.mainContact).toMatchObject(contact);
  });

  test('are lifted for the department of the assignee, though the queue be that of one above', async () => {
    const { call, create, table } = await company();
    const { id } = await create({ contact });
    const ticket = { ...ticketOf(id, idOf('dep', 9), 1), assigneeId: asZhao.memberId ?? '' };
    await table.commit([putTicket(Ticket.parse(ticket), deliveredSla, 'absent')]);
    const colleague: As = { ...asZhao, memberId: idOf('mem', 77) };
    for (const as of [asZhao, colleague]) {
      expect((await call('GET', `/v1/customers/${id}`, as)).body.mainContact).toMatchObject(contact);
    }
    const elsewhere: As = { ...colleague, departmentId: idOf('dep', 8), departments: idOf('dep', 8) };
    expect((await call('GET', `/v1/customers/${id}`, elsewhere)).body.mainContact).toMatchObject(masked);
  });

  test('who works for a customer without seeing him sees his card with the main contact', async () => {
    const { call, create, table } = await company();
    const { id, number } = await create({ contact });
    const ticket = { ...ticketOf(id, service, 1), assigneeId: asEmily.memberId ?? '' };
    await table.commit([putTicket(Ticket.parse(ticket), deliveredSla, 'absent')]);
    const { status, body: card } = await call('GET', `/v1/customers/${id}`, asEmily);
    expect({ status, card }).toMatchObject({
      status: 200,
      card: { id, number, level: 'normal', mainContact: contact },
    });
    expect(card.ownerId).toBeUndefined();
  });
});

function ticketOf(customerId: string, departmentId: string, version: number): Ticket {
  const at = '2026-11-22T01:00:00.000Z';
  return Ticket.parse({
    ...{ id: ticketId, number: 'FK202611001', customerId, departmentId, kind: 'fault', severity: 'minor', version },
    ...{ channel: 'phone', subject: '无法开机', description: 'x', state: 'open', priority: 'normal' },
    history: [{ type: 'opened', at, by: 'system' }],
  });
}

test('a title is cut to what an entry has room for', async () => {
  const given = await company();
  const { id } = await given.create();
  await given.deliver();
  const { timeline } = (await given.call('GET', `/v1/customers/${id}/overview`, asAdmin)).body;
  expect(timeline).toMatchObject([
    { kind: 'customer.created', title: 'C202611001', at: given.clock.now.toISOString() },
  ]);
});
