import { beforeAll, describe, expect, test } from 'vitest';
import { aCompany, aCustomer, address, type Company } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';
import { accountOf, answerByLink, aTicket, toldOf } from '#test/steps/tickets.ts';

const office = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];

describe('a ticket', () => {
  const guanxi = system('2026-09-14T00:00:00Z');
  let company: Company;
  let customerId: string;
  const agent = () => ({ memberId: company.members.agent });
  const opened = (more: { kind?: string } = {}) =>
    aTicket(guanxi, agent(), { customerId, departmentId: company.service, ...more });
  const act = async (id: string, command: string, body: object, who = agent()) =>
    (await guanxi.post(`/v1/tickets/${id}/${command}`, body, who)).body;
  const solve = async (id: string, who = agent()) => {
    await act(id, 'resolve', { solution: '已更换电源' }, who);
    await guanxi.pass('PT2M');
  };
  const executions = async () => (await guanxi.control('GET', '/executions')).body.items as Execution[];

  beforeAll(async () => {
    company = await aCompany(guanxi);
    customerId = (await aCustomer(guanxi, company.members.rep)).id;
  });

  test('that nobody answers warns, breaches, climbs the ladder, is held by an acknowledgement, and ends when answered', {
    timeout: 60_000,
  }, async () => {
    const { id, number } = await opened();
    expect(number).toMatch(/^FK202609\d{3}$/);
    await guanxi.pass('PT18H5M');
    expect(await toldOf(guanxi, id, 'ticket.warning')).toMatchObject([{ to: address('agent') }]);

    await guanxi.pass('PT6H5M');
    const escalated = async () =>
      (await toldOf(guanxi, id, 'ticket.escalated'))
        .filter(({ ref }) => ref?.includes('#firstResponse/'))
        .map(({ to }) => to);
    expect(await escalated()).toEqual([address('agent')]);
    await act(id, 'acknowledge-escalation', {});
    await guanxi.pass('PT4H30M');
    expect((await escalated()).length).toBe(1);
    await guanxi.pass('PT4H');
    expect(await escalated()).toContain(address('serviceManager'));

    await act(id, 'respond', { message: '正在处理', via: 'email' });
    // A Wait that runs cannot be shortened: the run looks again at its next rung, and ends there.
    await guanxi.pass('P1D');
    expect(await escalated()).toHaveLength(2);
    expect((await executions()).find(({ name }) => name === `${id}-1-firstResponse`)?.status).toBe('SUCCEEDED');
  });

  test('that was resolved tells the customer at once, asks a day later, and closes itself after seven days', async () => {
    const before = await openTickets();
    const { id } = await opened();
    await solve(id);
    expect(await toldOf(guanxi, id, 'ticket.resolved')).toMatchObject([{ to: 'wang@theirs.example.com' }]);
    await guanxi.pass('P8D');
    expect(await toldOf(guanxi, id, 'ticket.survey')).toHaveLength(1);
    expect((await guanxi.get(`/v1/tickets/${id}`, agent())).body).toMatchObject({ state: 'closed' });
    expect(await openTickets()).toBe(before);
  });

  test('that is answered and solved in time warns nobody and starts nothing, and its account shows both kept', async () => {
    const before = (await executions()).length;
    const { id } = await opened();
    await guanxi.pass('PT2H');
    await act(id, 'respond', { message: '正在处理', via: 'phone' });
    await guanxi.pass('PT20H');
    await solve(id);
    await guanxi.pass('P3D');
    expect(await accountOf(guanxi, id, agent(), 'firstResponse')).toMatchObject({
      state: 'met',
      minutes: { counted: 120 },
    });
    expect(await accountOf(guanxi, id, agent(), 'resolution')).toMatchObject({
      state: 'met',
      minutes: { counted: 22 * 60 },
    });
    expect(await toldOf(guanxi, id, 'ticket.warning')).toEqual([]);
    expect((await executions()).length).toBe(before);
  });

  test('that waits for the customer over National Day counts neither the wait nor the holidays', async () => {
    const calendar = {
      zone: 'Asia/Shanghai',
      holidays: 'CN',
      weekly: Object.fromEntries(workdays.map((d) => [d, office])),
    };
    await put('/v1/calendars/office', calendar);
    const ladder = [{ after: 'PT0S', notify: ['assignee'] }];
    const targets = { resolution: 'PT8H' };
    await put('/v1/sla-policies/requests', { when: { kinds: ['request'] }, calendar: 'office', targets, ladder });

    // Wednesday, 09:00 in Shanghai; the last open hours before seven holidays end at 18:00.
    await guanxi.until('2026-09-30T01:00:00Z');
    const { id } = await opened({ kind: 'request' });
    await guanxi.until('2026-09-30T08:00:00Z');
    await act(id, 'wait', { for: 'customer' });
    await guanxi.until('2026-10-08T01:00:00Z');
    await act(id, 'resume', {});
    // 5½ h are used up; the rest of the eight is from 09:00 to 11:30.
    await guanxi.until('2026-10-08T03:29:00Z');
    expect(await toldOf(guanxi, id, 'ticket.escalated')).toEqual([]);
    await guanxi.until('2026-10-08T03:32:00Z');
    expect(await toldOf(guanxi, id, 'ticket.warning')).toMatchObject([
      { at: expect.stringMatching(/^2026-10-08T01:3/) },
    ]);
    expect(await toldOf(guanxi, id, 'ticket.escalated')).toMatchObject([{ to: address('agent') }]);

    const { by, state, minutes, sums } = await accountOf(guanxi, id, agent(), 'resolution');
    expect({ by, state }).toEqual({ by: '2026-10-08T03:30', state: 'breached' });
    // 1½ h at noon and 6 h before the holidays begin, 9 h after they end; 24 × 7 h of holidays; 2 h of the wait were open.
    expect(minutes).toEqual({ counted: 8 * 60 + 2, offHours: 16.5 * 60, holiday: 168 * 60, paused: 120 });
    expect(sums['holiday']).toBe('PT168H');
  });

  test('whose solution dissatisfies goes back to the agent, the second time to his manager, until the customer is satisfied', async () => {
    const { id } = await opened();
    const manager = { memberId: company.members.serviceManager };
    await solve(id);
    await answerByLink(guanxi, id, { satisfied: 'no', comment: '还在冒烟' });
    await guanxi.pass('PT2M');
    expect(await toldOf(guanxi, id, 'ticket.dissatisfied')).toMatchObject([
      { to: address('serviceManager'), text: expect.stringContaining('还在冒烟') },
    ]);
    const ticket = async () => (await guanxi.get(`/v1/tickets/${id}`, manager)).body;
    expect(await ticket()).toMatchObject({ state: 'in-progress', cycle: 2, assigneeId: agent().memberId });
    await solve(id);
    await act(id, 'satisfaction', { satisfied: false, via: 'phone' });
    expect(await ticket()).toMatchObject({ state: 'in-progress', cycle: 3, assigneeId: manager.memberId });
    await solve(id, manager);
    await answerByLink(guanxi, id, { satisfied: 'yes' });
    expect(await ticket()).toMatchObject({ state: 'closed', cycle: 3 });
    const { body } = await guanxi.get(`/v1/tickets/${id}/satisfaction`, manager);
    expect(body.dissatisfactions).toBe(2);
    expect(body.cycles.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'dissatisfied',
      'dissatisfied',
      'satisfied',
    ]);
    const { segments } = await accountOf(guanxi, id, manager, 'resolution');
    expect(segments.at(-1)).toMatchObject({ kind: 'closed', to: body.cycles[1].startedAt });
  });

  async function put(path: string, body: object): Promise<void> {
    expect((await guanxi.send('PUT', path, body, 'admin')).status).toBeLessThan(300);
  }

  async function openTickets(): Promise<number> {
    return (await guanxi.get(`/v1/customers/${customerId}/overview`, 'admin')).body.pulse.openTickets;
  }
});

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

interface Execution {
  readonly name: string;
  readonly status: string;
}
