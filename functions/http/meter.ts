import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from '#domain/contexts.ts';
import { formatUsd, priceOfUsage, type Usage } from '#domain/shared/prices.ts';

/** Counts what the running invocation uses. A container runs one invocation at a time, so one meter a container is exact. */
export interface Meter {
  /** Filled by the table from the consumed capacity of every call. */
  readonly capacity: { read: number; write: number };
  events: number;
  mails: number;
  stateTransitions: number;
  queueRequests: number;
  keyRequests: number;
  objectReads: number;
  objectWrites: number;
}

export function newMeter(): Meter {
  return {
    capacity: { read: 0, write: 0 },
    events: 0,
    mails: 0,
    stateTransitions: 0,
    queueRequests: 0,
    keyRequests: 0,
    objectReads: 0,
    objectWrites: 0,
  };
}

export function resetMeter(meter: Meter): void {
  meter.capacity.read = 0;
  meter.capacity.write = 0;
  meter.events = 0;
  meter.mails = 0;
  meter.stateTransitions = 0;
  meter.queueRequests = 0;
  meter.keyRequests = 0;
  meter.objectReads = 0;
  meter.objectWrites = 0;
}

/** About what Lambda's own three lines and ours take; only the hourly job knows the bytes exactly. */
const logBytesEstimate = 900;

/** What is known while the invocation still runs. */
function usageOf(meter: Meter, isApi: boolean, elapsedMs: number): Usage {
  const memoryGb = Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '512') / 1024;
  return {
    apiRequests: isApi ? 1 : 0,
    lambdaRequests: 1,
    gbSeconds: (Math.ceil(elapsedMs) / 1000) * memoryGb,
    readUnits: meter.capacity.read,
    writeUnits: meter.capacity.write,
    events: meter.events,
    queueRequests: meter.queueRequests,
    stateTransitions: meter.stateTransitions,
    mails: meter.mails,
    keyRequests: meter.keyRequests,
    objectReads: meter.objectReads,
    objectWrites: meter.objectWrites,
    logBytes: logBytesEstimate,
  };
}

interface Outcome {
  /** operationId, or the function's name for subscriptions and jobs. */
  readonly route: string;
  readonly requestId: string;
  /** Lambda's own id, where the request has another: by it the milliseconds billed are found. */
  readonly invocationId?: string;
  /** The business object charged (`cause` of the work), if one is known. */
  readonly cause?: string | undefined;
  readonly status: number;
  readonly isApi: boolean;
  readonly elapsedMs: number;
}

/** One log line and one metric for each invocation; never personal data. */
export interface Observer {
  readonly meter: Meter;
  /** Logs the cost record and emits the metric; answers the dollars known so far. */
  readonly record: (outcome: Outcome) => string;
  /** Logs a bug or an outage, once, with its cause. */
  readonly bug: (error: unknown, facts?: Readonly<Record<string, unknown>>) => void;
}

export function observe(context: Context | 'relay' | 'docs'): Observer {
  const logger = new Logger({ serviceName: context });
  const metrics = new Metrics({ namespace: process.env['POWERTOOLS_METRICS_NAMESPACE'] ?? 'guanxi' });
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ context });
  const meter = newMeter();
  return {
    meter,
    record: ({ route, requestId, invocationId = requestId, cause, status, isApi, elapsedMs }) => {
      const usage = usageOf(meter, isApi, elapsedMs);
      const { usd } = priceOfUsage(usage);
      // The computation of costs does not meter itself: its records would be new records to compute, for ever.
      const kind = context === 'costs' && !isApi ? 'overhead' : 'cost';
      logger.info('done', { kind, context, route, requestId, invocationId, cause, status, elapsedMs, usage, usd });
      metrics.addMetric(status >= 500 ? 'bugs' : 'invocations', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
      return formatUsd(usd);
    },
    bug: (error, facts = {}) =>
      logger.error('bug', { ...facts, error: error instanceof Error ? error : new Error(String(error)) }),
  };
}
