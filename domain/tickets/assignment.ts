import type { Needs, Queue } from './queue.ts';
import type { TicketSummary } from './ticket.ts';

/** Somebody who could work on a ticket, as he stands now. */
export interface Candidate {
  readonly memberId: string;
  readonly skills: readonly string[];
  /** Empty: he has named none, so any is as good as another. */
  readonly languages: readonly string[];
  readonly territories: readonly string[];
  readonly capacity: number;
  /** Tickets that are his and neither solved nor closed. */
  readonly open: number;
  /** Why he takes no new work now. */
  readonly away?: 'off-duty' | 'outside-hours' | undefined;
}

type Reason = `skill:${string}` | 'language' | 'territory' | 'room';
type Objection = 'off-duty' | 'outside-hours' | 'at-capacity' | 'language' | 'territory' | `skill:${string}`;

export interface Weighed {
  readonly candidate: Candidate;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly against: readonly Objection[];
  /** Whether work may be given to him without asking. */
  readonly fits: boolean;
}

/** A foreign territory speaks against somebody, but keeps nobody from an answer. */
const soft: ReadonlySet<Objection> = new Set(['territory']);

export function weigh(candidate: Candidate, needs: Needs): Weighed {
  const { skills, languages, territories, capacity, open, away } = candidate;
  const speaks = needs.language === undefined || languages.length === 0 || languages.includes(needs.language);
  const isHome = needs.territory === undefined || territories.length === 0 || territories.includes(needs.territory);
  const reasons: Reason[] = [
    ...needs.skills.filter((skill) => skills.includes(skill)).map((skill) => `skill:${skill}` as const),
    ...(needs.language !== undefined && languages.includes(needs.language) ? (['language'] as const) : []),
    ...(needs.territory !== undefined && territories.includes(needs.territory) ? (['territory'] as const) : []),
    ...(open < capacity ? (['room'] as const) : []),
  ];
  const against: Objection[] = [
    ...(away === undefined ? [] : [away]),
    ...(open < capacity ? [] : (['at-capacity'] as const)),
    ...needs.skills.filter((skill) => !skills.includes(skill)).map((skill) => `skill:${skill}` as const),
    ...(speaks ? [] : (['language'] as const)),
    ...(isHome ? [] : (['territory'] as const)),
  ];
  const score = reasons.length - against.length + Math.max(0, 1 - open / capacity);
  return { candidate, score, reasons, against, fits: against.every((each) => soft.has(each)) };
}

/** Best first; of equals who has less to do, then by id, so that everybody is shown the same. */
export function ranked(candidates: readonly Candidate[], needs: Needs): Weighed[] {
  return candidates
    .map((each) => weigh(each, needs))
    .toSorted(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        b.score - a.score ||
        a.candidate.open - b.candidate.open ||
        (a.candidate.memberId < b.candidate.memberId ? -1 : 1),
    );
}

/**
 * Who gets it. Those at home in the territory come first. In turn: the queue's counter goes round, so that of any run of
 * arrivals nobody gets two more than another. By load: whoever has the smallest share of his capacity, in turn among equals.
 */
export function chosen(
  candidates: readonly Candidate[],
  needs: Needs,
  mode: Queue['mode'],
  turn: number,
): string | undefined {
  const fitting = candidates.map((each) => weigh(each, needs)).filter(({ fits }) => fits);
  const home = fitting.filter(({ against }) => against.length === 0);
  const offered = (home.length > 0 ? home : fitting)
    .map(({ candidate }) => candidate)
    .toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const least = Math.min(...offered.map(loadOf));
  const among = mode === 'least-load' ? offered.filter((each) => loadOf(each) === least) : offered;
  return among[turn % among.length]?.memberId;
}

/** On duty, and with room: whether anything at all may be given to him. */
export function canTakeMore({ away, open, capacity }: Candidate): boolean {
  return away === undefined && open < capacity;
}

function loadOf({ open, capacity }: Candidate): number {
  return open / capacity;
}

const weights = { urgent: 0, high: 1, normal: 2, low: 3 } as const;

type Ranked = Pick<TicketSummary, 'kind' | 'priority' | 'nextDueAt' | 'number'>;

/**
 * 投诉优先: complaints before all else, then by priority, which a VIP raises, then by what is due next; what is paused stands behind
 * its like.
 */
export function rankOf({ kind, priority, nextDueAt = '9999', number }: Ranked): string {
  return `${kind === 'complaint' ? 0 : 1}${weights[priority]}${nextDueAt}#${number}`;
}

export function inOrder<T extends Ranked>(waiting: readonly T[]): T[] {
  return waiting.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
}
