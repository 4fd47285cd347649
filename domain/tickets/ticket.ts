import * as z from 'zod';
import { Channel } from '../shared/channel.ts';
import { ContactId, CustomerId, DepartmentId, MemberId, MessageId, TicketId } from '../shared/ids.ts';
import { Sealed } from '../shared/sealed.ts';
import { customersLines, line, lines } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { Escalation } from './escalation.ts';
import { Term } from './term.ts';

export const Kind = z.enum(['question', 'complaint', 'suggestion', 'fault', 'request']);
export type Kind = z.output<typeof Kind>;
/** 一般 · 中度 · 重大. */
export const Severity = z.enum(['minor', 'moderate', 'major']);
export type Severity = z.output<typeof Severity>;
export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.output<typeof Priority>;
export const State = z.enum(['open', 'in-progress', 'waiting', 'resolved', 'closed']);
export type State = z.output<typeof State>;
export const WaitingFor = z.enum(['customer', 'third-party']);
export type WaitingFor = z.output<typeof WaitingFor>;
/** `done`: solved and not objected to; the others close a ticket that nobody has solved. */
export const ClosingReason = z.enum(['done', 'satisfied', 'withdrawn', 'spam', 'merged']);
export type ClosingReason = z.output<typeof ClosingReason>;

/** 影响范围: who is kept from working. */
export const Impact = z.enum(['person', 'team', 'company', 'public']);
export type Impact = z.output<typeof Impact>;
/** 紧急程度. */
export const Urgency = z.enum(['low', 'medium', 'high']);
export type Urgency = z.output<typeof Urgency>;
/** 五级分类: from the coarse to the fine, as `设备/电源/模块`. */
export const Category = z.array(line(60)).min(1).max(5);
/** 问题识别 · 方案制定 · 执行验证: the steps to a solution before it is told (结果反馈). Any may be left out. */
export const Step = z.enum(['identified', 'planned', 'verified']);
export type Step = z.output<typeof Step>;
/** What the other ticket is to this one. */
export const LinkType = z.enum(['parent', 'child', 'duplicate', 'caused-by', 'causes']);
export type LinkType = z.output<typeof LinkType>;
export const Link = z.strictObject({ type: LinkType, ticketId: TicketId });
export type Link = z.output<typeof Link>;

/** One line: it becomes the subject of mails. */
export const Subject = line(200);
/** As long as anything is that is said on a ticket. */
export const textMax = 20_000;
export const Text = lines(textMax);
export const Reason = lines(500);
/** What the customer says, in his own words. */
export const CustomersText = customersLines(textMax);
export const Tags = z
  .array(line(40))
  .max(20)
  .transform((tags) => [...new Set(tags)]);
/** Someone who is no contact of ours yet: his ticket waits in triage until it is linked to a customer. */
export const Requester = z.strictObject({
  name: line(120),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
});
/** As a row has him: where it was not opened, the mask of his address. */
const KeptRequester = z.strictObject({ name: z.string(), email: z.string() });

/**
 * What happened to a ticket and who did it, oldest first. The clock is a function of these entries alone, so each
 * of its instants can be checked by hand.
 */
export const Happening = z.strictObject({
  type: z.enum([
    'opened',
    'assigned',
    'answered',
    'waited',
    'resumed',
    'resolved',
    'closed',
    'reopened',
    'satisfied',
    'dissatisfied',
    'prioritised',
    'changed',
    'asked',
    'notified',
    'surveyed',
    'classified',
    'progressed',
    'linked',
    'unlinked',
    'merged',
  ]),
  at: UtcInstant,
  by: z.string(),
  assigneeId: MemberId.optional(),
  departmentId: DepartmentId.optional(),
  for: WaitingFor.optional(),
  via: Channel.optional(),
  messageId: MessageId.optional(),
  priority: Priority.optional(),
  reason: z.string().optional(),
  /** Of a verdict on another cycle than that in which it was given: the answer to it was changed. */
  cycle: z.int().positive().optional(),
  fields: z.array(z.string()).optional(),
  step: Step.optional(),
  /** The other ticket. */
  ticketId: TicketId.optional(),
  link: LinkType.optional(),
});
export type Happening = z.output<typeof Happening>;

