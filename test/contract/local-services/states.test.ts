import { expect, test } from 'vitest';
import { StatesError } from '#local/states/error.ts';
import { ended, invoke, only, start } from './machine.ts';

const minute = 60_000;
const hour = 60 * minute;

test('a state sees its input, the variables and the context, and says what goes on', async () => {
  const { output, status, transitions } = await ended(
    {
      StartAt: 'first',
      States: {
        first: {
          Type: 'Pass',
          Assign: { n: '{% $states.input.n + 1 %}' },
          Output: { was: '{% $states.input.n %}' },
          Next: 'second',
        },
        second: {
          Type: 'Succeed',
          Output: { n: '{% $n %}', was: '{% $states.input.was %}', name: '{% $states.context.StateMachine.Name %}' },
        },
      },
    },
    { n: 1 },
  );

  expect({ output, status, transitions }).toEqual({
    output: { n: 2, was: 1, name: 'm' },
    status: 'SUCCEEDED',
    transitions: 2,
  });
});

test.each([
  [5, 'many'],
  [1, 'one'],
  [0, 'none'],
])('a choice of %i goes to %s', async (n, expected) => {
  const end = (name: string) => ({ Type: 'Pass', Output: name, End: true });
  const { output } = await ended(
    {
      StartAt: 'choose',
      States: {
        choose: {
          Type: 'Choice',
          Choices: [
            { Condition: '{% $states.input.n > 1 %}', Next: 'many' },
            { Condition: '{% $states.input.n = 1 %}', Next: 'one' },
          ],
          Default: 'none',
        },
        many: end('many'),
        one: end('one'),
        none: end('none'),
      },
    },
    { n },
  );

  expect(output).toBe(expected);
});

test('a wait ends at its instant, however far it is, and the clock may move on meanwhile', async () => {
  const bySeconds = await ended(
    only({ Type: 'Wait', Seconds: '{% $states.input.days * 86400 %}' }),
    { days: 40 },
    undefined,
    41 * 24 * hour,
  );
  const byTimestamp = await ended(only({ Type: 'Wait', Timestamp: '2026-03-02T00:00:00Z' }), {}, undefined, 48 * hour);

  expect(bySeconds.tookMs / hour).toBeCloseTo(40 * 24, 3);
  expect(byTimestamp.tookMs / hour).toBeCloseTo(24, 3);
});

test('an expression that yields nothing fails by the name that Step Functions gives it', async () => {
  const { status, error } = await ended(only({ Type: 'Pass', Output: '{% $states.input.gone %}' }));

  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('the functions of Step Functions are there, and $now is the clock on the wall of the laptop', async () => {
  const Output = {
    range: '{% $range(1, 5, 2) %}',
    parts: '{% $partition([1,2,3], 2) %}',
    parsed: '{% $parse(\'{"a":1}\').a %}',
    hash: "{% $hash('x', 'SHA-256') %}",
    now: '{% $substring($now(), 0, 10) %}',
  };

  expect((await ended(only({ Type: 'Pass', Output }))).output).toEqual({
    range: [1, 3, 5],
    parts: [[1, 2], [3]],
    parsed: 1,
    hash: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    now: '2026-03-01',
  });
});

test('a task is retried with growing waits, then succeeds', async () => {
  let calls = 0;
  const task = async () => {
    if (++calls < 3) throw new StatesError('Throttled', 'slow down');
    return { Payload: 'done' };
  };
  const state = {
    Type: 'Task',
    Resource: invoke,
    Arguments: { FunctionName: 'f' },
    Output: '{% $states.result.Payload %}',
    Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 5 }],
  };

  const { output, tookMs, transitions } = await ended(only(state), {}, task, hour);

  expect({ output, calls, transitions }).toEqual({ output: 'done', calls: 3, transitions: 3 });
  expect(Math.round(tookMs / 1000)).toBe(30);
});

