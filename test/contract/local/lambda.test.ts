import { afterEach, describe, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { FunctionError } from '#local/lambda/failure.ts';
import { Functions } from '#local/lambda/functions.ts';
import { assembly, functionArn, lambda, scratch } from './fixture.ts';

const code = {
  echo: `
    let calls = 0;
    export const handler = async (event, context) => {
      console.log(JSON.stringify({ saw: event }));
      return { calls: ++calls, event, now: Date.now(), fresh: new Date().getTime(), env: process.env,
        remaining: context.getRemainingTimeInMillis(), name: context.functionName };
    };`,
  faulty: `
    export const handler = async ({ how }) => {
      if (how === 'throw') throw new TypeError('no');
      if (how === 'exit') process.exit(3);
      if (how === 'late') { setTimeout(() => { throw new Error('late'); }, 5); await new Promise(() => {}); }
      if (how === 'loop') for (;;);
      if (how === 'memory') { const held = []; for (;;) held.push(new Array(1e5).fill(Math.random())); }
      if (how === 'big') return 'x'.repeat(7 * 2 ** 20);
      return 'fine';
    };`,
  broken: 'throw new Error("at import");',
  slow: 'export const handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return Date.now(); };',
};
const start = Date.parse('2030-01-01T00:00:00Z');
const cacheDir = scratch();
let stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

function functions() {
  const clock = new Clock({ start });
  const lines: string[] = [];
  const read = assembly(
    {
      echo: lambda('echo', { Environment: { Variables: { TABLE_NAME: 'items', DEAD_LETTERS: { Ref: 'dead' } } } }),
      dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      faulty: lambda('faulty', { Timeout: 1 }),
      broken: lambda('broken'),
      slow: lambda('slow'),
      single: { ...lambda('slow', { FunctionName: 'single', ReservedConcurrentExecutions: 1 }) },
    },
    code,
  );
  const made = new Functions({
    assembly: read,
    clock,
    endpointUrl: 'http://127.0.0.1:1',
    cacheDir,
    onLog: (name, line) => lines.push(`${name} ${line}`),
  });
  stops.push(
    () => made.stop(),
    () => clock.stop(),
  );
  const invoke = (name: string, payload?: unknown) => made.invoke(functionArn(name), payload);
  return { made, clock, lines, invoke };
}

interface Echo {
  readonly calls: number;
  readonly event: unknown;
  readonly now: number;
  readonly fresh: number;
  readonly remaining: number;
  readonly env: Readonly<Record<string, string>>;
}

test('a function runs with its own environment, its role as credentials, and the clock of the laptop', async () => {
  const { invoke } = functions();

  const answer = (await invoke('echo', { a: 1 })) as Echo;

  expect(answer.event).toEqual({ a: 1 });
  expect(answer.env).toMatchObject({
    TABLE_NAME: 'items',
    AWS_ACCESS_KEY_ID: 'role',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_LAMBDA_FUNCTION_NAME: 'echo',
  });
  expect(Object.keys(answer.env)).not.toContain('VITEST');
  expect(answer.now - start).toBeGreaterThanOrEqual(0);
  expect(answer.now - start).toBeLessThan(60_000);
  expect(Math.abs(answer.fresh - answer.now)).toBeLessThan(100);
  expect(answer.remaining).toBeGreaterThan(1000);
});

test('a queue in its environment is on the laptop, because the SDK sends to the host that the URL names', async () => {
  const { invoke } = functions();

  const { env } = (await invoke('echo')) as Echo;

  expect(env['DEAD_LETTERS']).toBe('http://127.0.0.1:1/000000000000/dead');
});

test('the next request finds the sandbox warm, and the clock moved on', async () => {
  const { invoke, clock } = functions();
  await invoke('echo');
  await clock.advanceTo(start + 86_400_000);

  const answer = (await invoke('echo')) as Echo;

  expect(answer.calls).toBe(2);
  expect(answer.now).toBeGreaterThanOrEqual(start + 86_400_000);
});

test('each line and a report with the billed milliseconds reach the log before the answer does', async () => {
  const { invoke, lines } = functions();
  await invoke('echo', 7);
  await invoke('echo', 8);

  expect(lines[0]).toBe('echo {"saw":7}');
  const reports = lines.filter((line) => line.includes('platform.report')).map((line) => JSON.parse(line.slice(5)));
  expect(reports[0]).toMatchObject({ type: 'platform.report', record: { status: 'success' } });
  const [cold, warm] = reports.map(({ record }) => record.metrics);
  expect(cold.initDurationMs).toBeGreaterThan(0);
  expect(cold.billedDurationMs).toBe(Math.ceil(cold.durationMs + cold.initDurationMs));
  expect(warm.initDurationMs).toBeUndefined();
  expect(warm.maxMemoryUsedMB).toBeGreaterThan(0);
});

describe('a function that fails ends at most its own sandbox', () => {
  test.each([
    ['throw', 'TypeError', 'no'],
    ['exit', 'Runtime.ExitError', 'exit status 3'],
    ['late', 'Error', 'late'],
    ['loop', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
    ['memory', 'Runtime.OutOfMemory', 'killed'],
    ['big', 'Function.ResponseSizeTooLarge', 'payload size'],
  ])('%s', async (how, type, message) => {
    const { invoke } = functions();

    const error = await invoke('faulty', { how }).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(FunctionError);
    expect(error).toMatchObject({ name: type, message: expect.stringContaining(message) });
    expect(await invoke('faulty', { how: 'not at all' })).toBe('fine');
  });

  test('one that cannot be loaded says why, each time', async () => {
    const { invoke } = functions();

    await expect(invoke('broken')).rejects.toThrow('at import');
    await expect(invoke('broken')).rejects.toThrow('at import');
  });
});

test('requests run beside each other, each in a sandbox of its own', async () => {
  const { invoke, made } = functions();
  const begun = performance.now();

  await Promise.all([invoke('slow', 800), invoke('slow', 800), invoke('slow', 800)]);

  expect(performance.now() - begun).toBeLessThan(1500);
  expect(made.sandboxes).toBe(3);
});

test('short requests share a sandbox rather than start one each', async () => {
  const { invoke, made } = functions();

  await Promise.all(Array.from({ length: 20 }, () => invoke('slow', 1)));

  expect(made.sandboxes).toBeLessThan(5);
});

test('reserved concurrency is the most that runs at once', async () => {
  const { invoke, made } = functions();

  const ended = (await Promise.all([invoke('single', 50), invoke('single', 50)])) as [number, number];

  expect(Math.abs(ended[1] - ended[0])).toBeGreaterThanOrEqual(45);
  expect(made.sandboxes).toBe(1);
});

test('an unknown function is not found', async () => {
  const { invoke } = functions();

  await expect(invoke('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
