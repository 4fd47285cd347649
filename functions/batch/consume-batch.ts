import type { Context as LambdaContext, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AlreadyDone, makeWorld } from '#functions/http/make-world.ts';
import { resetMeter } from '#functions/http/meter.ts';
import type { World } from '#functions/http/world.ts';
import { gathered } from '#store/gathered.ts';
import { partition } from '#store/keys.ts';
import { StaleWrite, signedBy, type Table, type Write, withConsistentReads } from '#store/table.ts';
import type { Consumed, Consumer, Container } from './consumer.ts';
import { each } from './each.ts';
import { Envelope } from './event.ts';
import { NotJson, whyNever } from './set-aside.ts';

/** Messages of a batch that are worked on side by side; each waits mostly for the table. */
const atOnce = 40;

/** One invocation: each message alone fails or succeeds, and only the failed ones come back. */
export async function consumeBatch<T, W extends World>(
  given: Container,
  consumer: Consumer<T, W>,
  { Records }: SQSEvent,
  { awsRequestId }: LambdaContext,
): Promise<SQSBatchResponse> {
  // The messages of a batch mostly do the same at the same time.
  const container = { ...given, parts: { ...given.parts, table: gathered(given.parts.table) } };
  const { observer } = container;
  const startedMs = performance.now();
  resetMeter(observer.meter);
  const failed: string[] = [];
  const messages: Message<T>[] = [];
  const guarded = async (record: SQSRecord, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      observer.bug(error, { consumer: consumer.name, messageId: record.messageId });
      failed.push(record.messageId);
    }
  };
  for (const record of Records) {
    await guarded(record, async () => {
      const event = await orSetAside(container, consumer, record, async () => consumer.read(envelopeOf(record)));
      if (event !== undefined) messages.push({ record, event });
    });
  }
  const { together = ({ subject }) => subject } = consumer;
  const left = await inBulk(container, consumer, messages);
  await each([...Map.groupBy(left, ({ event }) => together(event)).values()], atOnce, async (inOrder) => {
    for (const { record, event } of inOrder) {
      await guarded(record, () => orSetAside(container, consumer, record, () => once(container, consumer, event)));
    }
  });
  const causes = new Set(messages.map(({ event }) => event.cause));
  observer.record({
    route: consumer.name,
    requestId: awsRequestId,
    // One record for each invocation: a batch of several causes is charged to the context alone.
    cause: causes.size === 1 ? [...causes][0] : undefined,
    status: failed.length > 0 ? 500 : 200,
    isApi: false,
    elapsedMs: performance.now() - startedMs,
  });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

interface Message<T> {
  readonly record: SQSRecord;
  readonly event: Consumed<T>;
}

function envelopeOf({ body }: SQSRecord): Envelope {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new NotJson('the message is not JSON', { cause: error });
  }
  return Envelope.parse(json);
}

/** A message that can never succeed goes to the dead letters at once and counts as done; other failures are thrown. */
async function orSetAside<T, W extends World, R>(
  { deadLetters: send, observer }: Container,
  { context, name }: Consumer<T, W>,
  record: SQSRecord,
  work: () => Promise<R>,
): Promise<R | undefined> {
  try {
    return await work();
  } catch (error) {
    const reason = whyNever(error);
    if (reason === undefined) throw error;
    observer.bug(error, { consumer: name, messageId: record.messageId, setAside: reason });
    await send({ body: record.body, reason, source: `${context}/${name}`, queue: record.eventSourceARN });
    return undefined;
  }
}

/** Those whose events are still to be consumed one by one: all where doing them together failed, which will say of whom. */
async function inBulk<T, W extends World>(
  container: Container,
  consumer: Consumer<T, W>,
  messages: readonly Message<T>[],
): Promise<readonly Message<T>[]> {
  const [first] = messages;
  if (consumer.inBulk === undefined || first === undefined) return messages;
  const world = makeWorld({ ...container.parts, table: signed(container, consumer, first.event) });
  try {
    const left = new Set(
      await consumer.inBulk(
        messages.map(({ event }) => event),
        consumer.extend(world),
      ),
    );
    return messages.filter(({ event }) => left.has(event));
  } catch (error) {
    // A lost race is nothing to look at; anything else makes every batch slow, and nobody would see why.
    if (!(error instanceof StaleWrite)) container.observer.bug(error, { consumer: consumer.name, inBulk: true });
    return messages;
  }
}

function signed<T, W extends World>(
  { parts }: Container,
  { context, name }: Consumer<T, W>,
  { id }: Consumed<T>,
): Table {
  return signedBy(parts.table, { actor: `system:${context}/${name}`, request: id });
}

async function once<T, W extends World>(
  container: Container,
  consumer: Consumer<T, W>,
  event: Consumed<T>,
): Promise<void> {
  const { parts, observer } = container;
  const own = signed(container, consumer, event);
  const run = (table: Table) => {
    const world = makeWorld(
      { ...parts, table },
      {
        cause: event.cause,
        onEvent: () => {
          observer.meter.events += 1;
        },
        ...(consumer.dedupe === false ? {} : { companion: () => seenRow(consumer, event.id, parts.clock()) }),
      },
    );
    return consumer.consume(event, consumer.extend(world));
  };
  try {
    // Reads are eventually consistent: a lost race is run once more on consistent ones before the message is retried.
    await run(own).catch((error: unknown) => {
      if (!(error instanceof StaleWrite)) throw error;
      return run(withConsistentReads(own));
    });
  } catch (error) {
    // No read asks beforehand whether the event was handled: its row, standing there already, says so for nothing.
    if (!(error instanceof AlreadyDone)) throw error;
  }
}

const rememberedSeconds = 30 * 24 * 60 * 60;

function seenRow({ context, name }: Pick<Consumer<unknown, World>, 'context' | 'name'>, id: string, now: Date): Write {
  return {
    op: 'put',
    key: { pk: partition(context, 'seen', name, id), sk: 'seen' },
    item: { at: now.toISOString() },
    expect: 'absent',
    expiresAt: Math.floor(now.getTime() / 1000) + rememberedSeconds,
  };
}
