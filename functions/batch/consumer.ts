import type { Context } from '#domain/contexts.ts';
import type { Event } from '#events/define.ts';
import type { Means } from '#functions/http/container.ts';
import type { Parts } from '#functions/http/make-world.ts';
import type { Observer } from '#functions/http/meter.ts';
import type { World } from '#functions/http/world.ts';
import type { Envelope } from './event.ts';
import type { DeadLetters } from './set-aside.ts';

/** An event as a consumer gets it: its detail parsed by the definition of its type. */
export interface Consumed<T = unknown> extends Event {
  readonly detail: T;
}

/** What a container of a subscription holds; given as values in tests. */
export interface Container {
  readonly parts: Parts;
  readonly observer: Observer;
  readonly deadLetters: DeadLetters;
}

/**
 * Does for the events of a batch together what costs less so, and hands back those that it leaves to be consumed one by
 * one. Where it fails that happens to all of them: only for who needs no row to be idempotent.
 */
type InBulk<T, W extends World> = (events: readonly Consumed<T>[], world: W) => Promise<readonly Consumed<T>[]>;

/** What distinguishes one subscription from another once its messages can be read. */
export interface Consumer<T, W extends World> {
  readonly context: Context;
  readonly name: `on-${string}`;
  /** False for a projection that keeps the highest version per subject: it needs no row to be idempotent. */
  readonly dedupe?: false;
  /** Events with the same key are worked on one after the other; those of one subject unless stated. */
  readonly together?: (event: Consumed<T>) => string;
  /** The message as an event; undefined for one that is none of ours. Throws where it breaks its contract. */
  readonly read: (envelope: Envelope) => Consumed<T> | undefined;
  readonly consume: (event: Consumed<T>, world: W) => Promise<void>;
  readonly inBulk?: InBulk<T, W>;
  readonly extend: (world: World) => W;
  readonly means?: Means;
}

/** Adds what only this context may touch (a state machine, the mail service). Needed where the consumer asks for it. */
export type Extension<W extends World> = World extends W
  ? { readonly extend?: (world: World) => W }
  : { readonly extend: (world: World) => W };
