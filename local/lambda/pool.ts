import type { Sandbox } from './sandbox.ts';
import type { FunctionSpec } from './spec.ts';

interface Waiting {
  readonly since: number;
  readonly resolve: (sandbox: Sandbox) => void;
}

/** Enough to show that requests run beside each other, few enough for a laptop. */
const mostPerFunction = 10;

/** The sandboxes of one function and the requests that wait for one. */
export class Pool {
  readonly spec: FunctionSpec;
  /** The last used at the end. */
  readonly idle: Sandbox[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #running = new Set<Sandbox>();
  #progressAt = 0;
  starting = 0;

  constructor(spec: FunctionSpec) {
    this.spec = spec;
  }

  /** The most that may run at once. */
  get most(): number {
    return Math.min(this.spec.reserved ?? mostPerFunction, mostPerFunction);
  }

  get size(): number {
    return this.idle.length + this.running + this.starting;
  }

  get running(): number {
    return this.#running.size;
  }

  /** How many processors it keeps busy. */
  get load(): number {
    return [...this.#running].reduce((sum, sandbox) => sum + sandbox.load, this.starting);
  }

  get isEmpty(): boolean {
    return this.running + this.starting === 0;
  }

  /** Whether someone waits for whom another sandbox could be started; one start at a time. */
  get isWanting(): boolean {
    return this.#waiting.length > 0 && this.starting === 0 && this.running < this.most;
  }

  /** Since when somebody waits and nobody was served: while the queue moves, another sandbox would only cost. */
  get stuckSince(): number {
    return Math.max(this.#waiting[0]?.since ?? Number.POSITIVE_INFINITY, this.#progressAt);
  }

  /** An idle sandbox, else the next that is free or has been started. */
  take(): Promise<Sandbox> {
    for (let sandbox = this.idle.pop(); sandbox; sandbox = this.idle.pop()) {
      if (sandbox.isDead) continue;
      this.#running.add(sandbox);
      return Promise.resolve(sandbox);
    }
    return new Promise((resolve) => this.#waiting.push({ since: performance.now(), resolve }));
  }

  /** A new one is used once it has started; one that could not start tells its first request why. */
  async add(sandbox: Sandbox): Promise<void> {
    this.starting++;
    await sandbox.started;
    this.starting--;
    this.#offer(sandbox);
  }

  giveBack(sandbox: Sandbox): void {
    this.#running.delete(sandbox);
    if (!sandbox.isDead) this.#offer(sandbox);
  }

  drop(sandbox: Sandbox): void {
    this.idle.splice(this.idle.indexOf(sandbox), 1);
    void sandbox.end();
  }

  #offer(sandbox: Sandbox): void {
    this.#progressAt = performance.now();
    const next = this.#waiting.shift();
    if (!next) {
      this.idle.push(sandbox);
      return;
    }
    this.#running.add(sandbox);
    next.resolve(sandbox);
  }
}

/** All idle sandboxes, the last used first. */
export function warmest(pools: readonly Pool[]): readonly { readonly pool: Pool; readonly sandbox: Sandbox }[] {
  return pools
    .flatMap((pool) => pool.idle.map((sandbox) => ({ pool, sandbox })))
    .toSorted((one, other) => other.sandbox.idleSince - one.sandbox.idleSince);
}
