import { describe, expect, test } from 'vitest';
import { handler as onCustomerChanged } from '#functions/tickets/on-customer-changed.ts';
import { putCustomer, readCustomer } from '#store/customers.ts';
import { idOf, testWorld } from '#test/world.ts';
import { customers, fault, ticketsApi } from './given.ts';

const hourMs = 3_600_000;

/** A ticket of a normal customer, whose level then becomes another. */
async function given() {
  const api = await ticketsApi();
  await api.sla('PUT', '/v1/sla-policies/vip', {
    body: { when: { levels: ['vip'] }, targets: { firstResponse: 'PT4H', resolution: 'PT12H' } },
  });
  const { id } = await api.open();
  const tell = (fields: string[] = ['level']) =>
    onCustomerChanged.consumer.consume(
      {
        ...{ id: idOf('evt', 1), type: 'customer.changed', version: 1, subject: 'x', at: '', actorId: 'x', cause: 'x' },
        detail: { customerId: customers.wei, fields },
      },
      testWorld(api.parts),
    );
  const level = async (to: string) => {
    const before = await readCustomer(api.table, customers.wei);
    if (before === undefined) throw new Error('no customer');
    await api.table.commit([putCustomer({ ...before, level: to }, 'any')]);
    await tell();
  };
  const view = async (of = id) => (await api.call('GET', `/v1/tickets/${of}`)).body;
  return { ...api, id, tell, level, view };
}

describe('when the level of a customer becomes another', () => {
  test('priority and deadlines of what runs follow, and what was used up stays used', async () => {
    const { clock, level, view } = await given();
    clock.advance(3 * hourMs);
    expect(await view()).toMatchObject({ priority: 'normal', nextDueAt: '2026-11-24T01:00:00.000Z' });
    await level('vip');
    const raised = await view();
    expect(raised).toMatchObject({ priority: 'high', version: 2, nextDueAt: '2026-11-23T05:00:00.000Z' });
    expect(raised.history.at(-1)).toMatchObject({ type: 'prioritised', by: 'system', reason: 'customer-level' });
    clock.advance(hourMs / 2);
    await level('normal');
    expect(await view()).toMatchObject({ priority: 'normal', version: 3, nextDueAt: '2026-11-24T01:00:00.000Z' });
  });

  test('told twice it changes nothing twice; another field changes nothing at all', async () => {
    const { level, tell, view } = await given();
    await tell(['name']);
    expect(await view()).toMatchObject({ version: 1 });
    await level('vip');
    const once = await view();
    await tell();
    expect(await view()).toEqual(once);
  });

  test('a priority that was set by hand stays; the policy is another, and the ticket says why', async () => {
    const { call, id, level, view } = await given();
    const body = { priority: 'low', priorityReason: 'can wait' };
    await call('PATCH', `/v1/tickets/${id}`, { body, headers: { 'if-match': '"1"' } });
    await level('vip');
    const after = await view();
    expect(after).toMatchObject({ priority: 'low', version: 3, nextDueAt: '2026-11-23T05:00:00.000Z' });
    expect(after.history.at(-1)).toMatchObject({ type: 'changed', fields: ['policy'], reason: 'customer-level' });
  });

  test('what is solved stays as it was; so does what others asked', async () => {
    const { act, id, level, open, view } = await given();
    const { id: others } = await open({ ...fault, customerId: customers.silent });
    await act(id, 'resolve', { solution: 'New fuse.' });
    const itself = async (of: string) => ({ ...(await view(of)), customer: undefined });
    const [solved, other] = [await itself(id), await itself(others)];
    await level('vip');
    expect(await itself(id)).toEqual(solved);
    expect(await itself(others)).toEqual(other);
  });

  test('the rules may prioritise again when it is classified: the system is no hand', async () => {
    const { act, id, level } = await given();
    await level('vip');
    expect(await act(id, 'classify', { severity: 'major' })).toMatchObject({ priority: 'urgent' });
  });
});
