import * as z from 'zod';

/** Crockford base 32, so an id never holds the key separator '#'. */
const ulid = '[0-9A-HJKMNP-TV-Z]{26}';

/** Prefix of each kind of id, as the API shows it. */
const idPrefixes = {
  department: 'dep',
  member: 'mem',
  notification: 'ntf',
  customer: 'cus',
  contact: 'con',
  consent: 'cst',
  interaction: 'int',
  followUp: 'fol',
  contract: 'ctr',
  ticket: 'tkt',
  message: 'msg',
  campaign: 'cmp',
  event: 'evt',
} as const;
export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

function idOf<P extends IdPrefix>(prefix: P) {
  return z.string().regex(new RegExp(`^${prefix}_${ulid}$`), { message: `an id that begins ${prefix}_` });
}

export const DepartmentId = idOf('dep');
export const MemberId = idOf('mem');
export const NotificationId = idOf('ntf');
export const CustomerId = idOf('cus');
export const ContactId = idOf('con');
export const ConsentId = idOf('cst');
export const InteractionId = idOf('int');
export const FollowUpId = idOf('fol');
export const ContractId = idOf('ctr');
export const TicketId = idOf('tkt');
export const MessageId = idOf('msg');
export const CampaignId = idOf('cmp');
export const EventId = idOf('evt');

/** Who acts when no member does: sweeps, subscriptions, the workflow. */
export const SYSTEM = 'system';
