import * as z from 'zod';
import { ContactId, CustomerId, DepartmentId, ErasureId, MemberId } from '../shared/ids.ts';
import { firstStamps, Stamps } from '../shared/stamps.ts';
import { dayMs, UtcInstant } from '../shared/time.ts';
import type { Whose } from '../shared/whose.ts';

/** Who keeps something about people; each erases what is his and says how much. */
const erasingContexts = ['customers', 'activities', 'tickets', 'mail', 'campaigns', 'attachments'] as const;

/** Context → kind of row → how many. */
const Counts = z.record(z.string(), z.record(z.string(), z.int().nonnegative()));

const facts = {
  customerId: CustomerId,
  contactIds: z.array(ContactId),
  /** `customer`: an individual, or whoever has been in the bin for 30 days, is erased wholly. */
  scope: z.enum(['contact', 'customer']),
  /** Whether somebody asked for it, or the time in the bin was over. */
  basis: z.enum(['request', 'bin']),
  reason: z.string().optional(),
  /** Though an open ticket or a running contract named him. */
  forced: z.boolean(),
} as const;

/** What an erasure is proved by. `sha256` is that of the canonical JSON (RFC 8785) of everything else. */
export const Certificate = z.strictObject({
  erasureId: ErasureId,
  ...facts,
  requestedAt: UtcInstant,
  requestedBy: z.string(),
  completedAt: UtcInstant,
  /** Rows that were removed or blanked. */
  erased: Counts,
  /** Hashes by which he is known not to be wanted again. */
  suppressed: z.int().nonnegative(),
  /** What stays, and why nothing of it names him. */
  kept: z.array(z.enum(['contracts', 'figures', 'consent-ledger'])),
  /** Copies that nobody can reach into, and the instant by which the last of each is gone. */
  expiring: z.strictObject({ backups: UtcInstant, imports: UtcInstant, exports: UtcInstant }),
  sha256: z.string(),
});
export type Certificate = z.output<typeof Certificate>;

export const Erasure = z.object({
  id: ErasureId,
  ...facts,
  /** Whose customer it was: who may see the erasure depends on it when nothing else is left. */
  ownerId: MemberId,
  departmentId: DepartmentId,
  /** Hashes of their addresses: by them is found what was asked before they were known (domain/shared/whose.ts). */
  emailKeys: z.array(z.string()).optional(),
  state: z.enum(['running', 'completed']),
  /** Contexts that have not yet reported. */
  waitingFor: z.array(z.string()),
  erased: Counts,
  suppressed: z.int().nonnegative(),
  certificate: Certificate.optional(),
  /** How often the others were asked again. */
  attempts: z.int().nonnegative(),
  /** Whether what was on its way meanwhile has been looked for. */
  settled: z.boolean(),
  ...Stamps,
});
export type Erasure = z.output<typeof Erasure>;

export interface Beginning {
  readonly id: string;
  readonly customer: { readonly id: string; readonly ownerId: string; readonly departmentId: string };
  readonly contactIds: readonly string[];
  readonly emailKeys: readonly string[];
  readonly scope: Erasure['scope'];
  readonly basis: Erasure['basis'];
  readonly reason?: string | undefined;
  readonly forced?: boolean;
  readonly erased: Readonly<Record<string, number>>;
  readonly suppressed: number;
  readonly now: Date;
  readonly actorId: string;
}

export function newErasure(begun: Beginning): Erasure {
  const {
    id,
    customer,
    contactIds,
    emailKeys,
    scope,
    basis,
    reason,
    forced = false,
    erased,
    suppressed,
    now,
    actorId,
  } = begun;
  return {
    id,
    customerId: customer.id,
    ownerId: customer.ownerId,
    departmentId: customer.departmentId,
    contactIds: [...contactIds],
    ...(emailKeys.length === 0 ? {} : { emailKeys: [...emailKeys] }),
    scope,
    basis,
    ...(reason === undefined ? {} : { reason }),
    forced,
    state: 'running',
    waitingFor: [...erasingContexts],
    erased: { customers: { ...erased } },
    suppressed,
    attempts: 0,
    settled: false,
    ...firstStamps(now, actorId),
  };
}

/** Whose rows the others look for; `survivorId` where the customer has gone up in another since. */
export function whoseOf({ customerId, contactIds, scope, emailKeys }: Erasure, survivorId?: string): Whose {
  const customerIds = survivorId === undefined ? [customerId] : [...new Set([customerId, survivorId])];
  return { customerIds, contactIds, isWhole: scope === 'customer', emailKeys };
}

export interface Report {
  readonly context: string;
  /** Whole numbers, so that a repeat changes nothing. */
  readonly erased: Readonly<Record<string, number>>;
  readonly suppressed?: number | undefined;
}

/** What is known after a report; undefined where it says nothing new. Once erased, rows do not become fewer. */
export function reported(
  erasure: Erasure,
  { context, erased, suppressed = 0 }: Report,
  now: Date,
): Erasure | undefined {
  const waitingFor = erasure.waitingFor.filter((each) => each !== context);
  const known = erasure.erased[context] ?? {};
  const sums = { ...known };
  for (const [kind, count] of Object.entries(erased)) sums[kind] = Math.max(count, known[kind] ?? 0);
  const isNews = Object.entries(sums).some(([kind, count]) => count !== known[kind]);
  if (waitingFor.length === erasure.waitingFor.length && !isNews) return undefined;
  const { certificate: _, ...rest } = erasure;
  return {
    ...rest,
    waitingFor,
    erased: { ...erasure.erased, [context]: sums },
    suppressed: Math.max(suppressed, erasure.suppressed),
    state: waitingFor.length === 0 ? 'completed' : 'running',
    updatedAt: now.toISOString(),
    version: erasure.version + 1,
  };
}

/** How long point-in-time recovery, and the lifecycle of the bucket, keep what was. */
const keptDays = { backups: 35, imports: 30, exports: 7 } as const;

/** The certificate less its hash, once everybody has reported. */
export function certified(erasure: Erasure, now: Date): Omit<Certificate, 'sha256'> {
  const { id, customerId, contactIds, scope, basis, reason, forced, createdAt, createdBy, erased, suppressed } =
    erasure;
  const after = (days: number): string => new Date(now.getTime() + days * dayMs).toISOString();
  return {
    erasureId: id,
    customerId,
    contactIds,
    scope,
    basis,
    ...(reason === undefined ? {} : { reason }),
    forced,
    requestedAt: createdAt,
    requestedBy: createdBy,
    completedAt: now.toISOString(),
    erased,
    suppressed,
    kept: ['contracts', 'figures', 'consent-ledger'],
    expiring: { backups: after(keptDays.backups), imports: after(keptDays.imports), exports: after(keptDays.exports) },
  };
}
