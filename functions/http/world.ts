import type * as z from 'zod';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { Event, EventDef } from '#events/define.ts';
import type { Table, Write } from '#store/table.ts';

/** What an operation, a subscription or a sweep may touch. Made anew for each invocation; faked in tests. */
export interface World {
  readonly table: Table;
  /** The instant of this invocation. */
  readonly now: Date;
  readonly newId: (prefix: IdPrefix) => string;
  /** Mints the event that a write carries. `cause` defaults to the invocation's cause, else to the subject. */
  readonly event: <D extends z.ZodType>(def: EventDef<D>, subject: string, detail: z.input<D>) => Event;
  /**
   * Commits the effect of this invocation, all or nothing, and hands back the answer. Call it once per invocation:
   * the Idempotency-Key's row (a request) or the event's dedupe row (a subscription) joins the same transaction.
   */
  readonly commit: <T>(writes: readonly Write[], answer: T) => Promise<T>;
  /** Meters what only the caller knows that it used; what DynamoDB reports is metered by the table. */
  readonly used: (part: UsedPart, count: number) => void;
  /** Secrets for signing links and hashing match keys; read once per container. */
  readonly secrets: () => Promise<Secrets>;
}

export type UsedPart = 'mails' | 'stateTransitions' | 'keyRequests' | 'objectReads' | 'objectWrites';

export interface Secrets {
  /** Key id → base64 key. The newest signs; all verify. */
  readonly signing: { readonly current: string; readonly keys: Readonly<Record<string, string>> };
  /** HMAC key of match keys; never rotated without a backfill. */
  readonly matching: string;
}
