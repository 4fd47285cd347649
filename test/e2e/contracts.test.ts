import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer, address } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

describe('a contract through a year', () => {
  const guanxi = system('2026-01-01T00:00:00Z');

  test('is reminded of 90, 60, 30 and 7 days before its end, each once, and ends told to owner and manager', {
    timeout: 60_000,
  }, async () => {
    const { members } = await aCompany(guanxi);
    const { id: customerId } = await aCustomer(guanxi, members.rep);
    const rep = { memberId: members.rep };
    const amount = { minor: 100_000, currency: 'CNY' };
    const body = { customerId, kind: 'sales', title: '年度合同', amount, startsOn: '2026-01-01', endsOn: '2026-12-30' };
    const contract = (await guanxi.post('/v1/contracts', body, rep)).body;
    const startedMs = performance.now();
    await guanxi.pass('P1Y');
    expect(performance.now() - startedMs).toBeLessThan(60_000);

    const ending = await guanxi.mails('?kind=contract.ending');
    const told = ending.map(({ headers, to, at }) => `${at.slice(0, 13)} ${headers['x-guanxi-ref']} ${to[0]}`);
    expect(told.toSorted()).toEqual([
      `2026-10-01T01 ${contract.id}#P90D/1 ${address('rep')}`,
      `2026-10-31T01 ${contract.id}#P60D/1 ${address('rep')}`,
      `2026-11-30T01 ${contract.id}#P30D/1 ${address('rep')}`,
      ...[address('manager'), address('rep')].map((to) => `2026-12-23T01 ${contract.id}#P7D/1 ${to}`),
    ]);
    const ended = await guanxi.mails('?kind=contract.ended');
    expect(ended.map(({ to }) => to[0]).toSorted()).toEqual([address('manager'), address('rep')]);
    expect((await guanxi.get(`/v1/contracts/${contract.id}`, rep)).body).toMatchObject({ state: 'expired' });
  });

  test('entered 45 days before its end sends one mail at once and keeps the later steps', async () => {
    const rep = {
      memberId: (await guanxi.get('/v1/members?limit=200', 'admin')).body.items.find(
        ({ name }: { name: string }) => name === 'second',
      ).id,
    };
    const { id: customerId } = await aCustomer(guanxi, rep.memberId, 'Northwind Ltd', {
      contact: { name: 'Oliver', email: 'oliver@northwind.example.com' },
    });
    await guanxi.control('DELETE', '/mail');
    const today = (await guanxi.now()).slice(0, 10);
    const endsOn = new Date(Date.parse(today) + 45 * 86_400_000).toISOString().slice(0, 10);
    const amount = { minor: 100_000, currency: 'CNY' };
    const body = { customerId, kind: 'sales', title: 'Late', amount, startsOn: '2026-01-01', endsOn };
    const { id } = (await guanxi.post('/v1/contracts', body, rep)).body;
    await guanxi.pass('PT5M');
    const refs = async () =>
      (await guanxi.mails('?kind=contract.ending')).map(({ headers }) => headers['x-guanxi-ref']);
    expect(await refs()).toEqual([`${id}#P60D/1`]);
    await guanxi.pass('P44D');
    expect(await refs()).toEqual([`${id}#P60D/1`, `${id}#P30D/1`, `${id}#P7D/1`, `${id}#P7D/1`]);
  });
});
