import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../json.ts';
import { type Attempt, type BranchOptions, type Ending, type Place, queryOf, sleepUntil } from './attempt.ts';
import { covers, StatesError, toStatesError } from './error.ts';
import { runKind } from './kinds.ts';
import type { Machine } from './machine.ts';
import { checkSize, evaluate } from './query.ts';

/** Runs a machine or branch to its end and hands back its output. */
export async function runBranch(machine: Machine, input: unknown, options: BranchOptions): Promise<unknown> {
  const { run, scope, signal, onPlace, resume } = options;
  let place: Place | undefined = resume ?? { state: machine.startAt, input, variables: {} };
  let output: unknown = input;
  while (place) {
    signal.throwIfAborted();
    const name: string = place.state;
    const state = machine.states[name];
    if (!state) throw new StatesError('States.Runtime', `there is no state '${name}'`);
    const type = textAt(state, 'Type');
    onPlace?.(place);
    run.countTransition();
    run.record(`${type}StateEntered`, { name, input: place.input });
    const left = await runState(name, state, place, options);
    run.record(`${type}StateExited`, { name, output: left.output });
    output = left.output;
    place = left.next === undefined ? undefined : { state: left.next, input: output, variables: scope.variables };
  }
  return output;
}

interface Left {
  readonly output: unknown;
  readonly next: string | undefined;
}

/** Attempts a state until it ends, is caught, or fails for good. */
async function runState(name: string, state: JsonObject, place: Place, options: BranchOptions): Promise<Left> {
  const { run, onPlace } = options;
  const retries = new Map<JsonObject, number>();
  const entered = new Date(run.clock.now()).toISOString();
  for (let attempts = 0; ; attempts++) {
    const context = {
      ...run.context,
      ...options.context,
      State: { Name: name, EnteredTime: entered, RetryCount: attempts },
    };
    const attempt: Attempt = { ...options, name, state, input: place.input, context, branch: runBranch };
    try {
      const resumed = attempts === 0 ? place.wakeAt : undefined;
      const onWait = (wakeAt: number) => onPlace?.({ ...place, wakeAt });
      return await finish(await runKind(attempt, { resumed, onWait }), attempt);
    } catch (thrown) {
      options.signal.throwIfAborted();
      const error = toStatesError(thrown);
      if (textAt(state, 'Type') === 'Fail') throw error;
      run.record('StateFailed', { name, error: error.error, cause: error.message });
      const wait = nextRetry(state, error, retries);
      if (wait === undefined) return await caught(error, attempt);
      await sleepUntil(run, run.clock.now() + wait, options.signal);
      run.countTransition();
    }
  }
}

/** Milliseconds until the next attempt. Jitter is left out: a laptop repeats itself exactly. */
function nextRetry(state: JsonObject, { error }: StatesError, used: Map<JsonObject, number>): number | undefined {
  const retrier = objectsAt(state, 'Retry').find((each) =>
    covers(textsAt(each, 'ErrorEquals'), error, textAt(state, 'Type')),
  );
  if (!retrier) return undefined;
  const count = used.get(retrier) ?? 0;
  if (count >= Number(retrier['MaxAttempts'] ?? 3)) return undefined;
  used.set(retrier, count + 1);
  const seconds = Number(retrier['IntervalSeconds'] ?? 1) * Number(retrier['BackoffRate'] ?? 2) ** count;
  return 1000 * Math.min(seconds, Number(retrier['MaxDelaySeconds'] ?? Number.POSITIVE_INFINITY));
}

async function caught(error: StatesError, attempt: Attempt): Promise<Left> {
  const { state } = attempt;
  const catcher = objectsAt(state, 'Catch').find((each) =>
    covers(textsAt(each, 'ErrorEquals'), error.error, textAt(state, 'Type')),
  );
  if (!catcher) throw error;
  const errorOutput = { Error: error.error, Cause: error.message };
  const next = textAt(catcher, 'Next');
  return finish({ fields: catcher, next, fallback: errorOutput, states: { errorOutput } }, attempt);
}

/** Assign and Output see the same variables: those from before the state. */
async function finish({ fields, next, fallback, states = {} }: Ending, attempt: Attempt): Promise<Left> {
  const query = queryOf(attempt, states);
  const assigned = fields['Assign'] === undefined ? {} : await evaluate(fields['Assign'], query);
  const output = fields['Output'] === undefined ? fallback : await evaluate(fields['Output'], query);
  checkSize(output, `The output of ${attempt.name}`);
  if (isObject(assigned)) Object.assign(attempt.scope.variables, assigned);
  return { output: output ?? null, next };
}
