import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract } from '#domain/contracts/contract.ts';
import { datesOf } from '#domain/contracts/dates.ts';
import { change, type Entry, enter, nextStep, type Outcome, renew, take } from '#domain/contracts/rules.ts';
import { refOf, type StepCode, stepsOf } from '#domain/contracts/step.ts';
import { addDays, atTime, dateIn, dayMs } from '#domain/shared/time.ts';
import { idOf } from '#test/world.ts';

const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];

function entry(endsOn: string, more: Partial<Entry> = {}): Entry {
  return {
    id: idOf('ctr', 1),
    number: 'HT202611001',
    customerId: idOf('cus', 1),
    ownerId: idOf('mem', 1),
    kind: 'service',
    title: 'Maintenance',
    amount: { minor: 100, currency: 'CNY' },
    startsOn: addDays(endsOn, -364),
    endsOn,
    zone: 'Asia/Shanghai',
    ...more,
  };
}

const acting = (now: Date) => ({ actorId: idOf('mem', 1), now });

interface Said {
  readonly ref: string;
  readonly at: Date;
}

/** Runs the agenda as the sweep does: at each instant, in order, until nothing waits or the time is up. */
function live(outcome: Outcome, start: Date, until: Date): { said: Said[]; contract: Contract; taken: Outcome[] } {
  const said: Said[] = [];
  const taken = [outcome];
  const hear = ({ contract, atOnce }: Outcome, at: Date): void => {
    const term = contract.terms.length;
    if (atOnce !== undefined) said.push({ ref: refOf(contract.id, atOnce, term, contract.mailed?.[atOnce] ?? 1), at });
  };
  hear(outcome, start);
  let { contract } = outcome;
  for (let now = start; ; ) {
    const step = nextStep(contract);
    if (step === undefined || step.at > until) return { said, contract, taken };
    now = step.at > now ? step.at : now;
    const next = take(contract, now);
    if (next === undefined) throw new Error('the step whose instant came was not taken');
    hear(next, now);
    taken.push(next);
    contract = next.contract;
  }
}

const day = fc.integer({ min: 0, max: 5000 }).map((days) => addDays('2020-01-01', days));
const zone = fc.constantFrom(...zones);

