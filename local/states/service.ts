import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { jsonService } from '../json-service.ts';
import { AwsError, type Busy, type Service } from '../service.ts';
import { type Execution, type Running, type RunOptions, runExecution } from './execution.ts';
import type { RunTask } from './integrations.ts';
import { type NamedMachine, toMachine } from './machine.ts';
import { operationsOf } from './operations.ts';

export interface ExecutionView {
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  /** RFC 3339 UTC instants. */
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly transitions: number;
  readonly error?: string;
  readonly cause?: string;
}

/** Step Functions: the Standard machines of the template, in JSONata. */
export interface States extends Busy {
  readonly service: Service;
  readonly start: (machineArn: string, input: unknown, name?: string) => Execution;
  readonly view: () => readonly ExecutionView[];
  readonly clear: () => void;
  readonly snapshot: () => unknown;
  readonly restore: (saved: unknown) => void;
}

/** A name can be used again 90 days after its execution has ended. */
const nameKeptMs = 90 * 24 * 60 * 60 * 1000;

export function createStates(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly task: RunTask;
}): States {
  const { assembly, clock, task } = options;
  const machines = new Map<string, NamedMachine>();
  for (const each of assembly.ofType('AWS::StepFunctions::StateMachine')) machines.set(each.arn, toMachine(each));
  const executions = new Map<string, Execution>();
  const running = runningOnes();

  const machineOf = (arn: string): NamedMachine => {
    const machine = machines.get(arn);
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  };
  const begin = (execution: Execution): Execution => {
    executions.set(execution.arn, execution);
    running.begin(execution, { machine: machineOf(execution.machineArn), clock, task });
    return execution;
  };
  const start = (machineArn: string, input: unknown, name: string = randomUUID()): Execution => {
    const machine = machineOf(machineArn);
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = executions.get(arn);
    if (known?.status === 'RUNNING' && isDeepStrictEqual(known.input, input)) return known;
    if (known && (known.stoppedAt === undefined || clock.now() - known.stoppedAt < nameKeptMs)) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const startedAt = clock.now();
    return begin({
      arn,
      machineArn: machine.arn,
      name,
      input,
      startedAt,
      status: 'RUNNING',
      transitions: 0,
      history: [],
    });
  };
  const stop = (arn: string, error?: string, cause?: string): void => running.stop(arn, error, cause);

  return {
    service: jsonService(
      operationsOf({
        start,
        stop,
        machineOf,
        find: (arn) => executions.get(arn),
        all: () => [...executions.values()],
        now: () => clock.now(),
      }),
      '1.0',
    ),
    start,
    view: () => [...executions.values()].map(viewOf),
    clear: () => {
      running.clear();
      executions.clear();
    },
    snapshot: () => [...executions.values()],
    restore: (saved) => {
      for (const execution of saved as Execution[]) {
        if (execution.status === 'RUNNING' && machines.has(execution.machineArn)) begin(execution);
        else executions.set(execution.arn, execution);
      }
    },
    isBusy: running.isBusy,
  };
}

/** The executions that this process runs, and how many of their branches do not wait. */
function runningOnes() {
  const running = new Map<string, Running>();
  let busy = 0;
  const stop = (arn: string, error?: string, cause?: string): void => running.get(arn)?.stop(error, cause);
  return {
    stop,
    isBusy: () => busy > 0,
    begin: (execution: Execution, options: Omit<RunOptions, 'watch'>): void => {
      const watch = {
        busy: (change: number) => {
          busy += change;
        },
        // Its name may be another's by then: everything was cleared, and begun anew.
        ended: () => running.get(execution.arn) === made && running.delete(execution.arn),
      };
      const made = runExecution(execution, { ...options, watch });
      running.set(execution.arn, made);
    },
    clear: () => {
      for (const arn of running.keys()) stop(arn);
      running.clear();
    },
  };
}

function viewOf({
  name,
  machineArn,
  status,
  startedAt,
  stoppedAt,
  transitions,
  error,
  cause,
}: Execution): ExecutionView {
  return {
    name,
    machine: machineArn.split(':').at(-1) ?? '',
    status,
    startedAt: new Date(startedAt).toISOString(),
    ...(stoppedAt !== undefined && { stoppedAt: new Date(stoppedAt).toISOString() }),
    transitions,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
