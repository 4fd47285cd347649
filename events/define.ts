import type * as z from 'zod';
import type { Context } from '#domain/contexts.ts';

/** One published fact. `version` rises only on a breaking change; both versions are then published until every consumer has moved. */
export interface EventDef<D extends z.ZodType = z.ZodType> {
  readonly context: Context;
  /** `<entity>.<past tense>`, for example `customer.created`. */
  readonly type: `${string}.${string}`;
  readonly version: number;
  readonly summary: string;
  /** A request that any context may publish (`mail.requested`): its rule matches every source. */
  readonly fromAny?: true;
  /** Ids and changed facts, at most 512 bytes, never personal data in clear. A tolerant z.object. */
  readonly detail: D;
  /** A believable detail: run through every consumer by test/contract/events. */
  readonly example: z.input<D>;
}

/** An event as it travels: written inside the item that it is about, relayed to the bus from the table's stream. */
export interface Event {
  /** `evt_…`, minted when written; consumers are idempotent by it. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** The id of what it is about, for example a customer's. */
  readonly subject: string;
  /** RFC 3339 UTC instant. */
  readonly at: string;
  /** The member who acted, or `system`. */
  readonly actorId: string;
  /** The business object to which later work is charged. */
  readonly cause: string;
  readonly detail: unknown;
}

export function defineEvent<D extends z.ZodType>(def: EventDef<D>): EventDef<D> {
  return def;
}

/** The bus source of a context's events. */
export function sourceOf(context: Context): string {
  return `guanxi.${context}`;
}
