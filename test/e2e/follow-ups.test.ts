import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer, address } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

describe('a follow-up', () => {
  const guanxi = system('2026-03-02T00:00:00Z');

  test('reminds its owner when it is due, him and his manager a day later, and nobody once it is done', async () => {
    const { members } = await aCompany(guanxi);
    const { id: customerId } = await aCustomer(guanxi, members.rep);
    const rep = { memberId: members.rep };
    const due = { local: '2026-03-03T10:00', zone: 'Asia/Shanghai' };
    const first = (await guanxi.post('/v1/follow-ups', { customerId, subject: '回访', due }, rep)).body;
    const second = (await guanxi.post('/v1/follow-ups', { customerId, subject: '报价', due }, rep)).body;
    await guanxi.pass('P1D');
    expect(await guanxi.mails('?kind=follow-up.due')).toEqual([]);

    await guanxi.pass('PT3H');
    const dueMails = await guanxi.mails('?kind=follow-up.due');
    expect(dueMails.map(({ to }) => to)).toEqual([[address('rep')], [address('rep')]]);
    expect(dueMails.map(({ headers }) => headers['x-guanxi-ref']?.split('#')[0]).toSorted()).toEqual(
      [first.id, second.id].toSorted(),
    );

    const interaction = { channel: 'phone', direction: 'out', summary: '谈好了' };
    await guanxi.post(`/v1/follow-ups/${first.id}/complete`, { interaction }, rep);
    await guanxi.pass('P2D');
    const overdue = await guanxi.mails('?kind=follow-up.overdue');
    expect(overdue.map(({ to }) => to[0]).toSorted()).toEqual([address('manager'), address('rep')]);
    expect(new Set(overdue.map(({ headers }) => headers['x-guanxi-ref']?.split('#')[0]))).toEqual(new Set([second.id]));

    const overview = (await guanxi.get(`/v1/customers/${customerId}/overview`, rep)).body;
    expect(overview.pulse).toMatchObject({ openFollowUps: 1 });
    expect(overview.pulse.lastFollowUpAt).toBeDefined();
    expect(overview.timeline.map(({ kind }: { kind: string }) => kind)).toContain('interaction.recorded');
    const inbox = (await guanxi.get('/v1/notifications', rep)).body.items;
    expect(inbox.length).toBeGreaterThanOrEqual(3);
  });

  test('a customer to whom nobody spoke for seven days is named in one mail at 09:00 of its owner, once', async () => {
    await guanxi.pass('P7D');
    const silent = await guanxi.mails('?kind=customer.silent');
    expect(silent.map(({ to }) => to)).toEqual([[address('rep')]]);
    expect(silent[0]?.at).toMatch(/T01:0[0-4]:/);
    await guanxi.pass('P14D');
    expect(await guanxi.mails('?kind=customer.silent')).toHaveLength(1);
  });
});
