// The runtime inside a worker thread. Plain JavaScript: stripping types would load a parser into every worker.
import module from 'node:module';
import v8 from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

const { file, handlerName, skew, cacheDir } = workerData;
const startedAt = performance.now();
module.enableCompileCache(cacheDir);

const shift = new Float64Array(skew);
const RealDate = Date;
const now = () => RealDate.now() + shift[0];
// The prototype is shared, so that a date made by Node itself is an instance of this one too.
function ShiftedDate(...parts) {
  if (!new.target) return new ShiftedDate().toString();
  return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
}
ShiftedDate.prototype = RealDate.prototype;
RealDate.prototype.constructor = ShiftedDate;
Object.defineProperty(ShiftedDate, 'name', { value: 'Date' });
globalThis.Date = Object.assign(ShiftedDate, { now, parse: RealDate.parse, UTC: RealDate.UTC });

// Through the same port as the result, so that no line of an invocation arrives after it.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    parentPort.postMessage({ log: String(chunk) });
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) queueMicrotask(callback);
    return true;
  };
}

let handler;
let initError;
try {
  const loaded = await import(file);
  handler = loaded[handlerName] ?? loaded.default?.[handlerName];
  if (typeof handler !== 'function') throw new Error(`${handlerName} is not a function of the module`);
} catch (error) {
  initError = error;
}
parentPort.postMessage({
  ready: true,
  initMs: performance.now() - startedAt,
  failed: initError && toFailure(initError),
});

let isFirst = true;
parentPort.on('message', async ({ event, context, deadline }) => {
  const outcome = await run(event, context, deadline);
  parentPort.postMessage({ ...outcome, heapMb: Math.ceil(v8.getHeapStatistics().used_heap_size / 2 ** 20) });
  // A worker is ended without warning, and only a flushed cache helps the next one.
  if (isFirst) setTimeout(() => module.flushCompileCache(), 50).unref();
  isFirst = false;
});

async function run(event, context, deadline) {
  try {
    const answer = await handler(JSON.parse(event), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
    });
    return { result: JSON.stringify(answer) ?? 'null' };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

function toFailure(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? '').split('\n') };
}
