import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';

const day = 86_400_000;
const start = Date.parse('2026-03-01T00:00:00Z');
let clock = new Clock({ start });
afterEach(() => {
  clock.stop();
  clock = new Clock({ start });
});

test('what falls due on the way is done in the order of its instant, whenever it was planned', async () => {
  const done: string[] = [];
  clock.at(start + 2 * day, () => done.push('second'));
  clock.at(start + day, () => {
    done.push('first');
    clock.at(start + 1.5 * day, () => done.push('planned on the way'));
  });

  await clock.advanceTo(start + 3 * day);

  expect(done).toEqual(['first', 'planned on the way', 'second']);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 3 * day);
  expect(clock.now()).toBeLessThan(start + 3 * day + 5000);
});

test('everything that follows from an instant is done before the clock moves on', async () => {
  let busy = 0;
  const seen: number[] = [];
  clock.register({ isBusy: () => busy > 0 });
  clock.at(start + day, async () => {
    busy++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(clock.now());
    busy--;
  });
  clock.at(start + 2 * day, () => seen.push(clock.now()));

  await clock.advanceTo(start + 3 * day);

  expect(seen[0]).toBeLessThan(start + day + 5000);
  expect(seen[1]).toBeGreaterThanOrEqual(start + 2 * day);
});

test('a timer beyond the 24.8 days of setTimeout waits', async () => {
  let fired = false;
  clock.after(40 * day, () => {
    fired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(fired).toBe(false);
  await clock.advanceTo(start + 41 * day);
  expect(fired).toBe(true);
});

test('a cancelled timer does not fire', async () => {
  let fired = 0;
  const cancel = clock.after(day, () => fired++);
  cancel();

  await clock.advanceTo(start + 2 * day);

  expect(fired).toBe(0);
});

test('the shift that workers read is the shift of the clock', async () => {
  await clock.advanceTo(start + 100 * day);

  expect(Date.now() + (new Float64Array(clock.skew)[0] ?? 0)).toBeCloseTo(clock.now(), -2);
});

const minute = 60_000;
const everyMinute = (notBefore: number) => Math.ceil(notBefore / minute) * minute;

/** A minutely schedule whose work is a list of instants: a run does all that is due. */
function minutely(work: number[], runs: number[]) {
  const plan = (after: number) => {
    clock.at(
      everyMinute(after + 1),
      (instant) => {
        runs.push(instant);
        for (const due of work.filter((each) => each <= clock.now())) work.splice(work.indexOf(due), 1);
        plan(instant);
      },
      { leap: { runAt: everyMinute, work: async () => (work.length > 0 ? Math.min(...work) : undefined) } },
    );
  };
  plan(clock.now());
}

test('runs without work are leapt over, and no run with work is', async () => {
  const runs: number[] = [];
  const work = [start + 30 * day + 30_000, start + 200 * day];
  minutely(work, runs);

  await clock.advanceTo(start + 365 * day);

  expect(work).toEqual([]);
  expect(runs).toEqual([start + 30 * day + minute, start + 200 * day]);
});

test('work that is put before the next known work, while the clock is advanced, is done at its instant', async () => {
  const runs: number[] = [];
  const work = [start + 200 * day];
  minutely(work, runs);
  clock.at(start + 10 * day, () => work.push(start + 20 * day));

  await clock.advanceTo(start + 365 * day);

  expect(runs).toEqual([start + 20 * day, start + 200 * day]);
});

test('work of now does not run again and again within its minute', async () => {
  const runs: number[] = [];
  const never = [start];
  const plan = (after: number) => {
    clock.at(
      everyMinute(after + 1),
      (instant) => {
        runs.push(instant);
        plan(instant);
      },
      { leap: { runAt: everyMinute, work: async () => never[0] } },
    );
  };
  plan(clock.now());

  await clock.advanceTo(start + 10 * minute);

  expect(runs).toHaveLength(10);
});

test('a schedule with nothing to do goes on after the end of an advance', async () => {
  const runs: number[] = [];
  minutely([], runs);

  await clock.advanceTo(start + 365 * day);
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(runs).toEqual([]);
});
