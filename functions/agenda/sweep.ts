import type { Context as LambdaContext } from 'aws-lambda';
import type { Context } from '#domain/contexts.ts';
import type { Extension } from '#functions/batch/consumer.ts';
import { containerParts, type Means } from '#functions/http/container.ts';
import { makeWorld, type Parts } from '#functions/http/make-world.ts';
import { type Observer, observe, resetMeter } from '#functions/http/meter.ts';
import type { World } from '#functions/http/world.ts';
import { coalesced } from '#store/coalesced.ts';
import { agendaShards, type Key, partition } from '#store/keys.ts';
import { remembered } from '#store/remembered.ts';
import { signedBy } from '#store/table.ts';
import { type Act, type Run, type Swept, sweepShard } from './shard.ts';

/** What a container of a sweep holds; given as values in tests. */
export interface Container {
  readonly parts: Parts;
  readonly observer: Observer;
}

export type SweepHandler = (event: unknown, context: LambdaContext) => Promise<Swept>;

/** The Lambda handler as functions/<context>/<job>.ts exports it; tests reach inside. */
export type Sweep<W extends World> = SweepHandler & {
  readonly act: Act<W>;
  readonly within: (container: Container) => SweepHandler;
};

type Definition<W extends World> = {
  readonly context: Context;
  readonly name: string;
  readonly means?: Means;
} & Extension<W>;

/** Does, every minute, what has fallen due on a context's agenda. */
export function sweep<W extends World = World>(definition: Definition<W>, act: Act<W>): Sweep<W> {
  let handler: SweepHandler | undefined;
  const within =
    (container: Container): SweepHandler =>
    (_event, context) =>
      sweepAll(definition, act, container, context);
  // Built with the first run, so that tests can import a sweep without an environment.
  const lambda: SweepHandler = (event, context) => {
    handler ??= within(realContainer(definition));
    return handler(event, context);
  };
  return Object.assign(lambda, { act, within });
}

function realContainer({ context, means }: Pick<Definition<World>, 'context' | 'means'>): Container {
  const observer = observe(context);
  return { observer, parts: containerParts(observer, means) };
}

/** What a write that has begun may still take; of a short timeout, half. */
const reserveMsMax = 30_000;
/** An outage fails every item: the first failures tell the story, and the rest are counted. */
const failuresLoggedMax = 20;

function isAboutMembers(pk: string): boolean {
  return pk.startsWith(partition('members', ''));
}

async function sweepAll<W extends World>(
  { context, name, extend = (world: World) => world as W }: Definition<W>,
  act: Act<W>,
  { parts, observer }: Container,
  lambda: LambdaContext,
): Promise<Swept> {
  const startedMs = performance.now();
  resetMeter(observer.meter);
  const reserveMs = Math.min(reserveMsMax, lambda.getRemainingTimeInMillis() / 2);
  const swept: Swept = { done: 0, overtaken: 0, left: 0 };
  const onEvent = (): void => {
    observer.meter.events += 1;
  };
  // What is due at one instant mostly asks the same at the same time, and of a few people.
  const signed = signedBy(parts.table, { actor: `system:${context}/${name}` });
  const table = remembered(coalesced(signed), isAboutMembers);
  const run: Run<W> = {
    context,
    table: signed,
    act,
    newWorld: () => extend(makeWorld({ ...parts, table }, { onEvent })),
    now: parts.clock(),
    hasTime: () => lambda.getRemainingTimeInMillis() > reserveMs,
    remainingMs: () => lambda.getRemainingTimeInMillis(),
    failed: (error: unknown, key: Key) => {
      if (swept.left <= failuresLoggedMax) observer.bug(error, { sweep: name, key: `${key.pk} ${key.sk}` });
    },
    swept,
  };
  const shards = Array.from({ length: agendaShards }, (_, shard) => sweepShard(run, shard));
  const broken = (await Promise.allSettled(shards)).filter((result) => result.status === 'rejected');
  for (const { reason } of broken) observer.bug(reason, { sweep: name });
  observer.record({
    route: name,
    requestId: lambda.awsRequestId,
    status: broken.length > 0 || swept.left > 0 ? 500 : 200,
    isApi: false,
    elapsedMs: performance.now() - startedMs,
  });
  return swept;
}
