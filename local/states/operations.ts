import type { JsonObject } from '../json.ts';
import { type JsonOperation, optionalText, requiredText } from '../json-service.ts';
import { AwsError } from '../service.ts';
import type { Execution, HistoryEvent } from './execution.ts';
import type { NamedMachine } from './machine.ts';

interface Context {
  readonly start: (machineArn: string, input: unknown, name?: string) => Execution;
  readonly stop: (arn: string, error?: string, cause?: string) => void;
  readonly machineOf: (arn: string) => NamedMachine;
  readonly find: (arn: string) => Execution | undefined;
  readonly all: () => readonly Execution[];
  readonly now: () => number;
}

/** The operations of Step Functions that this system uses, and those to look at an execution. */
export function operationsOf(context: Context): Readonly<Record<string, JsonOperation>> {
  const on = (action: string, resource: string, run: (input: JsonObject) => unknown): JsonOperation => ({
    needs: (input) => [{ action: `states:${action}`, resource: requiredText(input, resource) }],
    run,
  });
  const found = (input: JsonObject): Execution => {
    const arn = requiredText(input, 'executionArn');
    const execution = context.find(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };
  return {
    StartExecution: on('StartExecution', 'stateMachineArn', (input) => {
      const execution = context.start(requiredText(input, 'stateMachineArn'), toInput(input), toName(input));
      return { executionArn: execution.arn, startDate: execution.startedAt / 1000 };
    }),
    DescribeExecution: on('DescribeExecution', 'executionArn', (input) => describe(found(input))),
    StopExecution: on('StopExecution', 'executionArn', (input) => {
      const { arn, status, stoppedAt } = found(input);
      if (status === 'RUNNING') context.stop(arn, optionalText(input, 'error'), optionalText(input, 'cause'));
      return { stopDate: (stoppedAt ?? context.now()) / 1000 };
    }),
    ListExecutions: on('ListExecutions', 'stateMachineArn', (input) => {
      const { arn } = context.machineOf(requiredText(input, 'stateMachineArn'));
      const status = optionalText(input, 'statusFilter');
      const listed = context.all().filter((each) => each.machineArn === arn && (!status || each.status === status));
      return { executions: listed.toReversed().map(summarize) };
    }),
    GetExecutionHistory: on('GetExecutionHistory', 'executionArn', (input) => {
      const events = found(input).history.map(toHistoryEvent);
      return { events: input['reverseOrder'] === true ? events.toReversed() : events };
    }),
  };
}

function toName(input: JsonObject): string | undefined {
  const name = optionalText(input, 'name');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: AWS refuses them in names.
  if (name !== undefined && (name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name))) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name || undefined;
}

function toInput(input: JsonObject): unknown {
  try {
    return JSON.parse(optionalText(input, 'input') ?? '{}');
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is no JSON.');
  }
}

function summarize({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1000 }),
  };
}

function describe(execution: Execution) {
  const { input, output, error, cause } = execution;
  return {
    ...summarize(execution),
    input: JSON.stringify(input),
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** Details stand under a member named for the type: `stateEnteredEventDetails`. */
function toHistoryEvent({ id, type, timestamp, details }: HistoryEvent) {
  const event = { id, previousEventId: id - 1, type, timestamp: timestamp / 1000 };
  const { name, input, output, error, cause } = details;
  if (type.endsWith('StateEntered')) {
    return { ...event, stateEnteredEventDetails: { name, input: JSON.stringify(input) } };
  }
  if (type.endsWith('StateExited')) {
    return { ...event, stateExitedEventDetails: { name, output: JSON.stringify(output) } };
  }
  if (type === 'ExecutionFailed') return { ...event, executionFailedEventDetails: { error, cause } };
  if (type === 'ExecutionAborted') return { ...event, executionAbortedEventDetails: { error, cause } };
  return event;
}
