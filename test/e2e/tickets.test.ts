import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer, address } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

describe('a ticket', () => {
  const guanxi = system('2026-03-02T00:00:00Z');

  test('that nobody answers warns, breaches, climbs the ladder, is held by an acknowledgement, and ends when answered', {
    timeout: 60_000,
  }, async () => {
    const { members, service } = await aCompany(guanxi);
    const { id: customerId } = await aCustomer(guanxi, members.rep);
    const agent = { memberId: members.agent };
    const opened = {
      customerId,
      kind: 'fault',
      severity: 'moderate',
      channel: 'phone',
      subject: '设备停机',
      description: '无法开机',
    };
    const ticket = (await guanxi.post('/v1/tickets', { ...opened, departmentId: service }, agent)).body;
    expect(ticket.number).toBe('FK202603001');
    await guanxi.post(`/v1/tickets/${ticket.id}/assign`, { assigneeId: members.agent }, agent);

    await guanxi.pass('PT18H5M');
    const warned = await guanxi.mails('?kind=ticket.warning');
    expect(warned.map(({ to }) => to)).toEqual([[address('agent')]]);

    await guanxi.pass('PT6H5M');
    const escalated = async () =>
      (await guanxi.mails('?kind=ticket.escalated'))
        .filter(({ headers }) => headers['x-guanxi-ref']?.includes('#firstResponse/'))
        .map(({ to }) => to[0]);
    expect(await escalated()).toEqual([address('agent')]);
    await guanxi.post(`/v1/tickets/${ticket.id}/acknowledge-escalation`, {}, agent);
    await guanxi.pass('PT4H30M');
    expect((await escalated()).length).toBe(1);
    await guanxi.pass('PT4H');
    expect(await escalated()).toContain(address('serviceManager'));

    await guanxi.post(`/v1/tickets/${ticket.id}/respond`, { message: '正在处理', via: 'email' }, agent);
    // A Wait that runs cannot be shortened: the run looks again at its next rung, and ends there.
    await guanxi.pass('P1D');
    expect(await escalated()).toHaveLength(2);
    const executions = (await guanxi.control('GET', '/executions')).body.items;
    expect(executions.find(({ name }: { name: string }) => name.includes('firstResponse'))?.status).toBe('SUCCEEDED');
  });

  test('that was resolved tells the customer at once, asks a day later, and closes itself after seven days', async () => {
    const agent = {
      memberId: (await guanxi.get('/v1/members?limit=200', 'admin')).body.items.find(
        ({ name }: { name: string }) => name === 'agent',
      ).id,
    };
    const [ticket] = (await guanxi.get(`/v1/tickets?assigneeId=${agent.memberId}&state=in-progress`, agent)).body.items;
    await guanxi.post(`/v1/tickets/${ticket.id}/resolve`, { solution: '已更换电源' }, agent);
    await guanxi.pass('PT5M');
    expect((await guanxi.mails('?kind=ticket.resolved')).map(({ to }) => to)).toEqual([['wang@theirs.example.com']]);
    await guanxi.pass('P8D');
    expect((await guanxi.get(`/v1/tickets/${ticket.id}`, agent)).body).toMatchObject({ state: 'closed' });
    const overview = (await guanxi.get(`/v1/customers/${ticket.customerId}/overview`, 'admin')).body;
    expect(overview.pulse).toMatchObject({ openTickets: 0 });
  });

  test('solved in time causes no execution', async () => {
    const before = (await guanxi.control('GET', '/executions')).body.items.length;
    const admin = 'admin';
    const customer = (await guanxi.get('/v1/customers', admin)).body.items[0];
    const body = {
      customerId: customer.id,
      kind: 'question',
      severity: 'minor',
      channel: 'web',
      subject: 'How',
      description: 'How?',
    };
    const { id } = (await guanxi.post('/v1/tickets', body, admin)).body;
    await guanxi.post(`/v1/tickets/${id}/respond`, { message: 'So', via: 'phone' }, admin);
    await guanxi.post(`/v1/tickets/${id}/resolve`, { solution: 'So' }, admin);
    await guanxi.pass('P3D');
    expect((await guanxi.control('GET', '/executions')).body.items.length).toBe(before);
  });
});
