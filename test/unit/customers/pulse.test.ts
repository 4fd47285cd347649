import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contractState,
  followUpState,
  type ItemState,
  inCycle,
  joined,
  noPulse,
  pulseOf,
  shifted,
  ticketState,
} from '#domain/customers/pulse.ts';

const ulid = (n: number): string => String(n).padStart(26, '0');
const money = (minor: number, currency = 'CNY') => ({ minor, currency });

function after(states: readonly ItemState[]): ItemState {
  const [first, ...rest] = states;
  if (first === undefined) throw new Error('nothing happened');
  return rest.reduce<ItemState>((known, news) => joined(known, news), first);
}

const followUp = fc
  .array(fc.record({ n: fc.nat(50), done: fc.boolean() }), { minLength: 1 })
  .map((news) =>
    news.map(({ n, done }) => (done ? followUpState({ done }) : followUpState({ set: ulid(n), dueAt: `d${n}` }))),
  );
const contract = fc
  .array(fc.record({ n: fc.nat(50), what: fc.constantFrom('begun', 'changed', 'over') }), { minLength: 1 })
  .map((news) =>
    news.map(({ n, what }) => {
      if (what === 'over') return contractState({ over: ulid(n) });
      const terms = { set: ulid(n), endsOn: `e${n}`, amount: money(n) };
      return contractState(what === 'begun' ? { ...terms, begun: ulid(n) } : terms);
    }),
  );
const ticket = fc
  .array(fc.record({ n: fc.nat(50), cycle: fc.integer({ min: 1, max: 4 }), what: fc.nat(4) }), { minLength: 1 })
  .map((news) =>
    news.map(({ n, cycle, what }) => {
      const at = inCycle(cycle, ulid(n));
      return ticketState(
        [{}, { cycle, ended: cycle }, { cycle, answered: at }, { cycle, late: at }, { cycle, unsolved: cycle }][what] ??
          {},
      );
    }),
  );

test('whatever order news comes in, and however often, the figures are the same', () => {
  const history = fc.oneof(followUp, contract, ticket);
  const shuffledOf = (news: readonly ItemState[]) =>
    fc
      .shuffledSubarray([...news.keys()], { minLength: news.length })
      .chain((order) => fc.array(fc.nat(news.length - 1)).map((again) => [...order, ...again]));
  const both = history.chain((news) => shuffledOf(news).map((order) => ({ news, order })));
  fc.assert(
    fc.property(both, ({ news, order }) => {
      const other = order.flatMap((i) => news[i] ?? []);
      expect(pulseOf([after(other)], null)).toEqual(pulseOf([after(news)], null));
    }),
  );
});

test('a follow-up counts until it is done, at its latest due date', () => {
  const open = after([followUpState({ set: ulid(2), dueAt: 'b' }), followUpState({ set: ulid(1), dueAt: 'a' })]);
  expect(pulseOf([open], null)).toMatchObject({ openFollowUps: 1, nextFollowUpAt: 'b' });
  expect(pulseOf([joined(open, followUpState({ done: true }))], null)).toEqual(noPulse);
});

test('a follow-up whose end is told before its beginning is never open', () => {
  const early = followUpState({ done: true });
  expect(pulseOf([early], null)).toEqual(noPulse);
  expect(pulseOf([joined(early, followUpState({ set: ulid(1), dueAt: 'a' }))], null)).toEqual(noPulse);
});

test('a contract that ended runs again when it is renewed, with the new amount', () => {
  const signed = contractState({ set: ulid(1), begun: ulid(1), endsOn: '2027-01-01', amount: money(100) });
  const ended = joined(signed, contractState({ over: ulid(2) }));
  const renewed = joined(
    ended,
    contractState({ set: ulid(3), begun: ulid(3), endsOn: '2028-01-01', amount: money(150) }),
  );
  expect(pulseOf([signed], null)).toMatchObject({ runningContracts: 1, contractAmount: money(100) });
  expect(pulseOf([ended], null)).toMatchObject({ runningContracts: 0, contractAmount: null });
  expect(pulseOf([renewed], null)).toMatchObject({ nextContractEndsOn: '2028-01-01', contractAmount: money(150) });
});

test('amounts of several currencies are never added', () => {
  const running = (n: number, currency: string) =>
    contractState({ set: ulid(n), begun: ulid(n), endsOn: '2027-01-01', amount: money(n, currency) });
  expect(pulseOf([running(1, 'CNY'), running(2, 'USD'), running(3, 'CNY')], null)).toMatchObject({
    contractAmount: null,
    contractAmounts: [money(4, 'CNY'), money(2, 'USD')],
  });
});

test('a ticket is overdue from a broken promise until that promise is met', () => {
  const late = ticketState({ cycle: 1, late: inCycle(1, ulid(5)) });
  const answered = joined(late, ticketState({ cycle: 1, answered: inCycle(1, ulid(6)) }));
  const unsolved = joined(answered, ticketState({ cycle: 1, unsolved: 1 }));
  const solved = joined(unsolved, ticketState({ cycle: 1, ended: 1 }));
  const reopened = joined(solved, ticketState({ cycle: 2 }));
  expect([late, answered, unsolved, solved, reopened].map((state) => pulseOf([state], null).overdueTickets)).toEqual([
    1, 0, 1, 0, 0,
  ]);
  expect([solved, reopened].map((state) => pulseOf([state], null).openTickets)).toEqual([0, 1]);
});

describe('the figures shifted by one item', () => {
  const day = fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01');
  const amount = fc.record({ minor: fc.nat(3), currency: fc.constantFrom('CNY', 'EUR') });
  const ulid = fc.constantFrom('', '1', '2', '3');
  const item = fc.oneof(
    fc.record({ set: ulid, dueAt: day, done: fc.boolean() }).map(followUpState),
    fc
      .record({ set: ulid, endsOn: day, amount: fc.option(amount, { nil: undefined }), begun: ulid, over: ulid })
      .map(({ amount: sum, ...fields }) => contractState({ ...fields, ...(sum === undefined ? {} : { amount: sum }) })),
    fc
      .record({ cycle: fc.nat(2), ended: fc.integer({ min: -1, max: 2 }), unsolved: fc.integer({ min: -1, max: 2 }) })
      .map(ticketState),
  );

  test('are those counted anew, wherever they are told without counting', () => {
    fc.assert(
      fc.property(fc.array(item), fc.option(item, { nil: undefined }), item, (others, before, after) => {
        const then = pulseOf(before === undefined ? others : [...others, before], null);
        const now = shifted(then, before, after);
        if (now !== undefined) expect(now).toEqual(pulseOf([...others, after], null));
      }),
      { numRuns: 2000 },
    );
  });

  test('are told without counting when something comes, and when what goes was not the first', () => {
    const [first, second] = [contractState({ begun: '1', endsOn: 'a' }), contractState({ begun: '1', endsOn: 'b' })];
    expect(shifted(pulseOf([first], null), undefined, second)).toEqual(pulseOf([first, second], null));
    const ended = { ...second, over: '2' };
    expect(shifted(pulseOf([first, second], null), second, ended)).toEqual(pulseOf([first, ended], null));
  });
});
