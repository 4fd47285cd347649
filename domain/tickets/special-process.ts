import * as z from 'zod';
import { Channel } from '../shared/channel.ts';
import { CustomerId, MemberId, MessageId, TicketId } from '../shared/ids.ts';
import { Stamps } from '../shared/stamps.ts';
import { UtcInstant } from '../shared/time.ts';

/** `reported`: the customer knows the result; only then may it be closed. Reopening makes open with `cycle` + 1. */
export const ProcessState = z.enum(['open', 'reported', 'closed']);
export type ProcessState = z.output<typeof ProcessState>;
/** `major`: the ticket is 重大. `complex`: somebody found that it needs one, and said why. */
const Trigger = z.enum(['major', 'complex']);
export type Trigger = z.output<typeof Trigger>;

/** 措施: what is done by whom until when (TKT-30). `dropped`: it turned out not to be needed. */
export const Measure = z.object({
  /** Its place in the plan, from 1. */
  number: z.int().positive(),
  what: z.string(),
  /** 责任人. */
  memberId: MemberId,
  /** 时限. */
  dueAt: UtcInstant,
  state: z.enum(['open', 'done', 'dropped']),
  /** Noted once when its time had passed and it was open. */
  overdueAt: UtcInstant.optional(),
  endedAt: UtcInstant.optional(),
  endedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type Measure = z.output<typeof Measure>;

/** The result as the customer was told it, once in each cycle. */
const Result = z.object({
  cycle: z.int().positive(),
  at: UtcInstant,
  by: z.string(),
  /** Which of the two who lead it told him. */
  reporterId: MemberId,
  via: Channel,
  /** The public message that says it. */
  messageId: MessageId,
});

const ProcessHappening = z.object({
  type: z.enum(['opened', 'reopened', 'joint-owner', 'team', 'reported', 'closed']),
  at: UtcInstant,
  by: z.string(),
  memberId: MemberId.optional(),
  reason: z.string().optional(),
});
export type ProcessHappening = z.output<typeof ProcessHappening>;

/**
 * 专项处理流程: how a major or complex problem is handled by service and the customer's account manager together (TKT-20).
 * A ticket has one. Who leads it is not written here: the ticket's assignee, else its queue.
 */
export const SpecialProcess = z.object({
  ticketId: TicketId,
  /** The ticket's. */
  number: z.string(),
  customerId: CustomerId.optional(),
  state: ProcessState,
  /** The ticket's cycle that it is about. */
  cycle: z.int().positive(),
  trigger: Trigger,
  reason: z.string().optional(),
  /** The account manager. None while the ticket has no customer. */
  jointOwnerId: MemberId.optional(),
  /** Somebody chose another than the customer's owner: he does not change with him. */
  isChosen: z.literal(true).optional(),
  /** Who works on it besides. Names nobody who may not see the ticket, and gives no right. */
  memberIds: z.array(MemberId).default([]),
  measures: z.array(Measure).default([]),
  results: z.array(Result).default([]),
  /** How it was closed. `without-result`: its ticket was withdrawn, spam or merged, or there is nobody left to be told. */
  outcome: z.enum(['reported', 'without-result']).optional(),
  history: z.array(ProcessHappening),
  /** What was typed was erased with the person whom the ticket was about. */
  erasedAt: UtcInstant.optional(),
  /** How many of the versions only noted that something is overdue: they leave the ETag as it is. */
  quietVersions: z.int().nonnegative().default(0),
  ...Stamps,
});
export type SpecialProcess = z.output<typeof SpecialProcess>;

/** What lists show: the part that the indexes project. */
export const ProcessSummary = SpecialProcess.pick({
  ticketId: true,
  number: true,
  customerId: true,
  state: true,
  cycle: true,
  jointOwnerId: true,
  createdAt: true,
}).extend({ nextDueAt: UtcInstant.optional() });
export type ProcessSummary = z.output<typeof ProcessSummary>;

/** What those involved are told of how it goes (进展通报), in the product. Written once. */
export const ProcessUpdate = z.object({
  id: MessageId,
  ticketId: TicketId,
  text: z.string(),
  at: UtcInstant,
  by: z.string(),
});
export type ProcessUpdate = z.output<typeof ProcessUpdate>;

/** When the next open measure is due; overdue ones too, for that is what they are. */
export function nextMeasureDue({ measures, state }: Pick<SpecialProcess, 'measures' | 'state'>): string | undefined {
  if (state === 'closed') return undefined;
  return measures
    .filter((each) => each.state === 'open')
    .map(({ dueAt }) => dueAt)
    .toSorted()[0];
}
