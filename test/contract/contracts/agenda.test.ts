import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/contracts/messages.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { customerOwnerChanged } from '#events/customers.ts';
import { memberDeactivated } from '#events/members.ts';
import { handler as onOwnerChange } from '#functions/contracts/on-owner-change.ts';
import { routes } from '#functions/contracts/routes.ts';
import { handler as sweep } from '#functions/contracts/sweep.ts';
import { listContracts, readContract, readOpenContractsOf } from '#store/contracts.ts';
import { memoryTable } from '#store/memory.ts';
import { engineTable } from '#test/engine.ts';
import { aCompany, colleague, customerId, handedOver, leaver, manager, rep, sales } from '#test/steps/records.ts';
import { hearing, testContext } from '#test/steps/run.ts';
import { idOf, inProcess, TestClock } from '#test/world.ts';

const amount = { minor: 100, currency: 'CNY' };
const year = { customerId, kind: 'sales', title: '年度合同', amount, startsOn: '2026-01-01', endsOn: '2026-12-31' };

function start() {
  const { table, mails, types } = hearing(memoryTable());
  const api = inProcess('contracts', routes, messages, { clock: new TestClock('2026-01-02T00:00:00.000Z'), table });
  return { ...api, ...testContext(api.parts), mails, types };
}

let ours: ReturnType<typeof start>;
beforeEach(async () => {
  ours = start();
  await aCompany(ours.table);
});

async function create(more: object = {}): Promise<{ id: string; version: number }> {
  return (await ours.call('POST', '/v1/contracts', { ...rep, body: { ...year, ...more } })).body;
}

async function at(instant: string): Promise<void> {
  ours.clock.now = new Date(instant);
  await ours.run(sweep);
  ours.clock.advance(minuteMs);
  await ours.run(sweep);
}

const told = () => ours.mails.map(({ ref, to }) => `${ref.split('#')[1]} ${to['memberId'] ?? to['contactId']}`);

describe('the sweep', () => {
  test('tells the owner, at 7 days and at the end his manager too, and expires it at midnight', async () => {
    const { id } = await create();
    const days = ['2026-10-02', '2026-11-01', '2026-12-01', '2026-12-24'];
    for (const day of days) {
      const before = ours.mails.length;
      await at(`${day}T00:58:00.000Z`);
      expect(ours.mails).toHaveLength(before);
      await at(`${day}T01:00:00.000Z`);
    }
    await at('2026-12-31T15:58:00.000Z');
    expect((await readContract(ours.table, id))?.state).toBe('running');
    await at('2026-12-31T16:00:00.000Z');
    expect((await readContract(ours.table, id))?.state).toBe('expired');
    await at('2027-01-01T01:00:00.000Z');
    await at('2027-06-01T01:00:00.000Z');
    const [owner, boss] = [rep.memberId, manager.memberId];
    const ending = [`P90D/1 ${owner}`, `P60D/1 ${owner}`, `P30D/1 ${owner}`, `P7D/1 ${owner}`, `P7D/1 ${boss}`];
    expect(told()).toEqual([...ending, `ended/1 ${owner}`, `ended/1 ${boss}`]);
    expect(ours.types).toEqual(['contract.signed', 'contract.ended']);
  });

  test('tells the customer’s main contact only where the contract says so', async () => {
    await create({ remindCustomer: true });
    await at('2026-10-02T01:00:00.000Z');
    expect(told()).toEqual([`P90D/1 ${rep.memberId}`, `P90D/1 ${idOf('con', 1)}`]);
  });

  test('renews what renews itself, and says so', async () => {
    const { id } = await create({ renewal: { mode: 'auto', term: 'P12M' } });
    for (const when of ['2026-10-02', '2026-11-01', '2026-12-01', '2026-12-24']) await at(`${when}T01:00:00.000Z`);
    await at('2026-12-31T16:00:00.000Z');
    await at('2027-01-01T01:00:00.000Z');
    expect(await readContract(ours.table, id)).toMatchObject({
      state: 'running',
      terms: [{}, { term: 2, endsOn: '2027-12-31' }],
    });
    expect(ours.types).toEqual(['contract.signed', 'contract.renewed']);
    expect(told().filter((each) => each.startsWith('ended'))).toEqual([]);
    await at('2027-10-02T01:00:00.000Z');
    expect(told().at(-1)).toBe(`P90D/2 ${rep.memberId}`);
  });

  test('says nothing of what was terminated, renewed by hand or thrown away', async () => {
    const [ended, renewed, draft] = [await create(), await create(), await create({ state: 'draft' })];
    await ours.call('POST', `/v1/contracts/${ended.id}/terminate`, {
      ...manager,
      body: { reason: 'x', on: '2026-02-01' },
    });
    await ours.call('POST', `/v1/contracts/${renewed.id}/renew`, { ...rep, body: { term: 'P12M' } });
    await ours.call('DELETE', `/v1/contracts/${draft.id}`, { ...rep, headers: { 'if-match': '"1"' } });
    await at('2027-01-02T01:00:00.000Z');
    expect(told()).toEqual([]);
  });

  test('finds one mail said at once when a contract is entered 45 days before its end', async () => {
    ours.clock.now = new Date('2026-11-16T06:00:00.000Z');
    await create();
    expect(told()).toEqual([`P60D/1 ${rep.memberId}`]);
    await at('2026-12-01T01:00:00.000Z');
    expect(told()).toEqual([`P60D/1 ${rep.memberId}`, `P30D/1 ${rep.memberId}`]);
  });
});