test('an error that outlasts its retries is caught, with what it said', async () => {
  const task = () => Promise.reject(new StatesError('Broken', 'why'));
  const { output, status } = await ended(
    {
      StartAt: 'try',
      States: {
        try: {
          Type: 'Task',
          Resource: invoke,
          Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'after', Assign: { error: '{% $states.errorOutput.Error %}' } }],
          End: true,
        },
        after: { Type: 'Pass', Output: { cause: '{% $states.input.Cause %}', error: '{% $error %}' }, End: true },
      },
    },
    {},
    task,
    minute,
  );

  expect({ output, status }).toEqual({ output: { cause: 'why', error: 'Broken' }, status: 'SUCCEEDED' });
});

test('a failure that nobody catches ends the execution under its own name', async () => {
  const { status, error, cause } = await ended(
    only({ Type: 'Fail', Error: 'Policy', Cause: "{% 'because ' & $states.input.why %}", End: undefined }),
    { why: 'x' },
  );

  expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'Policy', cause: 'because x' });
});

test('a task that does not answer in time is a States.Timeout', async () => {
  // Work that never ends keeps the clock, so the timer is tried with one that ends too late.
  let answer = (_: unknown): void => undefined;
  const { clock, states, arn } = start(
    only({ Type: 'Task', Resource: invoke, TimeoutSeconds: 0 }),
    () => new Promise((resolve) => (answer = resolve)),
  );
  const execution = states.start(arn, {});

  await expect.poll(() => execution.status).toBe('FAILED');
  answer({});
  await clock.settle();

  expect(execution.error).toBe('States.Timeout');
});

test('branches run side by side with variables of their own and read those around them', async () => {
  const branch = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: 'Pass', Assign: { own: name }, Output: `{% '${name}' & $outer %}`, End: true } },
  });
  const { output } = await ended({
    StartAt: 'set',
    States: {
      set: { Type: 'Pass', Assign: { outer: '!' }, Next: 'both' },
      both: { Type: 'Parallel', Branches: [branch('a'), branch('b')], End: true },
    },
  });

  expect(output).toEqual(['a!', 'b!']);
});

test('a branch that fails stops the others', async () => {
  const { status, error, tookMs } = await ended(
    only({
      Type: 'Parallel',
      Branches: [
        { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 3600, End: true } } },
        { StartAt: 'f', States: { f: { Type: 'Fail', Error: 'Stop' } } },
      ],
    }),
  );

  expect({ status, error, isSoon: tookMs < minute }).toEqual({ status: 'FAILED', error: 'Stop', isSoon: true });
});

test('a map runs its processor once per item, in order of the items', async () => {
  const { output } = await ended(
    only({
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemSelector: { item: '{% $states.context.Map.Item.Value %}', at: '{% $states.context.Map.Item.Index %}' },
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'each',
        States: { each: { Type: 'Pass', Output: '{% $states.input.item & $string($states.input.at) %}', End: true } },
      },
    }),
    { list: ['a', 'b', 'c'] },
  );

  expect(output).toEqual(['a0', 'b1', 'c2']);
});

test('an execution that outlasts its machine is timed out', async () => {
  const { status, tookMs } = await ended(
    { TimeoutSeconds: 60, ...only({ Type: 'Wait', Seconds: 3600 }) },
    {},
    undefined,
    hour,
  );

  expect(status).toBe('TIMED_OUT');
  expect(Math.round(tookMs / 1000)).toBe(60);
});

test.each([
  ['JSONPath', { QueryLanguage: 'JSONPath', ...only({ Type: 'Pass' }) }, /JSONata/],
  ['a state in JSONPath', only({ Type: 'Pass', QueryLanguage: 'JSONPath' }), /JSONPath/],
  ['a task token', only({ Type: 'Task', Resource: `${invoke}.waitForTaskToken` }), /waitForTaskToken/],
  ['a service that is not here', only({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:ec2:runInstances' }), /ec2/],
  ['a state that is not there', only({ Type: 'Pass', Next: 'gone' }), /gone/],
])('a machine with %s is refused when the system starts', (_, definition, reason) => {
  expect(() => start(definition)).toThrow(reason);
});
