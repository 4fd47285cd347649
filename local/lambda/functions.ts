import { availableParallelism } from 'node:os';
import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { arnOf } from '../names.ts';
import { AwsError, type Busy } from '../service.ts';
import { Pool, warmest } from './pool.ts';
import { reportLine } from './report.ts';
import { Sandbox } from './sandbox.ts';
import { functionSpec } from './spec.ts';

export interface FunctionsOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly endpointUrl: string;
  readonly cacheDir: string;
  /** Each line that a function writes, and after each invocation Lambda's own report. */
  readonly onLog: (functionName: string, line: string) => void;
  /** Called whenever the last of those that run has ended. */
  readonly onRest?: () => void;
}

/** Over all functions, running or not. */
const mostInAll = 16;
/** A start is nothing but work for the processor: more at once would only make all of them late. */
const startsAtOnce = 2;
/** A request waits this long for a busy sandbox of its function before another is started. */
const patienceMs = 50;
/** While functions work, and do not only wait, another start takes time from them. */
const busyPatienceMs = 1000;
/** Functions that keep so many processors busy leave none idle: the runner and the engine have the others. */
const fullLoad = availableParallelism() / 2;
/** So many stay warm; what is above that ends once a burst is over. */
const warmAtRest = 8;
const burstMs = 3000;
const idleMs = 20_000;
const tidyEveryMs = 1000;

/** The functions of the assembly, each with its own pool of sandboxes. */
export class Functions implements Busy {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  #inFlight = 0;
  #tidying: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    for (const resource of options.assembly.ofType('AWS::Lambda::Function')) {
      const spec = functionSpec(resource, options.assembly, options.endpointUrl);
      this.#pools.set(spec.arn, new Pool(spec));
    }
  }

  isBusy(): boolean {
    return this.#inFlight > 0;
  }

  get sandboxes(): number {
    return [...this.#pools.values()].reduce((sum, pool) => sum + pool.size, 0);
  }

  /** Invokes by ARN (a qualifier is ignored: there is only $LATEST) or by name. Rejects with FunctionError. */
  invoke = async (functionArn: string, payload: unknown): Promise<unknown> => {
    const arn = functionArn.startsWith('arn:') ? functionArn : arnOf('lambda', `function:${functionArn}`);
    const pool = this.#pools.get(arn.split(':').slice(0, 7).join(':'));
    if (!pool) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    if (pool.most === 0) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    this.#inFlight++;
    try {
      const taken = pool.take();
      this.#startMore();
      return await this.#run(pool, await taken, JSON.stringify(payload ?? null));
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) this.#options.onRest?.();
    }
  };

  /** Ends what is warm, so that nothing a function remembers outlives a reset. */
  async recycle(): Promise<void> {
    const idle = [...this.#pools.values()].flatMap((pool) => pool.idle.splice(0));
    await Promise.all(idle.map((sandbox) => sandbox.end()));
  }

  async stop(): Promise<void> {
    clearInterval(this.#tidying);
    clearTimeout(this.#patience);
    await this.recycle();
  }

  async #run(pool: Pool, sandbox: Sandbox, event: string): Promise<unknown> {
    try {
      const outcome = await sandbox.invoke(event);
      this.#options.onLog(pool.spec.name, reportLine(outcome, pool.spec, this.#options.clock.now()));
      if (outcome.error) throw outcome.error;
      return JSON.parse(outcome.result ?? 'null');
    } finally {
      pool.giveBack(sandbox);
      this.#startMore();
    }
  }

  /** Starts sandboxes for those who wait, the longest first, as far as patience, processor and memory allow. */
  #startMore(): void {
    clearTimeout(this.#patience);
    const now = performance.now();
    const wanting = [...this.#pools.values()].filter((pool) => pool.isWanting);
    if (wanting.length === 0) return;
    const load = [...this.#pools.values()].reduce((sum, pool) => sum + pool.load, 0);
    const patience = load < fullLoad ? patienceMs : busyPatienceMs;
    const ready = wanting.filter((pool) => pool.isEmpty || now - pool.stuckSince >= patience);
    for (const pool of ready.toSorted((one, other) => one.stuckSince - other.stuckSince)) {
      const starting = [...this.#pools.values()].reduce((sum, each) => sum + each.starting, 0);
      // Each end of a start and of a run comes here again.
      if (starting >= startsAtOnce) return;
      if (this.sandboxes < mostInAll || this.#endLongestIdle(pool)) this.#start(pool);
    }
    if (ready.length < wanting.length) {
      this.#patience = setTimeout(() => this.#startMore(), patienceMs);
    }
  }

  #start(pool: Pool): void {
    this.#tidying ??= setInterval(() => this.#tidy(), tidyEveryMs).unref();
    const { clock, cacheDir, onLog } = this.#options;
    const { name } = pool.spec;
    const sandbox = new Sandbox(pool.spec, { skew: clock.skew, cacheDir, onLog: (line) => onLog(name, line) });
    void pool.add(sandbox).then(() => this.#startMore());
  }

  /** Makes room for a sandbox of the pool. One more of a kind is not worth the last of another. */
  #endLongestIdle(wanting: Pool): boolean {
    const idle = warmest([...this.#pools.values()]).toReversed();
    const oldest = idle.find(({ pool }) => wanting.isEmpty || pool.size > 1);
    if (!oldest) return false;
    oldest.pool.drop(oldest.sandbox);
    return true;
  }

  #tidy(): void {
    // Every simulated day asks for the same functions again, and seconds may lie between.
    if (this.#options.clock.isAdvancing) return;
    const now = performance.now();
    for (const [at, { pool, sandbox }] of warmest([...this.#pools.values()]).entries()) {
      const restedMs = now - sandbox.idleSince;
      if (restedMs > idleMs || (at >= warmAtRest && restedMs > burstMs)) pool.drop(sandbox);
    }
  }
}
