import * as z from 'zod';
import { MessageSummary } from '#domain/mail/message.ts';
import { CustomerId, MessageId } from '#domain/shared/ids.ts';
import { UtcInstant } from '#domain/shared/time.ts';
import { says } from '#domain/shared/words.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const MailView = z.strictObject({
  ...MessageSummary.shape,
  updatedAt: UtcInstant,
  /** For 90 days, to whoever reads the customer's interactions; then only the fact is left. */
  body: z.strictObject({ html: z.string(), text: z.string() }).optional(),
});

const resolved = {
  id: 'msg_00000000000000000000000001',
  kind: 'ticket.resolved',
  ref: 'tkt_00000000000000000000000001#resolved/1',
  to: { customerId: 'cus_00000000000000000000000001', contactId: 'con_00000000000000000000000001' },
  subject: '已解决：FK202611001 打印机无法联网',
  state: 'delivered' as const,
  createdAt: '2026-11-22T01:00:00.000Z',
  acceptedAt: '2026-11-22T01:00:01.000Z',
};

export const listMailsContract = {
  method: 'GET',
  path: '/v1/mails',
  operationId: 'listMails',
  summary: 'What was written to a customer, newest first, or about one thing (`ref`: its id, or its id and step).',
  permission: 'signed-in',
  query: z
    .strictObject({ ...listQuery, customerId: CustomerId.optional(), ref: z.string().min(1).max(120).optional() })
    .refine(({ customerId, ref }) => (customerId === undefined) !== (ref === undefined), {
      ...says('shared.either', { first: 'customerId', second: 'ref' }),
      path: ['customerId'],
    }),
  status: 200,
  output: listOf(MessageSummary),
  problems: { 'mail.not-found': 404 },
  example: { query: { ref: 'tkt_00000000000000000000000001' }, answer: { items: [resolved], next: null } },
} as const satisfies Contract;

export const getMailContract = {
  method: 'GET',
  path: '/v1/mails/{id}',
  operationId: 'getMail',
  summary: 'One message and what became of it.',
  permission: 'signed-in',
  params: z.strictObject({ id: MessageId }),
  status: 200,
  output: MailView,
  problems: { 'mail.not-found': 404 },
  example: {
    answer: { ...resolved, updatedAt: '2026-11-22T01:00:03.000Z', body: { html: '<p>您好</p>', text: '您好' } },
  },
} as const satisfies Contract;

export const contracts: readonly Contract[] = [listMailsContract, getMailContract];
