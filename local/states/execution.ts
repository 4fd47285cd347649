import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Place, Run } from './attempt.ts';
import { type StatesError, toStatesError } from './error.ts';
import type { RunTask } from './integrations.ts';
import { runBranch } from './interpreter.ts';
import type { NamedMachine } from './machine.ts';

type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly timestamp: number;
  readonly details: JsonObject;
}

/** What is kept of an execution, also over a restart. */
export interface Execution {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly input: unknown;
  readonly startedAt: number;
  status: Status;
  stoppedAt?: number;
  output?: unknown;
  error?: string;
  cause?: string;
  /** States entered, retries included: what AWS charges. */
  transitions: number;
  history: HistoryEvent[];
  /** Where it stands while it runs. */
  place?: Place;
}

/** An execution that this process runs. */
export interface Running {
  readonly stop: (error?: string, cause?: string) => void;
}

/** Ends an execution from outside, under the status that it then has. */
class Ended extends Error {
  readonly status: Status;
  readonly error: string;

  constructor(status: Status, error: string, cause: string) {
    super(cause);
    this.status = status;
    this.error = error;
  }
}

/** Told whenever an execution works or waits: thousands wait at a time, and none of them is asked. */
interface Watch {
  readonly busy: (change: number) => void;
  readonly ended: () => unknown;
}

export interface RunOptions {
  readonly machine: NamedMachine;
  readonly clock: Clock;
  readonly task: RunTask;
  readonly watch: Watch;
}

/** Starts an execution, or goes on where an earlier process left it. */
export function runExecution(execution: Execution, { machine, clock, task, watch }: RunOptions): Running {
  const controller = new AbortController();
  const { signal } = controller;
  /** Branches that do not wait. */
  let active = 0;
  const work = (change: number): void => {
    // Branches of an execution that has ended come to their end later.
    if (execution.status !== 'RUNNING') return;
    active += change;
    watch.busy(change);
  };
  work(1);
  const record = (type: string, details: JsonObject = {}): void => {
    execution.history.push({ id: execution.history.length + 1, type, timestamp: clock.now(), details });
  };
  const run: Run = {
    clock,
    context: contextOf(execution, machine),
    task: (resource, input) => task(machine.roleName, resource, input),
    record,
    countTransition: () => {
      execution.transitions++;
    },
    idle: (run) => counted(run, -1),
    busy: (run) => counted(run, 1),
  };
  const counted = async <T>(run: () => Promise<T>, change: 1 | -1): Promise<T> => {
    work(change);
    try {
      return await run();
    } finally {
      work(-change);
    }
  };
  const end = (status: Status, details: Pick<Execution, 'output' | 'error' | 'cause'>): void => {
    work(-active);
    Object.assign(execution, details, { status, stoppedAt: clock.now() });
    delete execution.place;
    record(`Execution${names[status]}`, { ...details });
    cancelTimeout?.();
    watch.ended();
  };
  const cancelTimeout =
    machine.timeoutSeconds === undefined
      ? undefined
      : clock.at(execution.startedAt + machine.timeoutSeconds * 1000, () =>
          controller.abort(
            new Ended('TIMED_OUT', 'States.Timeout', 'The execution took longer than its machine allows.'),
          ),
        );
  if (execution.history.length === 0) record('ExecutionStarted', { input: execution.input });
  const variables = { ...execution.place?.variables };
  runBranch(machine, execution.input, {
    run,
    signal,
    scope: { variables },
    ...(execution.place && { resume: execution.place }),
    onPlace: (place) => {
      execution.place = place;
    },
  }).then(
    (output) => end('SUCCEEDED', { output }),
    (thrown: unknown) => {
      const { status, error, cause } = failureOf(thrown);
      end(status, { error, cause });
    },
  );
  return {
    stop: (error = '', cause = '') => controller.abort(new Ended('ABORTED', error, cause)),
  };
}

const names: Readonly<Record<Status, string>> = {
  RUNNING: 'Running',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  ABORTED: 'Aborted',
};

function failureOf(thrown: unknown): { readonly status: Status; readonly error: string; readonly cause: string } {
  if (thrown instanceof Ended) return { status: thrown.status, error: thrown.error, cause: thrown.message };
  const { error, message }: StatesError = toStatesError(thrown);
  return { status: 'FAILED', error, cause: message };
}

/** The context object, but for what changes from state to state. */
function contextOf({ arn, name, input, startedAt }: Execution, machine: NamedMachine): JsonObject {
  const StartTime = new Date(startedAt).toISOString();
  return {
    Execution: { Id: arn, Name: name, Input: input, RoleArn: machine.roleName, StartTime, RedriveCount: 0 },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
