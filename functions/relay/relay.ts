import type { DynamoDBBatchResponse, DynamoDBStreamEvent, Context as LambdaContext } from 'aws-lambda';
import { type DeadLetters, whyNever } from '#functions/batch/set-aside.ts';
import { type Observer, resetMeter } from '#functions/http/meter.ts';
import { type News, newsOf, type Unpublishable } from './news.ts';
import { type Bus, batches, publish } from './publish.ts';

export interface Relay {
  readonly bus: Bus;
  readonly deadLetters: DeadLetters;
  readonly observer: Observer;
}

interface Told<T> {
  readonly news: T;
  /** Of the change that told it: where the stream begins again after an outage. */
  readonly sequence: string;
}

/** Brings the table's news to the bus: the only publisher of the system. */
export function relay(parts: Relay) {
  const { observer } = parts;
  return async (event: DynamoDBStreamEvent, { awsRequestId }: LambdaContext): Promise<DynamoDBBatchResponse> => {
    const startedMs = performance.now();
    resetMeter(observer.meter);
    const told = event.Records.flatMap((record) =>
      newsOf(record).map((news) => ({ news, sequence: record.dynamodb?.SequenceNumber ?? '' })),
    );
    const left = await relayAll(parts, told);
    observer.record({
      route: 'relay',
      requestId: awsRequestId,
      status: left === undefined ? 200 : 500,
      isApi: false,
      elapsedMs: performance.now() - startedMs,
    });
    return { batchItemFailures: left === undefined ? [] : [{ itemIdentifier: left.sequence }] };
  };
}

/** The first news that did not get out, if the bus or the queue is down: the stream then comes again from there. */
async function relayAll(parts: Relay, told: readonly Told<News | Unpublishable>[]): Promise<Told<unknown> | undefined> {
  const left = await publishAll(parts, told.filter(isPublishable));
  const done = left === undefined ? told : told.slice(0, told.indexOf(left));
  for (const each of done) {
    if (isPublishable(each)) continue;
    const { detail, error } = each.news as Unpublishable;
    const isSetAside = await attempt(parts, () => setAside(parts, { detail }, whyNever(error) ?? 'contract'));
    if (!isSetAside) return each;
  }
  return left;
}

async function publishAll(parts: Relay, told: readonly Told<News>[]): Promise<Told<News> | undefined> {
  let sent = 0;
  for (const batch of batches(told.map(({ news }) => news))) {
    const isSent = await attempt(parts, async () => {
      for (const { news, reason } of await publish(parts.bus, batch)) await setAside(parts, news, reason);
    });
    if (!isSent) return told[sent];
    sent += batch.length;
  }
  return undefined;
}

function isPublishable(told: Told<News | Unpublishable>): told is Told<News> {
  return !('error' in told.news);
}

async function attempt({ observer }: Relay, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    observer.bug(error);
    return false;
  }
}

/** The whole of it goes to the dead letters, wrapped as the bus would have, so that a redrive can publish it. */
async function setAside({ bus, deadLetters, observer }: Relay, news: Partial<News>, reason: string): Promise<void> {
  const { source, detailType, detail = 'null' } = news;
  observer.bug(new Error('an event was set aside'), { source, detailType, reason });
  const body = JSON.stringify({ source, 'detail-type': detailType, detail: JSON.parse(detail) });
  await deadLetters({ body, reason, source: 'relay', bus: bus.busName });
}
