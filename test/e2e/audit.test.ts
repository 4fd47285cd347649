import { expect, test } from 'vitest';
import { aCompany, aCustomer } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

const guanxi = system('2026-03-02T00:00:00Z');

test('what was done stands in the audit, from the stream of the assembly’s table, and holds', async () => {
  const { members, service } = await aCompany(guanxi);
  const { id: customerId } = await aCustomer(guanxi, members.rep);
  const rep = { memberId: members.rep };
  const agent = { memberId: members.agent };
  const amount = { minor: 1, currency: 'CNY' };
  const contract = { customerId, kind: 'sales', title: '供货', amount, startsOn: '2026-01-01', endsOn: '2026-04-01' };
  const { body: signed } = await guanxi.post('/v1/contracts', contract, rep);
  const ticket = { customerId, kind: 'fault', severity: 'major', channel: 'phone', subject: 's', description: 'd' };
  const { body: opened } = await guanxi.post('/v1/tickets', { ...ticket, departmentId: service }, agent);
  await guanxi.post(`/v1/contracts/${signed.id}/terminate`, { on: '2026-03-10', reason: '搬迁' }, 'admin');
  await guanxi.settled();

  const { body } = await guanxi.get(`/v1/audit?subject=${customerId}`, 'legal');
  expect(body.items.map(({ kind, action }: Record<string, string>) => `${kind} ${action}`).toSorted()).toEqual([
    ...['contract changed', 'contract created', 'customer created', 'special-process created', 'ticket created'],
  ]);
  const ended = body.items.find(
    ({ kind, action }: Record<string, string>) => `${kind} ${action}` === 'contract changed',
  );
  expect(ended).toMatchObject({ id: signed.id, reason: '搬迁', requestId: expect.any(String) });
  expect(JSON.stringify(body)).not.toMatch(/13800138000|wang@|王经理/);
  for (const subject of [customerId, signed.id, opened.id, members.rep, service]) {
    const checked = await guanxi.get(`/v1/audit/verify?subject=${subject}`, 'legal');
    expect([subject, checked.body]).toMatchObject([subject, { ok: true, next: null }]);
    expect(checked.body.rows).toBeGreaterThan(0);
  }
  expect((await guanxi.get(`/v1/audit?subject=${customerId}`, rep)).status).toBe(403);
});
