import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { type AgendaOf, startSchedules } from '#local/events/schedule.ts';
import { assemblyOf } from './template.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-03-01T00:00:00Z');
const at = (text: string) => Date.parse(`2026-03-${text}Z`);

function scheduleOf(expression: string, agenda?: string, more: object = {}) {
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: expression,
      Target: { Arn: 'arn:aws:lambda:eu-central-1:000000000000:function:f', Input: `{"of":"${agenda ?? 'none'}"}` },
      ...more,
    },
    ...(agenda !== undefined && { Metadata: { agenda: { index: 'agenda', prefix: agenda, shards: 4 } } }),
  };
}

/** Schedules over agendas held in memory. A run takes what is due off its agenda and may put something on another. */
function run(
  resources: Parameters<typeof assemblyOf>[0],
  agendas: Record<string, number[]> = {},
  follow?: (of: string) => void,
) {
  const clock = new Clock({ start: start + 1 });
  const runs: string[] = [];
  startSchedules({
    assembly: assemblyOf(resources),
    clock,
    deliver: (_, input) => {
      const { of } = input as { of: string };
      const due = (agendas[of] ?? []).filter((instant) => instant <= clock.now());
      runs.push(`${of} ${new Date(clock.now()).toISOString().slice(8, 16)}`);
      agendas[of] = (agendas[of] ?? []).filter((instant) => instant > clock.now());
      for (const _each of due) follow?.(of);
    },
    earliestDue: async ({ prefix }: AgendaOf) => {
      const waiting = agendas[prefix] ?? [];
      return waiting.length === 0 ? undefined : Math.min(...waiting);
    },
    refusal: () => undefined,
    log: () => undefined,
  });
  return { clock, runs };
}

test('a schedule runs at each of its instants while the clock is advanced', async () => {
  const { clock, runs } = run({ daily: scheduleOf('cron(0 9 * * ? *)') });

  await clock.advanceTo(start + 3 * day);

  expect(runs).toEqual(['none 01T09:00', 'none 02T09:00', 'none 03T09:00']);
});

test('a disabled schedule does not run', async () => {
  const { clock, runs } = run({ off: scheduleOf('rate(1 day)', undefined, { State: 'DISABLED' }) });

  await clock.advanceTo(start + 3 * day);

  expect(runs).toEqual([]);
});

test('an agenda is swept at the first minute at or after each of its entries and not in between', async () => {
  const entries = [at('02T09:00:00'), at('05T10:00:30'), at('05T10:00:40'), at('20T00:00:01')];
  const { clock, runs } = run({ sweep: scheduleOf('rate(1 minute)', 'a') }, { a: entries });

  await clock.advanceTo(at('15T00:00:00'));

  expect(runs).toEqual(['a 02T09:00', 'a 05T10:01']);
});

test('an entry that one agenda puts on another is swept in its turn, also when it is earlier than what was planned', async () => {
  const agendas = { a: [at('02T09:00:00')], b: [at('10T00:00:00')] };
  const resources = { a: scheduleOf('rate(1 minute)', 'a'), b: scheduleOf('rate(1 minute)', 'b') };
  const { clock, runs } = run(resources, agendas, (of) => {
    if (of === 'a') agendas.b.push(at('03T00:00:00'));
  });

  await clock.advanceTo(at('15T00:00:00'));

  expect(runs).toEqual(['a 02T09:00', 'b 03T00:00', 'b 10T00:00']);
});

test('an entry that a sweep leaves due is swept again the next minute', async () => {
  const agendas = { a: [at('02T09:00:00')] };
  let left = 2;
  const { clock, runs } = run({ a: scheduleOf('rate(1 minute)', 'a') }, agendas, () => {
    if (left-- > 0) agendas.a.push(at('02T09:00:00'));
  });

  await clock.advanceTo(at('03T00:00:00'));

  expect(runs).toEqual(['a 02T09:00', 'a 02T09:01', 'a 02T09:02']);
});

test('after an advance the agenda is swept every minute again', async () => {
  const { clock, runs } = run({ a: scheduleOf('rate(1 minute)', 'a') });
  await clock.advanceTo(at('02T00:00:30'));

  await clock.advanceTo(at('02T00:01:00') - 1);
  expect(runs).toEqual([]);

  await expect.poll(() => runs).toEqual(['a 02T00:01']);
});

test('a week with idle runs left out does the same things at the same instants as a week of every minute', async () => {
  const minutes = fc.integer({ min: 0, max: 7 * 24 * 60 - 1 });
  // Each entry of the first agenda puts one on the second, for a later minute: what falls into the minute that is running
  // may be done in it or in the next, in the cloud too.
  const story = fc.record({
    a: fc.array(minutes, { maxLength: 6 }),
    delays: fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 4 }),
  });

  await fc.assert(
    fc.asyncProperty(story, async ({ a, delays }) => {
      expect(await week(a, delays, true)).toEqual(await week(a, delays, false));
    }),
    { numRuns: 3, seed: 7 },
  );
}, 30_000);

/** What was taken off which agenda when, over a week. */
async function week(entries: readonly number[], delays: readonly number[], leaps: boolean): Promise<readonly string[]> {
  const agendas: Record<string, number[]> = { a: entries.map((each) => start + each * minute + 17_000), b: [] };
  const taken: string[] = [];
  const schedule = (of: string) => {
    const { Metadata, ...every } = scheduleOf('rate(1 minute)', of);
    return leaps && Metadata ? { ...every, Metadata } : every;
  };
  const { clock } = run({ a: schedule('a'), b: schedule('b') }, agendas, (of) => {
    taken.push(`${of} ${new Date(clock.now()).toISOString().slice(0, 16)}`);
    if (of !== 'a') return;
    const delay = delays[taken.filter((each) => each.startsWith('a')).length % delays.length] ?? 1;
    const thisMinute = Math.floor(clock.now() / minute) * minute;
    agendas['b']?.push(thisMinute + delay * minute + 17_000);
  });
  await clock.advanceTo(start + 7 * day);
  clock.stop();
  return taken.toSorted();
}
