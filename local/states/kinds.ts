import { maybeTextAt, objectAt, objectsAt, textAt } from '../json.ts';
import { type Attempt, type BranchOptions, type Ending, nextOf, queryOf, sleepUntil } from './attempt.ts';
import { StatesError } from './error.ts';
import { toBranch } from './machine.ts';
import { checkSize, evaluate } from './query.ts';

interface Waiting {
  /** The instant that an earlier process had begun to wait for. */
  readonly resumed: number | undefined;
  readonly onWait: (wakeAt: number) => void;
}

/** Does what the state's type says; throws what Retry and Catch then see. */
export async function runKind(attempt: Attempt, waiting: Waiting): Promise<Ending> {
  const { state, input } = attempt;
  switch (textAt(state, 'Type')) {
    case 'Pass':
    case 'Succeed':
      return { fields: state, next: nextOf(state), fallback: input };
    case 'Fail':
      throw await failure(attempt);
    case 'Choice':
      return choose(attempt);
    case 'Wait':
      await wait(attempt, waiting);
      return { fields: state, next: nextOf(state), fallback: input };
    case 'Task':
      return withResult(attempt, await task(attempt));
    case 'Parallel':
      return withResult(attempt, await parallel(attempt));
    case 'Map':
      return withResult(attempt, await map(attempt));
    default:
      throw new StatesError('States.Runtime', `the state type of ${attempt.name} is not known`);
  }
}

function withResult({ state }: Attempt, result: unknown): Ending {
  return { fields: state, next: nextOf(state), fallback: result, states: { result } };
}

async function failure(attempt: Attempt): Promise<StatesError> {
  const query = queryOf(attempt);
  const { state } = attempt;
  const [error, cause] = await Promise.all([
    evaluate(state['Error'] ?? 'States.Failed', query),
    evaluate(state['Cause'] ?? '', query),
  ]);
  return new StatesError(String(error), String(cause));
}

/** What a rule does not write itself it takes from the state. */
async function choose(attempt: Attempt): Promise<Ending> {
  const { state, input, name } = attempt;
  const query = queryOf(attempt);
  for (const rule of objectsAt(state, 'Choices')) {
    if ((await evaluate(rule['Condition'], query)) !== true) continue;
    const fields = {
      Output: state['Output'],
      ...rule,
      Assign: { ...objectAt(state, 'Assign'), ...objectAt(rule, 'Assign') },
    };
    return { fields, next: textAt(rule, 'Next'), fallback: input };
  }
  const next = maybeTextAt(state, 'Default');
  if (next === undefined)
    throw new StatesError('States.NoChoiceMatched', `No rule of ${name} matched and it has no Default.`);
  return { fields: state, next, fallback: input };
}

async function wait(attempt: Attempt, { resumed, onWait }: Waiting): Promise<void> {
  const wakeAt = resumed ?? (await wakeInstant(attempt));
  onWait(wakeAt);
  await sleepUntil(attempt.run, wakeAt, attempt.signal);
}

async function wakeInstant(attempt: Attempt): Promise<number> {
  const { state, run } = attempt;
  const query = queryOf(attempt);
  if (state['Timestamp'] !== undefined) {
    const text = String(await evaluate(state['Timestamp'], query));
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
    if (Number.isNaN(instant)) throw new StatesError('States.Runtime', `'${text}' is no timestamp.`);
    return instant;
  }
  const seconds = await evaluate(state['Seconds'], query);
  if (!Number.isInteger(seconds) || Number(seconds) < 0 || Number(seconds) > 99_999_999) {
    throw new StatesError(
      'States.Runtime',
      `Seconds must be a whole number from 0 to 99999999, not ${String(seconds)}.`,
    );
  }
  return run.clock.now() + Number(seconds) * 1000;
}

async function task(attempt: Attempt): Promise<unknown> {
  const { state, run, signal, name } = attempt;
  const query = queryOf(attempt);
  const resource = textAt(state, 'Resource');
  const input = await evaluate(state['Arguments'] ?? {}, query);
  checkSize(input, `The input of ${name}`);
  const seconds =
    state['TimeoutSeconds'] === undefined ? undefined : Number(await evaluate(state['TimeoutSeconds'], query));
  run.record('TaskScheduled', { resource, parameters: input });
  return within(attempt, seconds, signal, run.task(resource, input));
}

/** The work's result, unless its time is over or the execution is stopped before. */
async function within<T>(
  { run, name }: Attempt,
  seconds: number | undefined,
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  const stops: (() => void)[] = [];
  const end = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    stops.push(() => signal.removeEventListener('abort', abort));
    if (seconds === undefined) return;
    const late = new StatesError('States.Timeout', `${name} did not end within ${seconds} s.`);
    stops.push(run.clock.after(seconds * 1000, () => reject(late)));
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    for (const stop of stops) stop();
  }
}

async function parallel(attempt: Attempt): Promise<readonly unknown[]> {
  const { state, input } = attempt;
  const given = state['Arguments'] === undefined ? input : await evaluate(state['Arguments'], queryOf(attempt));
  const branches = objectsAt(state, 'Branches').map((branch) => toBranch(branch, attempt.name));
  return together(attempt, (options) =>
    branches.map((branch) => () => attempt.branch(branch, given, inner(attempt, options))),
  );
}

async function map(attempt: Attempt): Promise<readonly unknown[]> {
  const { state, input } = attempt;
  const items = state['Items'] === undefined ? input : await evaluate(state['Items'], queryOf(attempt));
  if (!Array.isArray(items)) throw new StatesError('States.Runtime', `The items of ${attempt.name} are not a list.`);
  const machine = toBranch(objectAt(state, 'ItemProcessor'), attempt.name);
  const most = Number(state['MaxConcurrency'] ?? 0) || 40;
  return together(
    attempt,
    (options) =>
      items.map((Value: unknown, Index) => async () => {
        const context = { ...attempt.context, Map: { Item: { Index, Value } } };
        const selector = state['ItemSelector'];
        const given = selector === undefined ? Value : await evaluate(selector, queryOf({ ...attempt, context }));
        return attempt.branch(machine, given, { ...inner(attempt, options), context });
      }),
    most,
  );
}

/** A branch has variables of its own and reads those around it. */
function inner(attempt: Attempt, { signal }: Pick<BranchOptions, 'signal'>): BranchOptions {
  return { run: attempt.run, context: attempt.context, signal, scope: { variables: {}, outer: attempt.scope } };
}

type Work = () => Promise<unknown>;

/** Runs works side by side; the first that fails stops the others. */
async function together(
  { run, signal }: Attempt,
  works: (options: { readonly signal: AbortSignal }) => readonly Work[],
  most = Number.POSITIVE_INFINITY,
): Promise<readonly unknown[]> {
  const siblings = new AbortController();
  const all = works({ signal: AbortSignal.any([signal, siblings.signal]) });
  const results: unknown[] = new Array(all.length).fill(null);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) results[at] = await all[at]?.();
  };
  const lanes = Math.min(most, all.length);
  try {
    await run.idle(() => Promise.all(Array.from({ length: lanes }, () => run.busy(lane))));
  } catch (error) {
    siblings.abort(new StatesError('States.BranchFailed', 'another branch failed'));
    throw error;
  }
  return results;
}
