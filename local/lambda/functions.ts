import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { arnOf } from '../names.ts';
import { AwsError, type Busy } from '../service.ts';
import { reportLine } from './report.ts';
import { Sandbox } from './sandbox.ts';
import { type FunctionSpec, functionSpec } from './spec.ts';

export interface FunctionsOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly endpointUrl: string;
  readonly cacheDir: string;
  /** Each line that a function writes, and after each invocation Lambda's own report. */
  readonly onLog: (functionName: string, line: string) => void;
}

interface Pool {
  readonly spec: FunctionSpec;
  readonly idle: Sandbox[];
  readonly waiting: ((sandbox: Sandbox) => void)[];
  running: number;
}

/** Per function: enough to show that requests run beside each other, few enough for a laptop. */
const mostPerFunction = 10;
/** Over all functions, running or not. */
const mostInAll = 24;
/** So many stay warm; what is above that ends once a burst is over. */
const warmAtRest = 8;
const burstMs = 3000;
const idleMs = 20_000;
const tidyEveryMs = 1000;

/** The functions of the assembly, each with its own pool of sandboxes. */
export class Functions implements Busy {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  /** Pools with someone waiting because all sandboxes together are too many; oldest first. */
  readonly #starved: Pool[] = [];
  #inFlight = 0;
  #tidying: NodeJS.Timeout | undefined;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    for (const resource of options.assembly.ofType('AWS::Lambda::Function')) {
      const spec = functionSpec(resource, options.assembly, options.endpointUrl);
      this.#pools.set(spec.arn, { spec, idle: [], waiting: [], running: 0 });
    }
  }

  isBusy(): boolean {
    return this.#inFlight > 0;
  }

  get sandboxes(): number {
    return [...this.#pools.values()].reduce((sum, { idle, running }) => sum + idle.length + running, 0);
  }

  /** Invokes by ARN (a qualifier is ignored: there is only $LATEST) or by name. Rejects with FunctionError. */
  invoke = async (functionArn: string, payload: unknown): Promise<unknown> => {
    const arn = functionArn.startsWith('arn:') ? functionArn : arnOf('lambda', `function:${functionArn}`);
    const pool = this.#pools.get(arn.split(':').slice(0, 7).join(':'));
    if (!pool) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    if (pool.spec.reserved === 0) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    this.#inFlight++;
    try {
      const sandbox = await this.#take(pool);
      return await this.#run(pool, sandbox, JSON.stringify(payload ?? null));
    } finally {
      this.#inFlight--;
    }
  };

  /** Ends what is warm, so that nothing a function remembers outlives a reset. */
  async recycle(): Promise<void> {
    await Promise.all([...this.#pools.values()].flatMap(({ idle }) => idle.splice(0).map((sandbox) => sandbox.end())));
  }

  async stop(): Promise<void> {
    clearInterval(this.#tidying);
    await this.recycle();
  }

  async #run(pool: Pool, sandbox: Sandbox, event: string): Promise<unknown> {
    try {
      const outcome = await sandbox.invoke(event);
      this.#options.onLog(pool.spec.name, reportLine(outcome, pool.spec, this.#options.clock.now()));
      if (outcome.error) throw outcome.error;
      return JSON.parse(outcome.result ?? 'null');
    } finally {
      this.#giveBack(pool, sandbox);
    }
  }

  /** An idle sandbox, the last used first; else a new one; else the next that is given back. */
  #take(pool: Pool): Promise<Sandbox> {
    const { spec, idle } = pool;
    for (let sandbox = idle.pop(); sandbox; sandbox = idle.pop()) {
      if (sandbox.isDead) continue;
      pool.running++;
      return Promise.resolve(sandbox);
    }
    const most = Math.min(spec.reserved ?? mostPerFunction, mostPerFunction);
    if (pool.running >= most) return new Promise((resolve) => pool.waiting.push(resolve));
    if (this.sandboxes >= mostInAll && !this.#endLongestIdle()) {
      this.#starved.push(pool);
      return new Promise((resolve) => pool.waiting.push(resolve));
    }
    return Promise.resolve(this.#start(pool));
  }

  #start(pool: Pool): Sandbox {
    pool.running++;
    this.#tidying ??= setInterval(() => this.#tidy(), tidyEveryMs).unref();
    const { clock, cacheDir, onLog } = this.#options;
    return new Sandbox(pool.spec, { skew: clock.skew, cacheDir, onLog: (line) => onLog(pool.spec.name, line) });
  }

  #giveBack(pool: Pool, sandbox: Sandbox): void {
    pool.running--;
    const next = pool.waiting.shift();
    if (next) {
      if (sandbox.isDead) next(this.#start(pool));
      else {
        pool.running++;
        next(sandbox);
      }
      return;
    }
    if (!sandbox.isDead) pool.idle.push(sandbox);
    this.#feedStarved();
  }

  /** A place has become free for a function that had none. */
  #feedStarved(): void {
    for (let pool = this.#starved.shift(); pool; pool = this.#starved.shift()) {
      const next = pool.waiting.shift();
      if (!next) continue;
      if (this.sandboxes >= mostInAll) this.#endLongestIdle();
      next(this.#start(pool));
      return;
    }
  }

  #endLongestIdle(): boolean {
    const pools = [...this.#pools.values()].filter(({ idle }) => idle.length > 0);
    const [first, ...others] = pools;
    if (!first) return false;
    const age = ({ idle }: Pool) => idle[0]?.idleSince ?? Number.POSITIVE_INFINITY;
    const oldest = others.reduce((found, pool) => (age(pool) < age(found) ? pool : found), first);
    void oldest.idle.shift()?.end();
    return true;
  }

  #tidy(): void {
    const now = performance.now();
    for (const { idle } of this.#pools.values()) {
      while (idle[0] && now - idle[0].idleSince > idleMs) void idle.shift()?.end();
    }
    const rested = [...this.#pools.values()]
      .flatMap((pool) => pool.idle.map((sandbox) => ({ pool, sandbox })))
      .filter(({ sandbox }) => now - sandbox.idleSince > burstMs)
      .toSorted((one, other) => one.sandbox.idleSince - other.sandbox.idleSince);
    for (const { pool, sandbox } of rested.slice(0, Math.max(0, rested.length - warmAtRest))) {
      pool.idle.splice(pool.idle.indexOf(sandbox), 1);
      void sandbox.end();
    }
  }
}
