import type { Context as LambdaContext, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { EventDef } from '#events/define.ts';
import { containerParts } from '#functions/http/container.ts';
import { env } from '#functions/http/env.ts';
import { observe } from '#functions/http/meter.ts';
import type { World } from '#functions/http/world.ts';
import { consumeBatch } from './consume-batch.ts';
import type { Consumed, Consumer, Container, Extension } from './consumer.ts';
import { type Envelope, PublishedEvent } from './event.ts';
import { deadLetters } from './set-aside.ts';

type QueueHandler = (event: SQSEvent, context: LambdaContext) => Promise<SQSBatchResponse>;

/** The Lambda handler as functions/<context>/on-….ts exports it; tests and the event gate reach inside. */
export type Subscription<T, W extends World> = QueueHandler & {
  readonly consumer: Consumer<T, W>;
  readonly within: (container: Container) => QueueHandler;
};

type Detail<D extends EventDef> = D extends EventDef<infer S> ? z.output<S> : never;
type Common<W extends World> = Pick<Consumer<unknown, W>, 'context' | 'name' | 'dedupe' | 'means'> & Extension<W>;

function commonOf<W extends World>(common: Common<W>) {
  const { context, name, dedupe, means, extend = (world: World) => world as W } = common;
  return { context, name, extend, ...(dedupe === undefined ? {} : { dedupe }), ...(means && { means }) };
}

/** Consumes events of the bus, each once: `world.commit` writes a row for the event's id with the effect. */
export function subscription<D extends EventDef, W extends World = World>(
  definition: Common<W> & Pick<Consumer<Detail<D>, W>, 'together' | 'inBulk'> & { readonly events: readonly D[] },
  consume: (event: Consumed<Detail<D>>, world: W) => Promise<void>,
): Subscription<Detail<D>, W> {
  const read = (envelope: Envelope): Consumed<Detail<D>> | undefined => {
    const event = PublishedEvent.parse(envelope.detail);
    const defs = definition.events.filter((def) => def.type === event.type);
    if (defs.length === 0) throw contractBroken(`not subscribed to ${event.type}`);
    // While two versions are published side by side, the one that this consumer does not know is not for it.
    const def = defs.find(({ version }) => version === event.version);
    return def && { ...event, detail: def.detail.parse(event.detail) as Detail<D> };
  };
  const { together, inBulk } = definition;
  const more = { ...(together && { together }), ...(inBulk && { inBulk }) };
  return queueConsumer({ ...commonOf<W>(definition), ...more, read, consume });
}

/** Consumes what AWS itself puts on a bus (`Email Bounced` …): the envelope's id is the event's. */
export function foreignSubscription<S extends z.ZodType, W extends World = World>(
  definition: Common<W> & { readonly detail: S; readonly subjectOf: (detail: z.output<S>) => string },
  consume: (event: Consumed<z.output<S>>, world: W) => Promise<void>,
): Subscription<z.output<S>, W> {
  const read = (envelope: Envelope): Consumed<z.output<S>> => {
    const detail = definition.detail.parse(envelope.detail);
    const subject = definition.subjectOf(detail);
    const { id, source, time: at } = envelope;
    return { id, type: envelope['detail-type'], version: 1, subject, at, actorId: source, cause: subject, detail };
  };
  return queueConsumer({ ...commonOf<W>(definition), read, consume });
}

function queueConsumer<T, W extends World>(consumer: Consumer<T, W>): Subscription<T, W> {
  let handler: QueueHandler | undefined;
  const within =
    (container: Container): QueueHandler =>
    (event, context) =>
      consumeBatch(container, consumer, event, context);
  // Built with the first batch, so that tests can import a consumer without an environment.
  const lambda: QueueHandler = (event, context) => {
    handler ??= within(realContainer(consumer));
    return handler(event, context);
  };
  return Object.assign(lambda, { consumer, within });
}

function realContainer({ context, means }: Pick<Consumer<never, never>, 'context' | 'means'>): Container {
  const observer = observe(context);
  return {
    observer,
    parts: containerParts(observer, means),
    deadLetters: deadLetters(env('DEAD_LETTER_URL'), observer.meter),
  };
}

function contractBroken(message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: ['detail', 'type'], message, input: undefined }]);
}
