import * as z from 'zod';
import { CustomerId, MemberId } from '../shared/ids.ts';
import { addDays, atTime, dateIn, dayMs, hourMs, LocalDate, minuteMs, nextAtTime, UtcInstant } from '../shared/time.ts';

/** Seven times 24 hours without an interaction (rules.md 2). */
const silentAfterMs = 7 * dayMs;
const hourOfMail = '09:00';
/** The mail of the day waits for the sweep after the next: by then all that fell silent at the same nine o’clock, those that a busy sweep left for its next run too, are on its list, and it is still two minutes at most. */
export const dayListMs = 1.5 * minuteMs;
/** A told silence is looked at once more, for an interaction that was being written while it was told. */
const settleMs = hourMs;

/** What is known of one customer's silence. An interaction does not touch it: the latest is looked up when it is due. */
export const Silence = z.strictObject({
  customerId: CustomerId,
  ownerId: MemberId.optional(),
  zone: z.string(),
  createdAt: UtcInstant.optional(),
  handedOverAt: UtcInstant.optional(),
  /** The latest interaction ever seen; it never moves backwards. */
  lastFollowUpAt: UtcInstant.optional(),
  /** In the bin, or erased. */
  gone: z.enum(['deleted', 'erased']).optional(),
  /** Instants of the events that set the owner and `gone`: an older event changes nothing. */
  ownerAt: UtcInstant.optional(),
  goneAt: UtcInstant.optional(),
  /** The beginning of the silence that its owner has been told of, and on whose list and day it stands. */
  told: z.strictObject({ since: UtcInstant, at: UtcInstant, memberId: MemberId, date: LocalDate }).optional(),
  /** When it is to be looked at; absent while nothing can happen. */
  nextAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type Silence = z.output<typeof Silence>;

/** One day's mail to one owner about all customers that fell silent. */
export const SilentDay = z.strictObject({
  memberId: MemberId,
  date: LocalDate,
  sendAt: UtcInstant,
  sentAt: UtcInstant.optional(),
  version: z.int().positive(),
});
export type SilentDay = z.output<typeof SilentDay>;

/** Since when the customer is silent: his last interaction, else his entry or his hand-over. */
function silentSince({ lastFollowUpAt, createdAt, handedOverAt }: Silence): string | undefined {
  return lastFollowUpAt ?? latest(createdAt, handedOverAt);
}

/** The first nine o'clock after seven days of silence. */
export function silentAt(since: string, zone: string): Date {
  return nextAtTime(new Date(Date.parse(since) + silentAfterMs), hourOfMail, zone);
}

/** Puts the silence where it belongs on the agenda: at its instant, or at the next nine o'clock when that has passed. */
function armed(silence: Silence, now: Date): Silence {
  const { nextAt: _, ...rest } = silence;
  const since = silentSince(silence);
  if (silence.gone !== undefined || silence.ownerId === undefined || since === undefined) return rest;
  if (silence.told?.since === since) return rest;
  const at = silentAt(since, silence.zone);
  const nextAt = at > now ? at : nextAtTime(now, hourOfMail, silence.zone);
  return { ...rest, nextAt: nextAt.toISOString() };
}

/**
 * A silence that was told and is off the agenda, begun anew by an interaction. One that waits finds it by itself when it
 * is due, so it is only moved by an interaction entered late, which makes it due earlier than it waits for.
 */
export function woken(silence: Silence | undefined, occurredAt: string, now: Date): Silence | undefined {
  if (silence === undefined || silence.gone !== undefined) return undefined;
  if (silence.nextAt !== undefined) return movedAhead(silence, occurredAt, now);
  if (silence.told === undefined || occurredAt <= silence.told.since) return undefined;
  return next(armed({ ...silence, lastFollowUpAt: occurredAt }, now));
}

function movedAhead(silence: Silence, occurredAt: string, now: Date): Silence | undefined {
  if (silence.lastFollowUpAt !== undefined || silence.told !== undefined) return undefined;
  const earlier = armed({ ...silence, lastFollowUpAt: occurredAt }, now);
  const isEarlier = earlier.nextAt !== undefined && silence.nextAt !== undefined && earlier.nextAt < silence.nextAt;
  return isEarlier ? next(earlier) : undefined;
}

/** What is known from an interaction alone, where it came before the news of its customer: his silence begins with it. */
export function overheard(customerId: string, occurredAt: string): Silence {
  return next({ ...blank(customerId, 'UTC'), lastFollowUpAt: occurredAt });
}

/** A correction that moves an interaction back leaves the latest ever seen where it was (rules.md 2). */
export function remembered(silence: Silence | undefined, occurredAt: string): Silence | undefined {
  if (silence === undefined || (silence.lastFollowUpAt ?? '') >= occurredAt) return undefined;
  return next({ ...silence, lastFollowUpAt: occurredAt });
}

/** The silence with what the table says when it is due: the latest interaction and the owner's zone of today. */
export function withSeen(before: Silence, lastInteractionAt: string | undefined, zone: string): Silence {
  const lastFollowUpAt = latest(before.lastFollowUpAt, lastInteractionAt);
  return { ...before, zone, ...(lastFollowUpAt === undefined ? {} : { lastFollowUpAt }) };
}

/** Whose list, and of which day, decides what becomes of it; undefined while there is nothing to tell. */
export function listAsked(silence: Silence, now: Date): Pick<SilentDay, 'memberId' | 'date'> | undefined {
  const since = dueSince(silence, now);
  if (since === undefined || silence.ownerId === undefined) return undefined;
  if (silence.told?.since === since) return silence.told;
  return { memberId: silence.ownerId, date: dateIn(now, silence.zone) };
}

/** Told, looked at once more, or moved to its next instant. `day` is the list that was asked for. */
export function judge(silence: Silence, day: SilentDay | undefined, now: Date): Silence {
  const since = dueSince(silence, now);
  const list = listAsked(silence, now);
  if (since === undefined || list === undefined) return next(armed(silence, now));
  if (silence.told?.since !== since) {
    if (day?.sentAt !== undefined) return next({ ...silence, nextAt: tomorrow(silence, now) });
    const told = { since, at: now.toISOString(), memberId: list.memberId, date: list.date };
    return next({ ...silence, told, nextAt: new Date(now.getTime() + settleMs).toISOString() });
  }
  const { told, ...untold } = silence;
  // Put on the list after the day's mail was asked for: the mail may have been written without it.
  const isMissed = day?.sentAt !== undefined && day.sentAt <= told.at;
  return next(isMissed ? { ...untold, nextAt: tomorrow(silence, now) } : armed(silence, now));
}

/** Since when the customer has been silent, if for seven days and past nine o'clock. */
function dueSince(silence: Silence, now: Date): string | undefined {
  const since = silentSince(silence);
  if (since === undefined || silence.ownerId === undefined || silence.gone !== undefined) return undefined;
  return silentAt(since, silence.zone) > now ? undefined : since;
}

function tomorrow({ zone }: Silence, now: Date): string {
  return atTime(addDays(dateIn(now, zone), 1), hourOfMail, zone).toISOString();
}

function next(silence: Silence): Silence {
  return { ...silence, version: silence.version + 1 };
}

function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

export interface OwnerNews {
  readonly customerId: string;
  readonly ownerId: string;
  readonly zone: string;
  /** When it happened. Events come in any order and more than once. */
  readonly at: string;
  /** The latest interaction, which may have been written before the event came. */
  readonly lastInteractionAt?: string | undefined;
}

/** The customer was entered. */
export function entered(before: Silence | undefined, news: OwnerNews, now: Date): Silence {
  const { ownerId, zone, at } = news;
  const silence = begun(before, news);
  const owner = silence.ownerAt === undefined ? { ownerId, zone, ownerAt: at } : {};
  return next(armed({ ...silence, ...owner, createdAt: at }, now));
}

/** The customer was handed over: whoever was never contacted has been silent since then. */
export function handedOver(before: Silence | undefined, news: OwnerNews, now: Date): Silence {
  const { ownerId, zone, at } = news;
  const silence = begun(before, news);
  if (silence.ownerAt !== undefined && silence.ownerAt >= at) return next(silence);
  return next(armed({ ...silence, ownerId, zone, ownerAt: at, handedOverAt: at }, now));
}

/** Into the bin, out of it, or erased; the latest decides and nothing comes after an erasure. */
export function left(
  before: Silence | undefined,
  customerId: string,
  to: 'deleted' | 'erased' | 'back',
  at: string,
  now: Date,
): Silence {
  const silence = before ?? blank(customerId, 'UTC');
  if (silence.gone === 'erased' || (to !== 'erased' && silence.goneAt !== undefined && silence.goneAt >= at)) {
    return next(silence);
  }
  const { gone: _, ...rest } = silence;
  return next(armed({ ...rest, goneAt: at, ...(to === 'back' ? {} : { gone: to }) }, now));
}

function begun(before: Silence | undefined, { customerId, zone, lastInteractionAt }: OwnerNews): Silence {
  const silence = before ?? blank(customerId, zone);
  return withSeen(silence, lastInteractionAt, silence.zone);
}

function blank(customerId: string, zone: string): Silence {
  return { customerId, zone, version: 0 };
}
