import * as z from 'zod';
import { Direction } from '#domain/activities/interaction.ts';
import { Channel } from '#domain/shared/channel.ts';
import { ContactId, CustomerId, FollowUpId, InteractionId, MemberId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { defineEvent } from './define.ts';

const customerId = 'cus_00000000000000000000000001';
const interactionId = 'int_00000000000000000000000001';
const followUpId = 'fol_00000000000000000000000001';
const ownerId = 'mem_00000000000000000000000001';
const at = '2026-11-23T01:00:00.000Z';

const interaction = z.object({
  customerId: CustomerId,
  interactionId: InteractionId,
  contactId: ContactId.optional(),
  channel: Channel,
  direction: Direction,
  occurredAt: UtcInstant,
});
const followUp = z.object({ followUpId: FollowUpId, customerId: CustomerId, ownerId: MemberId });
const dueFollowUp = followUp.extend({ dueAt: UtcInstant });

export const interactionRecorded = defineEvent({
  context: 'activities',
  type: 'interaction.recorded',
  version: 1,
  summary: 'Someone talked with a customer, in either direction. It ends a silence.',
  detail: interaction,
  example: { customerId, interactionId, channel: 'phone', direction: 'out', occurredAt: at },
});

export const interactionCorrected = defineEvent({
  context: 'activities',
  type: 'interaction.corrected',
  version: 1,
  summary: 'The author corrected what he had recorded; the detail is what holds now.',
  detail: interaction,
  example: { customerId, interactionId, channel: 'meeting', direction: 'out', occurredAt: at },
});

export const followUpCreated = defineEvent({
  context: 'activities',
  type: 'follow-up.created',
  version: 1,
  summary: 'Something is to be done about a customer at an instant.',
  detail: dueFollowUp,
  example: { followUpId, customerId, ownerId, dueAt: at },
});

export const followUpChanged = defineEvent({
  context: 'activities',
  type: 'follow-up.changed',
  version: 1,
  summary: 'An open follow-up has another due date, owner or subject.',
  detail: dueFollowUp,
  example: { followUpId, customerId, ownerId, dueAt: at },
});

export const followUpCompleted = defineEvent({
  context: 'activities',
  type: 'follow-up.completed',
  version: 1,
  summary: 'A follow-up was done, with an interaction or without one.',
  detail: followUp.extend({ interactionId: InteractionId.optional() }),
  example: { followUpId, customerId, ownerId, interactionId },
});

export const followUpCancelled = defineEvent({
  context: 'activities',
  type: 'follow-up.cancelled',
  version: 1,
  summary: 'A follow-up is not to be done any more.',
  detail: followUp,
  example: { followUpId, customerId, ownerId },
});
