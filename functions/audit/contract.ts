import * as z from 'zod';
import { namedSubjects } from '#domain/audit/kinds.ts';
import { MemberId } from '#domain/shared/ids.ts';
import { Instant } from '#domain/shared/time.ts';
import { says } from '#domain/shared/words.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const names = namedSubjects.join(', ');

/** A customer (with all that is his), another item, or what is looked at as one: `company`, `lists`, `fields`, … */
const Subject = z
  .string()
  .regex(
    new RegExp(`^(?:(?!con_)[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}|${namedSubjects.join('|')})$`),
    says('audit.bad-subject', { names }),
  );

/** Text is shown by its length and digest, a person's name by its first character, what is sealed as it is sealed. */
const AuditEntry = z.strictObject({
  /** Of what changed. */
  id: z.string(),
  kind: z.string(),
  /** The customer whose it was, else itself. */
  subject: z.string(),
  action: z.enum(['created', 'changed', 'removed']),
  at: z.string(),
  /** The member, or `system:<what>`. */
  actorId: z.string(),
  /** The request, event or job that it answered. */
  requestId: z.string().optional(),
  reason: z.string().optional(),
  /** A field without both values changed, and neither is shown. */
  changes: z.array(z.strictObject({ field: z.string(), from: z.json().optional(), to: z.json().optional() })),
  /** Its number in the chain of what changed. */
  seq: z.int().positive(),
  hash: z.string(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

export const listAuditContract = {
  method: 'GET',
  path: '/v1/audit',
  operationId: 'listAudit',
  summary: 'What happened to a subject or was done by a member, newest first',
  permission: 'audit.read',
  query: z.strictObject({
    subject: Subject.optional(),
    actor: MemberId.optional(),
    from: Instant.optional(),
    to: Instant.optional(),
    ...listQuery,
  }),
  status: 200,
  output: listOf(AuditEntry),
  problems: { 'audit.no-filter': 422, 'audit.bad-period': 422, 'shared.bad-cursor': 422 },
  example: { query: { subject: 'company', from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' } },
} as const satisfies Contract;

export const verifyAuditContract = {
  method: 'GET',
  path: '/v1/audit/verify',
  operationId: 'verifyAudit',
  summary: 'Check that nothing of a subject’s audit was changed, and say the first row that was',
  permission: 'audit.read',
  query: z.strictObject({ subject: Subject, ...listQuery }),
  status: 200,
  output: z.strictObject({
    /** Of the rows looked at; go on with `next`. */
    ok: z.boolean(),
    rows: z.int(),
    broken: z
      .strictObject({
        id: z.string(),
        seq: z.int(),
        /**
         * `altered`: its text does not give its hash. `misplaced`: it says that it stands elsewhere. `unlinked`: the row
         * before it is missing or another. `behind`: what changed last is not in the audit, or not yet.
         */
        fault: z.enum(['altered', 'misplaced', 'unlinked', 'behind']),
      })
      .optional(),
    next: z.string().nullable(),
  }),
  problems: { 'shared.bad-cursor': 422 },
  example: { query: { subject: 'company' } },
} as const satisfies Contract;

export const contracts = [listAuditContract, verifyAuditContract] as const satisfies readonly Contract[];