describe('the reminders of a term', () => {
  test('45 days before the end there is one mail now, then one 30 and one 7 days before', () => {
    const now = atTime('2026-10-17', '15:00', 'Asia/Shanghai');

    const { said } = live(enter(entry('2026-12-01'), acting(now)), now, atTime('2026-12-03', '00:00', 'UTC'));

    expect(said.map(({ ref, at }) => `${ref.split('#')[1]} ${at.toISOString()}`)).toEqual([
      'P60D/1 2026-10-17T07:00:00.000Z',
      'P30D/1 2026-11-01T01:00:00.000Z',
      'P7D/1 2026-11-24T01:00:00.000Z',
      'ended/1 2026-12-02T01:00:00.000Z',
    ]);
  });

  test('every step is told exactly once and never early, whenever the contract is entered, in every zone', () => {
    fc.assert(
      fc.property(
        day,
        zone,
        fc.integer({ min: -200, max: 30 }),
        fc.integer({ min: 0, max: 1439 }),
        (endsOn, where, days, minute) => {
          const now = new Date(atTime(addDays(endsOn, days), '00:00', where).getTime() + minute * 60_000);
          const steps = stepsOf(endsOn, where).filter(({ code }) => code !== 'over');
          const past = steps.filter(({ at }) => at <= now);

          const { said, contract } = live(enter(entry(endsOn, { zone: where }), acting(now)), now, new Date(8e14));

          const told = said.map(({ ref }) => ref.slice(ref.indexOf('#') + 1, -2));
          // Between the end and nine o'clock it is too late to say that it ends and too early to say that it ended.
          const isOver = now >= atTime(addDays(endsOn, 1), '00:00', where) && past.length < steps.length;
          const atOnce = isOver ? [] : past.slice(-1);
          expect(told).toEqual([...atOnce, ...steps.slice(past.length)].map(({ code }) => code));
          expect(new Set(said.map(({ ref }) => ref)).size).toBe(said.length);
          const instantOf = new Map<string, Date>(steps.map(({ code, at }) => [code, at]));
          for (const [i, { at }] of said.entries())
            expect(+at).toBeGreaterThanOrEqual(+(instantOf.get(told[i] ?? '') ?? at));
          expect(said.map(({ at }) => +at)).toEqual(said.map(({ at }) => +at).toSorted((a, b) => a - b));
          expect(contract.state).toBe('expired');
        },
      ),
    );
  });

  test('nine o’clock is nine o’clock on the day so many days before the end, across daylight saving and leap days', () => {
    fc.assert(
      fc.property(day, zone, (endsOn, where) => {
        const days: Partial<Record<StepCode, number>> = { P90D: 90, P60D: 60, P30D: 30, P7D: 7, ended: -1 };
        for (const { code, at } of stepsOf(endsOn, where)) {
          const ahead = days[code];
          if (ahead === undefined) continue;
          const clock = new Intl.DateTimeFormat('en-GB', { timeZone: where, timeStyle: 'short' }).format(at);
          expect([dateIn(at, where), clock]).toEqual([addDays(endsOn, -ahead), '09:00']);
        }
      }),
    );
  });

  test('a term of a leap year ends on 29 February and is reminded of 30 days before it', () => {
    expect(
      stepsOf('2028-02-29', 'Asia/Shanghai')
        .find(({ code }) => code === 'P30D')
        ?.at.toISOString(),
    ).toBe('2028-01-30T01:00:00.000Z');
  });

  test('a sweep that stood still for months tells every step that it missed, each once', () => {
    const now = atTime('2026-01-01', '12:00', 'Asia/Shanghai');
    let { contract } = enter(entry('2026-12-31'), acting(now));
    const late = atTime('2027-03-01', '12:00', 'Asia/Shanghai');
    const told: (string | undefined)[] = [];

    for (let next = take(contract, late); next !== undefined; next = take(contract, late)) {
      contract = next.contract;
      told.push(next.atOnce);
    }

    expect(told).toEqual(['P90D', 'P60D', 'P30D', 'P7D', undefined, 'ended']);
  });

  test('a contract that was over before it was entered is expired and told once', () => {
    const now = atTime('2026-11-22', '12:00', 'Asia/Shanghai');

    const { said, contract } = live(enter(entry('2025-06-30'), acting(now)), now, new Date(8e14));

    expect(contract.state).toBe('expired');
    expect(said.map(({ ref }) => ref)).toEqual([`${contract.id}#ended/1`]);
  });

  test('a contract entered between midnight and nine of the day after its end is expired, and told at nine', () => {
    const now = atTime('2026-12-02', '03:00', 'Asia/Shanghai');

    const { said } = live(enter(entry('2026-12-01'), acting(now)), now, new Date(8e14));

    expect(said).toEqual([{ ref: `${idOf('ctr', 1)}#ended/1`, at: atTime('2026-12-02', '09:00', 'Asia/Shanghai') }]);
  });
});

describe('moving the end', () => {
  const signed = atTime('2026-01-01', '12:00', 'Asia/Shanghai');

  test('before any mail, what is past becomes one mail and later steps stay', () => {
    const { contract } = enter(entry('2026-12-31'), acting(signed));
    const now = atTime('2026-05-01', '12:00', 'Asia/Shanghai');

    const { said } = live(
      change(contract, { endsOn: '2026-06-15' }, acting(now)),
      now,
      atTime('2026-06-10', '00:00', 'UTC'),
    );

    expect(said.map(({ ref }) => ref.split('#')[1])).toEqual(['P60D/1', 'P30D/1', 'P7D/1']);
  });

  test('after a mail, the step that comes again has a reference of its own, or it would never be sent', () => {
    const ninety = atTime('2026-10-02', '09:00', 'Asia/Shanghai');
    const { contract } = live(enter(entry('2026-12-31'), acting(signed)), signed, ninety);

    const moved = change(contract, { endsOn: '2027-12-31' }, acting(ninety));
    const { said } = live(moved, ninety, atTime('2027-11-05', '00:00', 'UTC'));

    expect(said.map(({ ref }) => ref.split('#')[1])).toEqual(['P90D/1.2', 'P60D/1']);
  });

  test('another title moves nothing', () => {
    const { contract } = enter(entry('2026-12-31'), acting(signed));

    const { contract: after, atOnce } = change(
      contract,
      { title: 'New' },
      acting(atTime('2026-12-20', '12:00', 'UTC')),
    );

    expect([nextStep(after), atOnce]).toEqual([nextStep(contract), undefined]);
  });
});

