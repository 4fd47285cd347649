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
    grades: Codes,
    customerKinds: Codes,
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
  readonly grade?: string | undefined;
  readonly customerKind?: string | undefined;
  /** The policy that a running service contract of the customer names. */
  readonly agreed?: readonly string[];
}

/**
 * The policy of a ticket (rules.md 6): the one that a running service contract names, then the one with the most
 * conditions, then the first by name; `default` is for whatever no other is for.
 */
export function policyFor(policies: readonly SlaPolicy[], circumstances: Circumstances): SlaPolicy {
  const offered = policies.filter(({ archivedAt }) => archivedAt === undefined);
  const rank = ({ name, when }: SlaPolicy): readonly [number, number, string] => [
    circumstances.agreed?.includes(name) === true ? 0 : name === deliveredPolicy.name ? 2 : 1,
    -Object.values(when).filter((each) => each !== undefined).length,
    name,
  ];
  const fitting = offered
    .filter((each) => circumstances.agreed?.includes(each.name) === true || holds(each.when, circumstances))
    .map((policy) => ({ policy, rank: rank(policy) }))
    .toSorted((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || (a.rank[2] < b.rank[2] ? -1 : 1));
  return fitting[0]?.policy ?? deliveredPolicy;
}

function holds(
  when: SlaPolicy['when'],
  { kind, severity, priority, level, grade, customerKind }: Circumstances,
): boolean {
  return (
    isAmong(when.kinds, kind) &&
    isAmong(when.severities, severity) &&
    isAmong(when.priorities, priority) &&
    isAmong(when.levels, level) &&
    isAmong(when.grades, grade) &&
    isAmong(when.customerKinds, customerKind)
  );
}

function isAmong(wanted: readonly string[] | undefined, found: string | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}
