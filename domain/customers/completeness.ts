import * as z from 'zod';
import { invalidField } from '../shared/error.ts';
import { DepartmentId, MemberId } from '../shared/ids.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import type { Customer } from './customer.ts';
import { type Field, FieldId } from './field.ts';

/** What is known of a customer or missing: of each, how many customers have it is counted. */
const aspects = ['industry', 'level', 'source', 'address', 'contact', 'contact-title', 'next-follow-up-plan'] as const;
const ownFieldPrefix = 'fields.';
/** One of those, or `fields.<id>` of the company's own fields. */
const Aspect = z
  .string()
  .max(60)
  .refine(isAspect, says('customers.no-aspect', { aspects: aspects.join(', ') }));

function isAspect(text: string): boolean {
  if ((aspects as readonly string[]).includes(text)) return true;
  return text.startsWith(ownFieldPrefix) && FieldId.safeParse(text.slice(ownFieldPrefix.length)).success;
}

const Days = z.int().min(1).max(3650);

/** What the company asks of its records. Version 0: as delivered. */
export const CompletenessSettings = z.strictObject({
  required: z.array(Aspect).min(1).max(50),
  /** In percent; what the company wants to reach. */
  target: z.int().min(1).max(100),
  /** Nobody has verified the record for so long: it is to be verified. */
  staleAfterDays: Days,
  /** For so long, and nobody talked with the customer either: it is proposed for deletion. */
  outdatedAfterDays: Days,
  version: z.int().nonnegative(),
});
export type CompletenessSettings = z.output<typeof CompletenessSettings>;

export const CompletenessPatch = CompletenessSettings.omit({ version: true }).partial();
export type CompletenessPatch = z.output<typeof CompletenessPatch>;

export const defaultSettings: CompletenessSettings = {
  required: ['industry', 'contact', 'level', 'address'],
  target: 95,
  staleAfterDays: 180,
  outdatedAfterDays: 730,
  version: 0,
};

export function patchSettings(before: CompletenessSettings, patch: CompletenessPatch): CompletenessSettings {
  const required = [...new Set(patch.required ?? before.required)];
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = { ...before, ...given, required, version: before.version + 1 };
  if (after.outdatedAfterDays < after.staleAfterDays) {
    throw invalidField('/outdatedAfterDays', 'customers.outdated-before-stale');
  }
  return after;
}

/** Own fields that are asked for must be there to be filled in. */
export function assertAskable(required: readonly string[], fields: readonly Field[]): void {
  const live = new Set(fields.filter(({ archivedAt }) => archivedAt === undefined).map(({ id }) => aspectOf(id)));
  const at = required.findIndex((aspect) => aspect.startsWith(ownFieldPrefix) && !live.has(aspect));
  if (at >= 0) throw invalidField(`/required/${at}`, 'customers.unknown-field');
}

export function asksForFields(required: readonly string[]): boolean {
  return required.some((aspect) => aspect.startsWith(ownFieldPrefix));
}

export function aspectOf(fieldId: string): string {
  return `${ownFieldPrefix}${fieldId}`;
}

/** What of all that can be asked for is there. An individual has no industry, so none is missing. */
export function aspectsOf(customer: Customer): string[] {
  const { kind, industry, source, address, mainContact, nextFollowUpPlan, fields = {} } = customer;
  const { mobile, email, emailBouncedAt } = mainContact;
  const isThere: Readonly<Record<(typeof aspects)[number], boolean>> = {
    industry: kind === 'individual' || industry !== undefined,
    level: true,
    source: source !== undefined,
    address: address?.city !== undefined || address?.line !== undefined,
    contact: mobile !== undefined || (email !== undefined && emailBouncedAt === undefined),
    'contact-title': mainContact.title !== undefined,
    'next-follow-up-plan': nextFollowUpPlan !== undefined,
  };
  return [...aspects.filter((aspect) => isThere[aspect]), ...Object.keys(fields).sort().map(aspectOf)];
}

export const Completeness = z.strictObject({
  /** In percent of what is required. */
  score: z.int().min(0).max(100),
  missing: z.array(z.string()),
});
export type Completeness = z.output<typeof Completeness>;

/** Computed wherever a customer is answered; 100 means that nothing is missing. */
export function completenessOf(customer: Customer, required: readonly string[]): Completeness {
  const there = new Set(aspectsOf(customer));
  const missing = required.filter((aspect) => !there.has(aspect));
  return { score: Math.floor((100 * (required.length - missing.length)) / required.length), missing };
}

/** What has been counted of a customer, and for whom. */
export const Counted = z.object({
  ownerId: MemberId,
  departmentId: DepartmentId,
  has: z.array(z.string()),
  tags: z.array(z.string()),
  /** When somebody last said that the record is right; entering it is saying so. 1970 for one who is doubted. */
  verifiedAt: UtcInstant,
});
export type Counted = z.output<typeof Counted>;

/** Whoever is in the bin counts nowhere. */
export function countedOf(customer: Customer | undefined): Counted | undefined {
  if (customer === undefined || customer.deletedAt !== undefined) return undefined;
  const { ownerId, departmentId, tags } = customer;
  return {
    ownerId,
    departmentId,
    has: aspectsOf(customer),
    tags: [...tags].sort(),
    verifiedAt: isDoubted(customer) ? never : verifiedAtOf(customer),
  };
}

/** Its record is to be verified before all others. */
const never = '1970-01-01T00:00:00.000Z';

/** Since anybody said that the record is right, a mail has found no mailbox (CUS-21). */
export function isDoubted(customer: Customer): boolean {
  return (customer.mainContact.emailBouncedAt ?? '') > verifiedAtOf(customer);
}

export function verifiedAtOf({ verifiedAt, createdAt }: Customer): string {
  return verifiedAt ?? createdAt;
}

/** How many customers an owner has in a department, and how many of them have what. */
export interface Tally {
  readonly ownerId: string;
  readonly departmentId: string;
  readonly customers: number;
  readonly has: Readonly<Record<string, number>>;
}

export const Figures = z.strictObject({
  customers: z.int().nonnegative(),
  /** The mean of the customers' scores, in percent, cut to one digit; null without customers. */
  score: z.number().nullable(),
  reached: z.boolean(),
  missing: z.record(z.string(), z.int().nonnegative()),
});
export type Figures = z.output<typeof Figures>;

export function figuresOf(tallies: readonly Tally[], { required, target }: CompletenessSettings): Figures {
  const customers = sum(tallies.map((tally) => tally.customers));
  const missing = required.map((aspect): [string, number] => {
    const there = sum(tallies.map(({ has }) => has[aspect] ?? 0));
    return [aspect, Math.max(0, customers - there)];
  });
  const asked = customers * required.length;
  const filled = asked - sum(missing.map(([, count]) => count));
  return {
    customers,
    score: asked === 0 ? null : Math.floor((1000 * filled) / asked) / 10,
    reached: filled * 100 >= target * asked,
    missing: Object.fromEntries(missing),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Before this instant a verification is too old. */
export function staleBefore(now: Date, { staleAfterDays }: CompletenessSettings): string {
  return new Date(now.getTime() - staleAfterDays * dayMs).toISOString();
}

/** Only proposed: deleting is for a person to do. */
export function proposalFor(
  verifiedAt: string,
  lastFollowUpAt: string | undefined,
  now: Date,
  { outdatedAfterDays }: CompletenessSettings,
): 'verify' | 'delete' {
  const outdated = new Date(now.getTime() - outdatedAfterDays * dayMs).toISOString();
  return verifiedAt < outdated && (lastFollowUpAt ?? '') < outdated ? 'delete' : 'verify';
}
