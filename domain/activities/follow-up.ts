import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { CustomerId, FollowUpId, InteractionId, MemberId } from '../shared/ids.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { line } from '../shared/text.ts';
import { Duration, dateIn, dayMs, durationMs, instantOf, LocalTime, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { BusinessInstant } from './interaction.ts';

const followUpStates = ['open', 'completed', 'cancelled'] as const;
export const FollowUpState = z.enum(followUpStates);
export type FollowUpState = z.output<typeof FollowUpState>;

/** How long after its instant an open follow-up is overdue (rules.md 2). */
export const overdueAfterMs = dayMs;

export const Subject = line(200);
export const Reason = line(500);
export const Lead = Duration.refine((lead) => durationMs(lead) <= 366 * dayMs, says('activities.lead-too-long'));
/** When it is due: a wall-clock intent or an instant, one of the two. */
export const dueFields = { due: LocalTime, dueAt: BusinessInstant } as const;

export const FollowUp = z.strictObject({
  id: FollowUpId,
  customerId: CustomerId,
  ownerId: MemberId,
  subject: z.string(),
  state: FollowUpState,
  dueAt: UtcInstant,
  due: z.strictObject({ local: z.string(), zone: z.string() }),
  lead: z.string().optional(),
  /** The instant of the reminder that went out for the present due date. */
  remindedAt: UtcInstant.optional(),
  /** Owner and manager have been told that it is overdue. */
  overdue: z.boolean(),
  interactionId: InteractionId.optional(),
  reason: z.string().optional(),
  closedAt: UtcInstant.optional(),
  /** What it was about was erased with the customer. */
  erasedAt: UtcInstant.optional(),
  /** When the present due date was set, and how many reminders had gone out for earlier ones. */
  dueSetAt: UtcInstant,
  turn: z.int().nonnegative(),
  ...Stamps,
});
export type FollowUp = z.output<typeof FollowUp>;

/** As a caller sees it: without what only the agenda needs. */
export const FollowUpAnswer = FollowUp.omit({ dueSetAt: true, turn: true });
export type FollowUpAnswer = z.output<typeof FollowUpAnswer>;

/** As it stands in lists. */
export const FollowUpSummary = FollowUp.pick({
  id: true,
  customerId: true,
  ownerId: true,
  subject: true,
  state: true,
  dueAt: true,
});
export type FollowUpSummary = z.output<typeof FollowUpSummary>;

export function toAnswer({ dueSetAt: _, turn: __, ...answer }: FollowUp): FollowUpAnswer {
  return answer;
}

export interface Due {
  readonly dueAt: string;
  readonly due: LocalTime;
}

/** Both forms of a due date, whichever was sent: the instant for the agenda, the intent for people. */
export function dueOf(
  sent: { readonly due?: LocalTime | undefined; readonly dueAt?: string | undefined },
  zone: string,
): Due {
  if (sent.due !== undefined) {
    const dueAt = instantOf(sent.due).toISOString();
    if (!BusinessInstant.safeParse(dueAt).success) throw invalidField('/due', 'activities.due-out-of-range');
    return { dueAt, due: sent.due };
  }
  if (sent.dueAt === undefined) throw new Error('A due date is sent in one of two forms; the contract has checked it.');
  return { dueAt: sent.dueAt, due: { local: localOf(new Date(sent.dueAt), zone), zone } };
}

/** Wall-clock time of an instant, to the minute. */
function localOf(instant: Date, zone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${dateIn(instant, zone)}T${time.format(instant)}`;
}

export interface Opening extends Due {
  readonly id: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly subject: string;
  readonly lead?: string | undefined;
}

export function open({ lead, ...opening }: Opening, actorId: string, now: Date): FollowUp {
  return {
    ...opening,
    ...(lead === undefined ? {} : { lead }),
    state: 'open',
    overdue: false,
    dueSetAt: now.toISOString(),
    turn: 0,
    ...firstStamps(now, actorId),
  };
}

export interface FollowUpChanges {
  readonly subject?: string | undefined;
  readonly due?: Due | undefined;
  readonly lead?: string | null | undefined;
  readonly ownerId?: string | undefined;
}

/**
 * A due date (or lead) that moves is reminded of anew: once the reminder for the old one has gone out, the turn counts
 * up and so does the reference of the next mail, for a reference is sent once ever.
 */
export function change(before: FollowUp, changes: FollowUpChanges, actorId: string, now: Date): FollowUp {
  assertOpen(before);
  const { lead: oldLead, ...rest } = before;
  const lead = changes.lead === null ? undefined : (changes.lead ?? oldLead);
  const next: FollowUp = {
    ...rest,
    ...(lead === undefined ? {} : { lead }),
    ...changes.due,
    subject: changes.subject ?? before.subject,
  };
  const isMoved = next.dueAt !== before.dueAt || next.lead !== before.lead;
  const moved = isMoved ? moveAnew(next, now) : next;
  return restamped(handed(moved, changes.ownerId ?? before.ownerId, now), now, actorId);
}

function moveAnew({ remindedAt, ...rest }: FollowUp, now: Date): FollowUp {
  return { ...rest, overdue: false, dueSetAt: now.toISOString(), turn: rest.turn + (remindedAt === undefined ? 0 : 1) };
}

/** To another owner. What is still to come is said to him too, even if its reminder went to his predecessor. */
export function handOver(before: FollowUp, ownerId: string, actorId: string, now: Date): FollowUp {
  return restamped(handed(before, ownerId, now), now, actorId);
}

function handed(before: FollowUp, ownerId: string, now: Date): FollowUp {
  if (ownerId === before.ownerId) return before;
  const { remindedAt, ...rest } = before;
  const isAhead = before.dueAt > now.toISOString();
  return { ...rest, ...(remindedAt === undefined || isAhead ? {} : { remindedAt }), ownerId };
}

export function complete(before: FollowUp, interactionId: string | undefined, actorId: string, now: Date): FollowUp {
  assertOpen(before);
  const how = interactionId === undefined ? {} : { interactionId };
  return restamped({ ...before, ...how, state: 'completed', closedAt: now.toISOString() }, now, actorId);
}

export function cancel(before: FollowUp, reason: string | undefined, actorId: string, now: Date): FollowUp {
  assertOpen(before);
  const why = reason === undefined ? {} : { reason };
  return restamped({ ...before, ...why, state: 'cancelled', closedAt: now.toISOString() }, now, actorId);
}

function assertOpen({ state }: FollowUp): void {
  if (state !== 'open') throw new DomainError('conflict', 'activities.follow-up-closed', { state });
}
