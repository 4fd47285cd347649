import type * as z from 'zod';
import { contractState, followUpState, type ItemState, inCycle, ticketState } from '#domain/customers/pulse.ts';
import type { TimelineEntry } from '#domain/customers/timeline.ts';
import {
  followUpCancelled,
  followUpChanged,
  followUpCompleted,
  followUpCreated,
  interactionCorrected,
  interactionRecorded,
} from '#events/activities.ts';
import { campaignUnsubscribed } from '#events/campaigns.ts';
import { contractChanged, contractEnded, contractRenewed, contractSigned } from '#events/contracts.ts';
import {
  consentRecorded,
  customerChanged,
  customerCreated,
  customerDeleted,
  customerErased,
  customerMerged,
  customerOwnerChanged,
  customerRestored,
  customerUnmerged,
} from '#events/customers.ts';
import type { EventDef } from '#events/define.ts';
import { mailSent } from '#events/mail.ts';
import {
  ticketAnswered,
  ticketClosed,
  ticketOpened,
  ticketReopened,
  ticketResolved,
  ticketTargetBreached,
} from '#events/tickets.ts';
import type { Consumed } from '#functions/batch/consumer.ts';

/** What an event means to a customer's picture. */
export interface News {
  readonly customerId: string;
  /** What it is about: the follow-up, contract, ticket, interaction … */
  readonly refId: string;
  /** For the timeline; its title is read where the news says too little. */
  readonly entry?: Omit<TimelineEntry, 'title'>;
  /** What the news itself says for a title: codes, never labels. */
  readonly words?: string;
  readonly state?: ItemState;
  readonly talkedAt?: string;
  /** The customer himself changed: his lists are to show it. */
  readonly isOwn?: true;
  /** Something changed that is counted: how complete he is, whose he is, his tags, when he was verified. */
  readonly isCounted?: true;
  /** Others went up in him: his figures are counted anew, with their last contacts. */
  readonly mergeId?: string;
}

/** Fields that lists show or are ordered by. */
const listed: ReadonlySet<string> = new Set([
  ...['kind', 'name', 'industry', 'level', 'mainContact'],
  ...['departmentId', 'collaboratorIds'],
]);

/** Fields that completeness, the register of tags or the queue for verification look at. */
const countable: ReadonlySet<string> = new Set([
  ...['kind', 'industry', 'source', 'address', 'mainContact', 'nextFollowUpPlan', 'fields', 'tags'],
  ...['ownerId', 'departmentId', 'verifiedAt'],
]);

/** Details of all these events, as far as this reads them. */
interface Detail {
  readonly customerId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly [name: string]: unknown;
}

/** Undefined for news that is about no customer: a ticket of a stranger, a mail to a member of staff. */
export function newsOf(event: Consumed<Detail>): News | undefined {
  const { detail } = event;
  const { customerId } = detail;
  if (customerId === undefined) return undefined;
  const part = partOf(event as Consumed<never>);
  return part && { customerId, refId: part.refId ?? event.subject, ...withEntry(event, customerId, part) };
}

interface Part extends Omit<News, 'customerId' | 'refId' | 'entry'> {
  readonly refId?: string;
  /** When it happened, if that is not when it was said. */
  readonly at?: string;
  readonly isShown?: true;
}

function withEntry(event: Consumed<unknown>, customerId: string, { isShown, at, refId, ...news }: Part) {
  if (isShown !== true) return news;
  const entry = {
    id: event.id,
    at: at ?? event.at,
    kind: event.type,
    refId: refId ?? (event.subject === '' ? customerId : event.subject),
    actorId: event.actorId,
  };
  return { ...news, entry };
}

type DetailOf<D> = D extends EventDef<infer S> ? z.output<S> : never;