/** By which version of which rule a ticket came to its queue when it was opened, and which of the conditions it met. */
export const Routed = z.strictObject({
  rule: z.string(),
  version: z.int().positive(),
  departmentId: DepartmentId,
  because: z.array(z.string()),
  skill: z.string().optional(),
});
export type Routed = z.output<typeof Routed>;

export const Ticket = z.strictObject({
  id: TicketId,
  number: z.string(),
  customerId: CustomerId.optional(),
  contactId: ContactId.optional(),
  requester: KeptRequester.optional(),
  kind: Kind,
  severity: Severity,
  priority: Priority,
  channel: Channel,
  subject: z.string(),
  description: z.string(),
  tags: z.array(z.string()).default([]),
  impact: Impact.optional(),
  urgency: Urgency.optional(),
  category: z.array(z.string()).optional(),
  links: z.array(Link).optional(),
  /** Closed into that one, with which it goes on. */
  mergedIntoId: TicketId.optional(),
  /** Those that were closed into this one: what was said on them belongs to it. */
  mergedIds: z.array(TicketId).optional(),
  /** Members who are told how it ends. */
  watcherIds: z.array(MemberId).optional(),
  state: State,
  waitingFor: WaitingFor.optional(),
  cycle: z.int().positive().default(1),
  departmentId: DepartmentId.optional(),
  /** Absent where somebody named its queue. */
  routed: Routed.optional(),
  assigneeId: MemberId.optional(),
  /** 处理期限: until when its department is to have handled it, as somebody decided, and why. Promises stay as they are. */
  handlingDue: z.strictObject({ at: UtcInstant, reason: z.string() }).optional(),
  solution: z.string().optional(),
  /** 预防措施: what keeps it, and its like, from happening again (TKT-39). */
  prevention: z.string().optional(),
  /** The ticket that this one goes on with, once that could not be reopened any more. */
  continuesId: TicketId.optional(),
  history: z.array(Happening).min(1),
  /** Under which policies it runs. None: under the default policy as delivered. */
  terms: z.array(Term).default([]),
  /** The requester's address, where only its mask was read. */
  sealed: Sealed.optional(),
  /** What it was opened from. */
  opened: Sealed.optional(),
  /** What was said was erased with the person whom it was about. */
  erasedAt: UtcInstant.optional(),
  /** Steps of this cycle that its watch has taken: `resolution/warning`, `survey`. */
  told: z.array(z.string()).default([]),
  escalations: z.array(Escalation).default([]),
  version: z.int().positive(),
  /** How many of the versions the system itself wrote (warnings, rungs): they leave the ETag as it is. */
  quietVersions: z.int().nonnegative().default(0),
});
export type Ticket = z.output<typeof Ticket>;

/** Closed although nobody solved it, or whatever the solution was: there is no result that its customer is told of or asked about. */
export function isSetAside({ type, reason }: Pick<Happening, 'type' | 'reason'>): boolean {
  return type === 'closed' && (reason === 'withdrawn' || reason === 'spam' || reason === 'merged');
}

/** What lists show: the part that the indexes project. */
export const TicketSummary = Ticket.pick({
  id: true,
  number: true,
  subject: true,
  kind: true,
  severity: true,
  priority: true,
  state: true,
  cycle: true,
  customerId: true,
  departmentId: true,
  assigneeId: true,
}).extend({ nextDueAt: UtcInstant.optional() });
export type TicketSummary = z.output<typeof TicketSummary>;

export const isActive = ({ state }: Pick<Ticket, 'state'>): boolean => state !== 'resolved' && state !== 'closed';

/** The last that happened, less what the system notes for itself: lists and stamps go by it. */
export function lastOf({ history }: Pick<Ticket, 'history'>): Happening | undefined {
  return history.findLast(({ type }) => type !== 'surveyed');
}

/** The version that callers know: it changes when a ticket's content does, not when the system notes what it has told. */
export function revisionOf({ version, quietVersions }: Pick<Ticket, 'version' | 'quietVersions'>): number {
  return version - quietVersions;
}