describe('renewal', () => {
  const now = atTime('2026-01-15', '12:00', 'Asia/Shanghai');

  test('by itself: at the midnight after its last day, by its term, term after term, each with its own reminders', () => {
    const yearly = entry('2026-12-31', { startsOn: '2026-01-01', renewal: { mode: 'auto', term: 'P12M' } });

    const { said, contract, taken } = live(enter(yearly, acting(now)), now, atTime('2029-01-02', '00:00', 'UTC'));

    expect(contract.terms.map(({ startsOn, endsOn }) => `${startsOn} ${endsOn}`)).toEqual([
      '2026-01-01 2026-12-31',
      '2027-01-01 2027-12-31',
      '2028-01-01 2028-12-31',
      '2029-01-01 2029-12-31',
    ]);
    const codes = ['P90D', 'P60D', 'P30D', 'P7D'];
    expect(said.map(({ ref }) => ref.split('#')[1])).toEqual(
      [1, 2, 3].flatMap((term) => codes.map((code) => `${code}/${term}`)),
    );
    expect(taken.filter(({ isRenewed }) => isRenewed === true)).toHaveLength(3);
  });

  test('not by itself once notice was given', () => {
    const yearly = enter(entry('2026-12-31', { renewal: { mode: 'auto', term: 'P12M' } }), acting(now));
    const noticed = { ...yearly.contract, notice: { on: '2026-09-01', late: false } };

    const { contract } = live({ contract: noticed }, now, atTime('2027-01-02', '00:00', 'UTC'));

    expect([contract.state, contract.terms.length]).toEqual(['expired', 1]);
  });

  test('entered years late, it is brought to its present term without a mail for what is long over', () => {
    const old = entry('2023-12-31', { startsOn: '2023-01-01', renewal: { mode: 'auto', term: 'P12M' } });

    const { said, contract } = live(enter(old, acting(now)), now, now);

    expect(contract.terms.at(-1)).toMatchObject({ term: 4, startsOn: '2026-01-01', endsOn: '2026-12-31' });
    expect([contract.state, said]).toEqual(['running', []]);
  });

  test('by hand: the next term starts the day after, and an expired contract runs again', () => {
    const { contract } = live(enter(entry('2025-12-31'), acting(now)), now, now);

    const after = renew(contract, { term: 'P1Y' }, acting(now)).contract;

    expect([contract.state, after.state]).toEqual(['expired', 'running']);
    expect(after.terms.at(-1)).toMatchObject({ term: 2, startsOn: '2026-01-01', endsOn: '2026-12-31' });
  });

  test('a month that has no such day does not make the term longer', () => {
    const { contract } = enter(entry('2027-01-30', { startsOn: '2026-12-31' }), acting(now));
    expect(renew(contract, { term: 'P1M' }, acting(now)).contract.terms.at(-1)).toMatchObject({
      startsOn: '2027-01-31',
      endsOn: '2027-02-27',
    });
  });
});

test('the dates shown are the instants at which it happens', () => {
  const now = new Date('2026-10-17T07:00:00Z');
  const { contract } = enter(entry('2026-12-01', { noticePeriod: 'P2M', remindCustomer: true }), acting(now));

  const { steps, noticeBy } = datesOf(contract);

  expect(noticeBy).toBe('2026-10-01');
  expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    'P90D passed-over',
    'P60D done',
    'P30D ahead',
    'P7D ahead',
    'over ahead',
    'ended ahead',
  ]);
  expect(steps.map(({ to }) => to.length)).toEqual([2, 2, 2, 3, 0, 2]);
  expect(steps[4]?.at).toBe(new Date(Date.parse('2026-12-01T00:00:00+08:00') + dayMs).toISOString());
});
