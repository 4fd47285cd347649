import type { Clock } from '../clock.ts';
import { type JsonObject, maybeTextAt } from '../json.ts';
import type { Machine } from './machine.ts';
import type { Query, Scope } from './query.ts';

/** What an execution gives to the states that it runs. */
export interface Run {
  readonly clock: Clock;
  /** Execution and StateMachine of the context object. */
  readonly context: JsonObject;
  readonly task: (resource: string, input: unknown) => Promise<unknown>;
  readonly record: (type: string, details?: JsonObject) => void;
  /** One more state was entered, or entered again by a retry: what AWS counts and charges. */
  readonly countTransition: () => void;
  /** Runs what waits, so that the clock may move on meanwhile. */
  readonly idle: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs a branch beside others. */
  readonly busy: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Where a branch stands. */
export interface Place {
  readonly state: string;
  readonly input: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of a Wait that has begun. */
  readonly wakeAt?: number;
}

export interface BranchOptions {
  readonly run: Run;
  readonly scope: Scope;
  /** Aborted when the execution is stopped or a sibling branch fails. */
  readonly signal: AbortSignal;
  /** More of the context object: `Map` inside a map. */
  readonly context?: JsonObject;
  /** Goes on from here instead of from the start. */
  readonly resume?: Place;
  readonly onPlace?: (place: Place) => void;
}

/** One attempt at one state. */
export interface Attempt extends BranchOptions {
  readonly name: string;
  readonly state: JsonObject;
  readonly input: unknown;
  readonly context: JsonObject;
  /** Runs a branch of this state; handed in, because branches hold states again. */
  readonly branch: (machine: Machine, input: unknown, options: BranchOptions) => Promise<unknown>;
}

/** How a state ends: `fields` hold Assign and Output, `fallback` is the output where none is written. */
export interface Ending {
  readonly fields: JsonObject;
  readonly next: string | undefined;
  readonly fallback: unknown;
  readonly states?: JsonObject;
}

/** What the expressions of a state see. */
export function queryOf({ scope, input, context, run }: Attempt, states: JsonObject = {}): Query {
  return { scope, states: { input, context, ...states }, now: run.clock.now() };
}

/** The state that follows; undefined at the end. */
export function nextOf(state: JsonObject): string | undefined {
  return maybeTextAt(state, 'Next');
}

/** Waits on the clock without keeping it from moving on. */
export function sleepUntil(run: Run, instant: number, signal: AbortSignal): Promise<void> {
  return run.idle(
    () =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const cancel = run.clock.at(instant, () => {
          signal.removeEventListener('abort', stop);
          resolve();
        });
        const stop = (): void => {
          cancel();
          reject(signal.reason);
        };
        signal.addEventListener('abort', stop, { once: true });
      }),
  );
}