function partOf(event: Consumed<never>): Part | undefined {
  const ulid = event.id.slice(4);
  const as = <D>(_def: D): DetailOf<D> => event.detail as DetailOf<D>;
  switch (event.type) {
    case customerCreated.type:
    case customerOwnerChanged.type:
      return { isShown: true, isOwn: true, isCounted: true };
    case customerChanged.type:
      return ofChange(as(customerChanged).fields);
    case customerErased.type:
      return { isCounted: true };
    case customerDeleted.type:
    case customerRestored.type:
      return { isOwn: true, isCounted: true };
    case customerMerged.type: {
      const { mergeId, losers } = as(customerMerged);
      return { isShown: true, isOwn: true, isCounted: true, refId: mergeId, mergeId, words: String(losers) };
    }
    case customerUnmerged.type: {
      const { mergeId, losers } = as(customerUnmerged);
      return { isShown: true, isOwn: true, isCounted: true, refId: mergeId, words: String(losers) };
    }
    case consentRecorded.type: {
      const { purpose, channel, granted } = as(consentRecorded);
      return { isShown: true, words: `${purpose} ${channel} ${granted ? 'granted' : 'withdrawn'}` };
    }
    case interactionRecorded.type: {
      const { channel, direction, occurredAt, interactionId } = as(interactionRecorded);
      return {
        isShown: true,
        at: occurredAt,
        talkedAt: occurredAt,
        refId: interactionId,
        words: `${channel} ${direction}`,
      };
    }
    case interactionCorrected.type:
      return { talkedAt: as(interactionCorrected).occurredAt };
    case mailSent.type:
      // Staff are written to as well; only what goes to a contact is part of the customer's history.
      return as(mailSent).contactId === undefined ? undefined : { isShown: true, words: as(mailSent).kind };
    case campaignUnsubscribed.type:
      return { isShown: true, refId: as(campaignUnsubscribed).campaignId, words: 'unsubscribed' };
    default:
      return workOf(event, ulid);
  }
}

function ofChange(fields: readonly string[]): Part | undefined {
  const isOwn = fields.some((field) => listed.has(field));
  const isCounted = fields.some((field) => countable.has(field));
  if (!isOwn && !isCounted) return undefined;
  return { ...(isOwn ? { isOwn } : {}), ...(isCounted ? { isCounted } : {}) };
}

/** Follow-ups, contracts and tickets: what is open, and since which event. */
function workOf(event: Consumed<never>, ulid: string): Part | undefined {
  const as = <D>(_def: D): DetailOf<D> => event.detail as DetailOf<D>;
  switch (event.type) {
    case followUpCreated.type:
    case followUpChanged.type: {
      const { dueAt, followUpId: refId } = as(followUpCreated);
      return { refId, state: followUpState({ set: ulid, dueAt }) };
    }
    case followUpCompleted.type:
      return { refId: as(followUpCompleted).followUpId, isShown: true, state: followUpState({ done: true }) };
    case followUpCancelled.type:
      return { refId: as(followUpCancelled).followUpId, state: followUpState({ done: true }) };
    case contractSigned.type:
    case contractRenewed.type: {
      const { endsOn, amount, contractId: refId } = as(contractRenewed);
      return { refId, isShown: true, state: contractState({ set: ulid, begun: ulid, endsOn, amount }) };
    }
    case contractChanged.type: {
      const { endsOn, amount, contractId: refId } = as(contractChanged);
      return { refId, state: contractState({ set: ulid, endsOn, amount }) };
    }
    case contractEnded.type:
      return { refId: as(contractEnded).contractId, isShown: true, state: contractState({ over: ulid }) };
    case ticketOpened.type:
      return { refId: as(ticketOpened).ticketId, isShown: true, state: ticketState({}) };
    case ticketAnswered.type: {
      const { cycle, ticketId: refId } = as(ticketAnswered);
      return { refId, isShown: true, state: ticketState({ cycle, answered: inCycle(cycle, ulid) }) };
    }
    case ticketResolved.type:
    case ticketClosed.type: {
      const { cycle, ticketId: refId } = as(ticketResolved);
      return { refId, isShown: true, state: ticketState({ cycle, ended: cycle }) };
    }
    case ticketReopened.type: {
      const { cycle, ticketId: refId } = as(ticketReopened);
      return { refId, isShown: true, state: ticketState({ cycle }) };
    }
    case ticketTargetBreached.type: {
      const { cycle, target, ticketId: refId } = as(ticketTargetBreached);
      const late = target === 'resolution' ? { unsolved: cycle } : { late: inCycle(cycle, ulid) };
      return { refId, state: ticketState({ cycle, ...late }) };
    }
    default:
      return undefined;
  }
}
