import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { attemptsMax, backOff, type Patience } from '#store/patience.ts';
import type { News } from './news.ts';

export interface Bus {
  readonly client: EventBridgeClient;
  readonly busName: string;
  readonly patience: Patience;
}

export interface Refused {
  readonly news: News;
  readonly reason: string;
}

const entriesMax = 10;
/** Of one request, by EventBridge's own way of counting. */
const bytesMax = 256 * 1024;

/** As many as one PutEvents takes, in order; one that alone is too large stands alone, to be refused by the bus. */
export function batches(all: readonly News[]): readonly (readonly News[])[] {
  const result: News[][] = [];
  let bytes = 0;
  for (const news of all) {
    const size = sizeOf(news);
    const current = result.at(-1);
    if (current === undefined || current.length === entriesMax || bytes + size > bytesMax) {
      result.push([news]);
      bytes = size;
    } else {
      current.push(news);
      bytes += size;
    }
  }
  return result;
}

function sizeOf({ source, detailType, detail }: News): number {
  return Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}

/**
 * Publishes one batch. PutEvents succeeds with failures inside: those alone are sent again, and what the bus still
 * refuses is handed back. An outage of the bus is thrown, so that the stream comes again.
 */
export async function publish(bus: Bus, batch: readonly News[]): Promise<readonly Refused[]> {
  const tooLarge = batch.filter((news) => sizeOf(news) > bytesMax);
  let left = batch.filter((news) => sizeOf(news) <= bytesMax);
  let reasons: readonly string[] = [];
  for (let tried = 1; left.length > 0 && tried <= attemptsMax; tried += 1) {
    if (tried > 1) await backOff(tried - 2, bus.patience);
    const { Entries = [] } = await bus.client.send(
      new PutEventsCommand({ Entries: left.map((news) => toEntry(bus.busName, news)) }),
    );
    const failed = Entries.map(({ ErrorCode, ErrorMessage }, i) => ({ news: left[i], ErrorCode, ErrorMessage })).filter(
      ({ ErrorCode }) => ErrorCode !== undefined,
    );
    left = failed.flatMap(({ news }) => news ?? []);
    reasons = failed.map(({ ErrorCode, ErrorMessage }) => `bus: ${ErrorCode} ${ErrorMessage ?? ''}`.trim());
  }
  return [
    ...tooLarge.map((news) => ({ news, reason: `bus: ${sizeOf(news)} bytes, more than ${bytesMax}` })),
    ...left.map((news, i) => ({ news, reason: reasons[i] ?? 'bus: refused' })),
  ];
}

function toEntry(busName: string, { source, detailType, detail }: News): PutEventsRequestEntry {
  return { EventBusName: busName, Source: source, DetailType: detailType, Detail: detail };
}