describe('hand-over', () => {
  test('takes what runs and what is drafted along, not what is over, however often it is told', async () => {
    const [running, draft] = [await create(), await create({ state: 'draft' })];
    const over = await create({ startsOn: '2024-01-01', endsOn: '2024-12-31' });
    const detail = { customerId, fromOwnerId: rep.memberId, toOwnerId: colleague.memberId, departmentId: sales };
    await ours.table.commit([handedOver(1, colleague)]);
    for (let times = 0; times < 2; times += 1) {
      await ours.deliver(onOwnerChange, customerOwnerChanged, detail, { id: idOf('evt', 900) });
    }
    const owners = await Promise.all(
      [running, draft, over].map(async ({ id }) => (await readContract(ours.table, id))?.ownerId),
    );
    expect(owners).toEqual([colleague.memberId, colleague.memberId, rep.memberId]);
    expect(ours.types.filter((type) => type === 'contract.changed')).toHaveLength(2);
  });

  test('of a leaver moves everything open to his successor', async () => {
    for (let n = 0; n < 210; n += 1) await create();
    await ours.table.commit([leaver(rep, colleague)]);
    await ours.deliver(onOwnerChange, memberDeactivated, { memberId: rep.memberId, successorId: colleague.memberId });
    expect(await readOpenContractsOf(ours.table, { ownerId: rep.memberId ?? '' }, 300)).toEqual([]);
    expect(await readOpenContractsOf(ours.table, { ownerId: colleague.memberId ?? '' }, 300)).toHaveLength(210);
  });
});

describe('capacity as the engine reports it', () => {
  test('entered with its number 7, a reminder 4 with no read beside its row, renewed by hand 10 write units; by id 0.5, 25 of an owner 1.5 read units', async () => {
    const engine = await engineTable();
    const clock = new TestClock('2026-01-02T00:00:00.000Z');
    const api = inProcess('contracts', routes, messages, { table: engine.table, clock });
    await aCompany(engine.table);
    const spent = engine.used;
    const entered = await spent(() => api.call('POST', '/v1/contracts', { ...rep, body: year }));
    const { id } = (await api.call('GET', '/v1/contracts', rep)).body.items[0];
    const { run } = testContext(api.parts);
    const idle = await spent(() => run(sweep));
    clock.now = new Date('2026-10-02T01:00:00.000Z');
    const reminded = await spent(() => run(sweep));
    const renewed = await spent(() =>
      api.call('POST', `/v1/contracts/${id}/renew`, { ...rep, body: { term: 'P12M' } }),
    );
    expect([entered.write, reminded.write, renewed.write]).toEqual([7, 4, 10]);
    expect(reminded.read - idle.read).toBeLessThanOrEqual(1);

    for (let i = 1; i < 25; i += 1) await api.call('POST', '/v1/contracts', { ...rep, body: year });
    const ofRep = { ownerId: rep.memberId ?? '' };
    const byId = await spent(() => readContract(engine.table, id));
    const listed = await spent(() => listContracts(engine.table, ofRep, { state: 'running', limit: 25 }));
    expect([byId.read, listed.read]).toEqual([0.5, 1.5]);
  });
});
