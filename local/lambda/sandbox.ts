import { randomUUID } from 'node:crypto';
import type { EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { type Failure, FunctionError } from './failure.ts';
import type { FunctionSpec } from './spec.ts';

export interface SandboxOptions {
  readonly skew: SharedArrayBuffer;
  /** Compiled modules are kept here: a cold start takes half the time. */
  readonly cacheDir: string;
  readonly onLog: (line: string) => void;
}

export interface Outcome {
  readonly requestId: string;
  readonly durationMs: number;
  /** Only of the first invocation. */
  readonly initMs?: number;
  readonly heapMb: number;
  /** As Lambda reports it: an error was thrown, a failure ended the runtime. */
  readonly status: 'success' | 'error' | 'failure' | 'timeout';
  readonly result?: string;
  readonly error?: FunctionError;
}

interface FromWorker {
  readonly log?: string;
  readonly ready?: true;
  readonly initMs?: number;
  readonly failed?: Failure;
  readonly result?: string;
  readonly failure?: Failure;
  readonly heapMb?: number;
}

type Settled = { readonly message: FromWorker } | { readonly died: Failure };

/** Node is lazy about garbage up to this limit, and many workers share one laptop. */
const mostHeapMb = 192;
/** Small enough for many workers in one process; with the quarter of it a burst spends a sixth of its time on garbage. */
const youngHeapMb = 16;
/** Lambda gives the start of a function ten seconds, outside its timeout. */
const mostInitMs = 10_000;
/** Lambda refuses longer answers. */
const mostAnswerBytes = 6 * 2 ** 20;

/** One execution environment: a worker thread with its own environment, clock and heap, one invocation at a time. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #spec: FunctionSpec;
  readonly #options: SandboxOptions;
  readonly #started: Promise<Settled | undefined>;
  #settle: ((settled: Settled) => void) | undefined;
  #died: Failure | undefined;
  #isFirst = true;
  #unfinished = '';
  #usedBefore: EventLoopUtilization | undefined;
  /** When it last became idle, in real milliseconds. */
  idleSince = performance.now();

  constructor(spec: FunctionSpec, options: SandboxOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#worker = new Worker(new URL('./bootstrap.mjs', import.meta.url), {
      env: { ...spec.environment },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: {
        maxOldGenerationSizeMb: Math.min(spec.memoryMb, mostHeapMb),
        maxYoungGenerationSizeMb: youngHeapMb,
      },
      workerData: {
        file: spec.file,
        handlerName: spec.handlerName,
        skew: options.skew,
        cacheDir: options.cacheDir,
      },
    });
    this.#worker.unref();
    this.#started = this.#within(this.#next(), mostInitMs);
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#die(failureOf(error)));
    this.#worker.on('exit', (code) =>
      this.#die({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: exit status ${code}` }),
    );
  }

  /** Resolves when the module is loaded, or has failed to, or has taken too long. */
  get started(): Promise<unknown> {
    return this.#started;
  }

  get isDead(): boolean {
    return this.#died !== undefined;
  }

  /** The part of its present run that it has worked and not waited for others. */
  get load(): number {
    return this.#worker.performance.eventLoopUtilization(this.#usedBefore).utilization;
  }

  async invoke(event: string): Promise<Outcome> {
    const requestId = randomUUID();
    const init = await this.#started;
    const initMs = this.#isFirst && init && 'message' in init ? (init.message.initMs ?? 0) : undefined;
    this.#isFirst = false;
    const startedAt = performance.now();
    const failed = notReady(init);
    const settled = failed ? { died: failed } : await this.#run(requestId, event);
    const durationMs = performance.now() - startedAt;
    this.idleSince = performance.now();
    if (failed) await this.end();
    return { requestId, durationMs, ...(initMs !== undefined && { initMs }), ...this.#outcome(settled, requestId) };
  }

  async end(): Promise<void> {
    this.#died ??= { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' };
    await this.#worker.terminate();
  }

  #run(requestId: string, event: string): Promise<Settled | undefined> {
    if (this.#died) return Promise.resolve({ died: this.#died });
    const settled = this.#next();
    this.#usedBefore = this.#worker.performance.eventLoopUtilization();
    const { name, arn, memoryMb, logGroup, timeoutMs } = this.#spec;
    this.#worker.postMessage({
      event,
      deadline: Date.now() + timeoutMs,
      context: {
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMb),
        awsRequestId: requestId,
        logGroupName: logGroup,
        logStreamName: 'laptop',
      },
    });
    return this.#within(settled, timeoutMs);
  }

  #outcome(settled: Settled | undefined, requestId: string): Pick<Outcome, 'status' | 'heapMb' | 'result' | 'error'> {
    if (!settled) {
      void this.end();
      const seconds = (this.#spec.timeoutMs / 1000).toFixed(2);
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
      return {
        status: 'timeout',
        heapMb: 0,
        error: new FunctionError({ errorType: 'Sandbox.Timedout', errorMessage }),
      };
    }
    if ('died' in settled) return { status: 'failure', heapMb: 0, error: new FunctionError(settled.died) };
    const { failure, result = 'null', heapMb = 0 } = settled.message;
    if (failure) return { status: 'error', heapMb, error: new FunctionError(failure) };
    if (Buffer.byteLength(result) <= mostAnswerBytes) return { status: 'success', heapMb, result };
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${mostAnswerBytes} bytes).`;
    return {
      status: 'error',
      heapMb,
      error: new FunctionError({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }),
    };
  }

  #next(): Promise<Settled> {
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #hear(message: FromWorker): void {
    if (message.log === undefined) {
      this.#settle?.({ message });
      return;
    }
    const lines = (this.#unfinished + message.log).split('\n');
    this.#unfinished = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.#options.onLog(line);
  }

  #die(failure: Failure): void {
    this.#died ??= failure;
    this.#settle?.({ died: failure });
  }

  /** Undefined when the time is over first. Real time: the clock of the laptop does not move while a function runs. */
  async #within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    try {
      return await Promise.race([promise, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function notReady(init: Settled | undefined): Failure | undefined {
  if (!init)
    return { errorType: 'Sandbox.Timedout', errorMessage: `Init timed out after ${mostInitMs / 1000} seconds` };
  return 'died' in init ? init.died : init.message.failed;
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: 'Runtime.Unknown', errorMessage: String(error) };
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory
    ? { errorType: 'Runtime.OutOfMemory', errorMessage: 'Runtime exited with error: signal: killed' }
    : { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? '').split('\n') };
}
