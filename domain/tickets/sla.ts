import { defaultPolicy, type Policy } from './policy.ts';
import type { Term } from './term.ts';

interface InForce {
  readonly from: number;
  readonly anew: boolean;
  readonly policy: Policy;
}

/** Under what a ticket runs, in the order in which it came into force. */
export interface Sla {
  readonly terms: readonly InForce[];
  /** The one in force now. */
  readonly policy: Policy;
}

/** A ticket without terms runs under the default policy as delivered. */
export function slaOf(terms: readonly { readonly term: Term; readonly policy: Policy }[]): Sla {
  const last = terms.at(-1);
  if (last === undefined) return deliveredSla;
  return { terms: terms.map(({ term, policy }) => inForce(term, policy)), policy: last.policy };
}

export function inForce({ from, anew }: Pick<Term, 'from' | 'anew'>, policy: Policy): InForce {
  return { from: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from), anew: anew === true, policy };
}

export function slaUnder(policy: Policy): Sla {
  return { terms: [inForce({}, policy)], policy };
}

export const deliveredSla: Sla = slaUnder(defaultPolicy);

/** A policy and since when it counts. */
export interface Period {
  readonly from: number;
  readonly policy: Policy;
}

/**
 * What counts for a promise that ended at `end`, or has not ended: what came into force from then on leaves a promise that was
 * kept or broken for good as it is.
 */
export function periodsUntil({ terms }: Sla, end: number): readonly Period[] {
  const periods: Period[] = [];
  for (const { from, anew, policy } of terms) {
    if (from >= end) break;
    const replaced = anew ? periods.pop() : undefined;
    periods.push({ from: replaced?.from ?? from, policy });
  }
  return periods;
}
