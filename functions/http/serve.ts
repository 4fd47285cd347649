import type { Context } from '#domain/contexts.ts';
import type { Messages } from '#domain/shared/locale.ts';
import { containerParts, type Means } from './container.ts';
import type { Route } from './contract.ts';
import { httpHandler } from './handler.ts';
import { observe } from './meter.ts';
import type { World } from './world.ts';

/** The Lambda handler of a context's API, as functions/<context>/index.ts exports it. */
export function serve(
  context: Context,
  routes: readonly Route[],
  messages: Messages,
  extend?: (world: World) => World,
  means?: Means,
): ReturnType<typeof httpHandler<World>>;
export function serve<W extends World>(
  context: Context,
  routes: readonly Route<W>[],
  messages: Messages,
  extend: (world: World) => W,
  means?: Means,
): ReturnType<typeof httpHandler<W>>;
export function serve(
  context: Context,
  routes: readonly Route[],
  messages: Messages,
  extend = (world: World) => world,
  means?: Means,
) {
  const observer = observe(context);
  return httpHandler({ context, routes, messages, parts: containerParts(observer, means), observer, extend });
}
