import { durationMs } from '../shared/time.ts';
import type { WaitingFor } from './ticket.ts';

/** A promise to the customer, in the order in which the promises fall due. */
export const targets = ['firstResponse', 'resolution'] as const;
export type Target = (typeof targets)[number];

/** Whom a rung tells: a role towards the ticket. */
export type Rung = 'assignee' | 'manager' | 'service-manager';

interface Step {
  /** After the promise was broken, in the policy's hours. */
  readonly after: string;
  readonly notify: readonly Rung[];
}

/** Which time counts. Only the hours of a calendar use up a promise. */
interface Hours {
  /** Milliseconds that count between two instants. */
  readonly worked: (from: number, to: number) => number;
  /** The instant at which so much has been worked since. What is used up exactly at closing time is due then. */
  readonly after: (from: number, workedMs: number) => number;
  /** The interval in pieces, without gaps. */
  readonly split: (from: number, to: number) => readonly Piece[];
}

export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly kind: 'counted' | 'offHours' | 'holiday';
}

export interface Policy {
  readonly name: string;
  /** A target left out is not promised. */
  readonly targets: Readonly<Partial<Record<Target, string>>>;
  /** What a pause of the solution is. The first response is never paused. */
  readonly pauseOn: readonly WaitingFor[];
  readonly hours: Hours;
  readonly ladder: readonly Step[];
}

/** Around the clock, every day. */
const always: Hours = {
  worked: (from, to) => Math.max(0, to - from),
  after: (from, workedMs) => from + workedMs,
  split: (from, to) => (to > from ? [{ from, to, kind: 'counted' }] : []),
};

/** Answered within 24 hours, solved within 48. */
export const defaultPolicy: Policy = {
  name: 'default',
  targets: { firstResponse: 'PT24H', resolution: 'PT48H' },
  pauseOn: ['customer'],
  hours: always,
  ladder: [
    { after: 'PT0S', notify: ['assignee'] },
    { after: 'PT4H', notify: ['manager'] },
    { after: 'PT24H', notify: ['service-manager'] },
  ],
};

/** The share of a target after which someone is warned (rules.md 2). */
export const warningShare = 0.75;

export const surveyAfterMs = durationMs('PT24H');
export const closesAfterMs = durationMs('P7D');
export const reopenWithinMs = durationMs('P30D');
/** How long an acknowledgement holds the next rung. */
export const holdMs = durationMs('PT4H');
