import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/shared/time.ts';
import { compare, dueOf, silences } from '#tools/replay/expected.ts';
import { planOf } from '#tools/replay/plan.ts';

const deal = (id: string, agent: string, account: string, more = {}) => ({
  opportunity_id: id,
  sales_agent: agent,
  product: 'GTXPro',
  account,
  deal_stage: 'Won',
  close_date: '3/1/2017',
  close_value: '1054',
  ...more,
});
const folder = {
  accounts: [
    { account: 'Sub Ltd', sector: 'technolgy', office_location: 'Kenya', subsidiary_of: 'Acme Corp' },
    { account: 'Acme Corp', sector: 'space', office_location: '', subsidiary_of: '' },
  ],
  products: [{ product: 'GTX Pro' }],
  teams: [
    { sales_agent: 'Ann Lee', manager: 'Max Roe', regional_office: 'East' },
    { sales_agent: 'Bob Kay', manager: 'Max Roe', regional_office: 'East' },
  ],
  opportunities: [
    deal('1', 'Bob Kay', 'Acme Corp'),
    deal('2', 'Ann Lee', 'Acme Corp'),
    deal('3', 'Bob Kay', 'Sub Ltd', { deal_stage: 'Lost' }),
    deal('4', 'Bob Kay', 'Nobody Inc'),
  ],
};

describe('planOf', () => {
  const plan = planOf(folder);

  test('an account belongs to the agent with most won deals, ties by name; the others collaborate', () => {
    const acme = plan.customers.find(({ name }) => name === 'Acme Corp');
    expect(acme).toMatchObject({ owner: 'ann.lee@example.com', collaborators: ['bob.kay@example.com'] });
  });
  test('a parent is entered before its subsidiary', () => {
    expect(plan.customers.map(({ name }) => name)).toEqual(['Acme Corp', 'Sub Ltd']);
  });
  test('a won deal is a contract of twelve months less a day from its close date', () => {
    expect(plan.contracts[0]).toMatchObject({
      startsOn: '2017-03-01',
      endsOn: '2018-02-28',
      minor: 105_400,
      title: 'GTX Pro',
    });
    expect(plan.contracts).toHaveLength(2);
  });
  test('what is certain is made consistent, what is not is reported', () => {
    expect(plan.normalised).toEqual(['product GTXPro is GTX Pro (2×)', 'sector technolgy is technology (1×)']);
    expect(plan.reported.join()).toMatch(/left out: unknown agent, account or date \(4\).*sector space/s);
  });
});

describe('what was due', () => {
  const entered = new Date('2016-10-01T00:00:00Z');
  const until = new Date('2030-01-01T00:00:00Z');
  const contract = { id: 'ctr_1', owner: 'a@example.com', manager: 'm@example.com', enteredAt: entered };

  test('four steps to the owner, the last and the end to the manager too', () => {
    const { mails, collapsed } = dueOf({ ...contract, endsOn: '2018-02-28' }, until);
    expect(collapsed).toBe(0);
    expect(mails.map(({ ref, to }) => `${ref} ${to[0]}`)).toEqual([
      'ctr_1#P90D/1 a',
      'ctr_1#P60D/1 a',
      'ctr_1#P30D/1 a',
      'ctr_1#P7D/1 a',
      'ctr_1#P7D/1 m',
      'ctr_1#ended/1 a',
      'ctr_1#ended/1 m',
    ]);
  });
  test('steps that had passed when it was entered are one mail of the nearest step', () => {
    const { mails, collapsed } = dueOf({ ...contract, endsOn: addDays('2016-10-01', 45) }, until);
    expect(collapsed).toBe(1);
    expect(mails.map(({ ref }) => ref)).toEqual(expect.arrayContaining(['ctr_1#P60D/1', 'ctr_1#P30D/1']));
    expect(mails.map(({ ref }) => ref)).not.toContain('ctr_1#P90D/1');
  });
  test('whatever the date, each step is either told or collapsed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
        const { mails, collapsed } = dueOf({ ...contract, endsOn: addDays('2016-10-02', days) }, until);
        const steps = new Set(mails.filter(({ kind }) => kind === 'contract.ending').map(({ ref }) => ref));
        expect(steps.size + collapsed).toBe(4);
      }),
    );
  });
  test('one mail a day for all silent customers of an owner', () => {
    const customer = { ownerId: 'mem_1', owner: 'a@example.com', enteredAt: entered };
    expect(silences([customer, customer], until)).toEqual([
      { kind: 'customer.silent', ref: 'mem_1#2016-10-08', to: 'a@example.com' },
    ]);
  });
});

test('a mail that is missing, doubled or asked for by nothing is counted as such', () => {
  const mail = (ref: string) => ({ kind: 'k', ref, to: 'a' });
  const [line] = compare([mail('1'), mail('2')], [mail('2'), mail('2'), mail('3')]);
  expect(line).toEqual({ kind: 'k', due: 2, sent: 2, missing: 1, doubled: 1, unexpected: 1 });
});
