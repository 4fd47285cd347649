import * as z from 'zod';
import { UtcInstant } from '../shared/time.ts';
import { alwaysOpen } from './calendar.ts';
import { defaultLadder, Ladder } from './ladder.ts';
import { Target } from './target.ts';
import { type Ticket, WaitingFor } from './ticket.ts';

const Codes = z.array(z.string()).optional();
const Kept = z.string().optional();

/** One version of a policy; never changed. Read back with plain strings, so that stricter rules leave it readable. */
export const SlaPolicy = z.strictObject({
  name: z.string(),
  version: z.int().nonnegative(),
  when: z.strictObject({
    kinds: Codes,
    severities: Codes,
    priorities: Codes,
    levels: Codes,
    customerKinds: Codes,
    contracts: Codes,
  }),
  calendar: z.string(),
  targets: z.strictObject({
    firstResponse: Kept,
    nextResponse: Kept,
    resolution: Kept,
    resultNotice: Kept,
    survey: Kept,
  }),
  pauseOn: z.array(WaitingFor),
  ladder: Ladder,
  ladders: z.partialRecord(Target, Ladder).optional(),
  /** Out of use for tickets that are opened from now on. */
  archivedAt: UtcInstant.optional(),
  createdAt: UtcInstant,
  createdBy: z.string(),
});
export type SlaPolicy = z.output<typeof SlaPolicy>;

/** Answered within 24 hours, solved within 48, around the clock: what is promised until somebody says otherwise. */
export const deliveredPolicy: SlaPolicy = {
  name: 'default',
  version: 0,
  when: {},
  calendar: alwaysOpen.name,
  targets: { firstResponse: 'PT24H', resolution: 'PT48H' },
  pauseOn: ['customer'],
  ladder: defaultLadder,
  createdAt: alwaysOpen.createdAt,
  createdBy: 'system',
};

/** What a ticket and its customer are, as far as policies ask. */
export interface Circumstances extends Pick<Ticket, 'kind' | 'severity' | 'priority'> {
  readonly level?: string | undefined;
  readonly customerKind?: string | undefined;
  /** The kinds of the customer's running contracts. */
  readonly contracts?: readonly string[];
}

/**
 * The policy of a ticket (rules.md 6): one for customers with a running service contract, then the one with the most
 * conditions, then the first by name; `default` is for whatever no other is for.
 */
export function policyFor(policies: readonly SlaPolicy[], circumstances: Circumstances): SlaPolicy {
  const fitting = policies.filter(({ archivedAt, when }) => archivedAt === undefined && holds(when, circumstances));
  return fitting.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1))[0] ?? deliveredPolicy;
}

/** Contracts weigh more than all other conditions together. */
const contractWeight = 100;

function rankOf({ name, when }: SlaPolicy): number {
  if (name === deliveredPolicy.name) return Number.POSITIVE_INFINITY;
  const conditions = Object.values(when).filter((each) => each !== undefined).length;
  return -conditions - (when.contracts === undefined ? 0 : contractWeight);
}

/** Whether any of them asks for the customer's contracts: they are read only then. */
export function asksForContracts(policies: readonly SlaPolicy[]): boolean {
  return policies.some(({ when, archivedAt }) => when.contracts !== undefined && archivedAt === undefined);
}

function holds(when: SlaPolicy['when'], each: Circumstances): boolean {
  const { kind, severity, priority, level, customerKind, contracts = [] } = each;
  return (
    isAmong(when.kinds, kind) &&
    isAmong(when.severities, severity) &&
    isAmong(when.priorities, priority) &&
    isAmong(when.levels, level) &&
    isAmong(when.customerKinds, customerKind) &&
    (when.contracts === undefined || contracts.some((found) => isAmong(when.contracts, found)))
  );
}

function isAmong(wanted: readonly string[] | undefined, found: string | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}
