import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from './endpoint.ts';
import { only, start } from './machine.ts';

const minute = 60_000;
const hour = 60 * minute;

test('an execution goes on where it was after a restart, at the instant it was waiting for', async () => {
  const definition = {
    StartAt: 'first',
    States: {
      first: { Type: 'Pass', Assign: { seen: true }, Next: 'wait' },
      wait: { Type: 'Wait', Seconds: 3600, Next: 'last' },
      last: { Type: 'Pass', Output: '{% $seen %}', End: true },
    },
  };
  const before = start(definition);
  before.states.start(before.arn, {}, 'kept');
  await before.clock.settle();
  const saved: unknown = JSON.parse(JSON.stringify(before.states.snapshot()));

  const after = start(definition);
  after.states.restore(saved);
  await after.clock.advanceTo(after.clock.now() + hour - minute);
  expect(after.states.view()).toMatchObject([{ name: 'kept', status: 'RUNNING' }]);
  await after.clock.advanceTo(after.clock.now() + 2 * minute);

  expect(after.states.view()).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(after.states.snapshot()).toMatchObject([{ output: true }]);
});

async function served(definition: object) {
  const started = start(definition);
  const { client: options, stop } = await serve(started.assembly, { states: started.states.service });
  const client = new SFNClient(options);
  onTestFinished(async () => {
    client.destroy();
    await stop();
  });
  const begin = (name: string, input: object = {}) =>
    client.send(new StartExecutionCommand({ stateMachineArn: started.arn, name, input: JSON.stringify(input) }));
  return { ...started, client, begin };
}

test('the same name and input while it runs is the same execution; another input, or later, is refused', async () => {
  const { begin, clock } = await served(only({ Type: 'Wait', Seconds: 60 }));

  const first = await begin('tkt_1-0-resolution', { a: 1 });
  const again = await begin('tkt_1-0-resolution', { a: 1 });

  expect(again.executionArn).toBe(first.executionArn);
  await expect(begin('tkt_1-0-resolution', { a: 2 })).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await clock.advanceTo(clock.now() + 2 * minute);
  await expect(begin('tkt_1-0-resolution', { a: 1 })).rejects.toBeInstanceOf(ExecutionAlreadyExists);
});

test('a stopped execution is aborted at once, whatever it was waiting for', async () => {
  const { begin, client, clock, arn } = await served(only({ Type: 'Wait', Seconds: 60 }));
  const { executionArn } = await begin('one');

  await client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'why' }));
  await clock.settle();

  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'why' });
  const { executions } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'ABORTED' }),
  );
  expect(executions?.map(({ name }) => name)).toEqual(['one']);
});

test('the history tells each state entered and left', async () => {
  const { begin, client, clock } = await served(only({ Type: 'Pass', Output: 'x' }));
  const { executionArn } = await begin('one');
  await clock.settle();

  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));

  expect(events?.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a name with characters that AWS refuses is refused', async () => {
  const { begin } = await served(only({ Type: 'Pass' }));

  await expect(begin('a/b')).rejects.toMatchObject({ name: 'InvalidName' });
});
