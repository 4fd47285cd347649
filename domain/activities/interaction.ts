import * as z from 'zod';
import { Channel } from '../shared/channel.ts';
import { DomainError, invalidField } from '../shared/error.ts';
import { ContactId, CustomerId, InteractionId } from '../shared/ids.ts';
import { present } from '../shared/present.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { lines } from '../shared/text.ts';
import { dayMs, Instant, UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';

export const Direction = z.enum(['in', 'out']);

/** An instant that a business can mean: typing errors in the year are caught, and every ISO text stays sortable. */
export const BusinessInstant = Instant.refine((at) => at >= '1990' && at < '2200', says('activities.instant-range'));

const interactionFields = {
  contactId: ContactId,
  channel: Channel,
  direction: Direction,
  summary: lines(4000),
  needs: lines(2000),
  feedback: lines(2000),
  occurredAt: BusinessInstant,
  durationMinutes: z.int().min(0).max(10_080),
} as const;

/** What a caller tells of an interaction. */
export const NewInteraction = z.strictObject({
  ...interactionFields,
  contactId: interactionFields.contactId.optional(),
  needs: interactionFields.needs.optional(),
  feedback: interactionFields.feedback.optional(),
  occurredAt: interactionFields.occurredAt.optional(),
  durationMinutes: interactionFields.durationMinutes.optional(),
});
export type NewInteraction = z.output<typeof NewInteraction>;

/** Null takes an optional field away (RFC 7396). */
export const InteractionChanges = z.strictObject({
  contactId: interactionFields.contactId.nullable().optional(),
  channel: Channel.optional(),
  direction: Direction.optional(),
  summary: interactionFields.summary.optional(),
  needs: interactionFields.needs.nullable().optional(),
  feedback: interactionFields.feedback.nullable().optional(),
  occurredAt: interactionFields.occurredAt.optional(),
  durationMinutes: interactionFields.durationMinutes.nullable().optional(),
});
export type InteractionChanges = z.output<typeof InteractionChanges>;

/** What stood there before a correction: only the fields that it changed; null where there was none. */
const Correction = z.strictObject({
  at: UtcInstant,
  before: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

export const Interaction = z.strictObject({
  id: InteractionId,
  customerId: CustomerId,
  contactId: ContactId.optional(),
  channel: Channel,
  direction: Direction,
  summary: z.string(),
  needs: z.string().optional(),
  feedback: z.string().optional(),
  occurredAt: UtcInstant,
  durationMinutes: z.int().optional(),
  corrections: z.array(Correction).optional(),
  /** What was said was erased with the person whom it was about. */
  erasedAt: UtcInstant.optional(),
  ...Stamps,
});
export type Interaction = z.output<typeof Interaction>;

/** How long an author may correct what he wrote (rules.md 4). */
export const correctionMs = dayMs;
/** More corrections than anybody makes in a day, and few enough that a row never outgrows DynamoDB's 400 KB. */
const correctionsMax = 20;

export interface Recording {
  readonly id: string;
  readonly customerId: string;
  readonly now: Date;
  readonly actorId: string;
}

export function record(told: NewInteraction, { id, customerId, now, actorId }: Recording, pointer = ''): Interaction {
  const occurredAt = told.occurredAt ?? now.toISOString();
  assertPast(occurredAt, now, pointer);
  return { ...told, id, customerId, occurredAt, ...firstStamps(now, actorId) };
}

/** The author's correction, with what stood there before. An interaction that nothing changes stays as it is. */
export function correct(before: Interaction, changes: InteractionChanges, actorId: string, now: Date): Interaction {
  if (before.createdBy !== actorId) throw new DomainError('forbidden', 'activities.not-author');
  if (now.getTime() - Date.parse(before.createdAt) > correctionMs) {
    throw new DomainError('conflict', 'activities.correction-closed');
  }
  if (changes.occurredAt !== undefined) assertPast(changes.occurredAt, now, '');
  const changed = Object.entries(changes).filter(
    ([name, value]) => (fieldOf(before, name) ?? null) !== (value ?? null),
  );
  if (changed.length === 0) return before;
  const corrections = before.corrections ?? [];
  if (corrections.length >= correctionsMax) throw new DomainError('conflict', 'activities.too-many-corrections');
  const was = Object.fromEntries(changed.map(([name]) => [name, fieldOf(before, name) ?? null]));
  const next = {
    ...before,
    ...Object.fromEntries(changed),
    corrections: [...corrections, { at: now.toISOString(), before: was }],
  };
  return restamped(present(next) as Interaction, now, actorId);
}

function fieldOf(interaction: Interaction, name: string): string | number | undefined {
  return interaction[name as keyof InteractionChanges];
}

function assertPast(occurredAt: string, now: Date, pointer: string): void {
  if (occurredAt > now.toISOString()) throw invalidField(`${pointer}/occurredAt`, 'activities.occurred-in-future');
}
