import * as z from 'zod';
import { says } from './words.ts';

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
  merge: 'mrg',
  erasure: 'ers',
  duplicateScan: 'scn',
  savedView: 'viw',
  bulkEdit: 'blk',
  interaction: 'int',
  followUp: 'fol',
  contract: 'ctr',
  ticket: 'tkt',
  message: 'msg',
  cannedAnswer: 'can',
  campaign: 'cmp',
  import: 'imp',
  export: 'exp',
  accessExport: 'axp',
  attachment: 'att',
  note: 'not',
  reveal: 'rvl',
  event: 'evt',
} as const;
export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

function idOf<P extends IdPrefix>(prefix: P) {
  return z.string().regex(new RegExp(`^${prefix}_${ulid}$`), says('shared.id', { prefix }));
}

export const DepartmentId = idOf('dep');
export const MemberId = idOf('mem');
export const NotificationId = idOf('ntf');
export const CustomerId = idOf('cus');
export const ContactId = idOf('con');
export const ConsentId = idOf('cst');
export const MergeId = idOf('mrg');
export const ErasureId = idOf('ers');
export const DuplicateScanId = idOf('scn');
export const SavedViewId = idOf('viw');
export const BulkEditId = idOf('blk');
export const InteractionId = idOf('int');
export const FollowUpId = idOf('fol');
export const ContractId = idOf('ctr');
export const TicketId = idOf('tkt');
export const MessageId = idOf('msg');
export const CannedAnswerId = idOf('can');
export const CampaignId = idOf('cmp');
export const ImportId = idOf('imp');
export const ExportId = idOf('exp');
export const AttachmentId = idOf('att');
export const NoteId = idOf('not');
export const AccessExportId = idOf('axp');
export const EventId = idOf('evt');

/** Who acts when no member does: sweeps, subscriptions, the workflow. */
export const SYSTEM = 'system';
