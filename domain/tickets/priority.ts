import type { Impact, Kind, Priority, Severity, Urgency } from './ticket.ts';

const bySeverity = { minor: 0, moderate: 1, major: 2 } as const satisfies Record<Severity, number>;
const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[];
/** Whose problems come before others' of the same weight. */
const preferredLevels: ReadonlySet<string> = new Set(['strategic', 'vip']);

const byImpact = { person: 0, team: 0, company: 1, public: 1 } as const satisfies Record<Impact, number>;
const byUrgency = { low: -1, medium: 0, high: 1 } as const satisfies Record<Urgency, number>;

interface Weighed {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly impact?: Impact | undefined;
  readonly urgency?: Urgency | undefined;
}

/**
 * From severity: one step up for a complaint, for a customer of the highest levels, for what stops a whole company or is
 * seen in public, and for what is urgent; one down for what can wait.
 */
export function priorityOf({ kind, severity, impact, urgency }: Weighed, level: string | undefined): Priority {
  const steps =
    bySeverity[severity] +
    (kind === 'complaint' ? 1 : 0) +
    (prefers(level) ? 1 : 0) +
    (impact === undefined ? 0 : byImpact[impact]) +
    (urgency === undefined ? 0 : byUrgency[urgency]);
  return priorities[Math.max(steps, 0)] ?? 'urgent';
}

function prefers(level: string | undefined): boolean {
  return level !== undefined && preferredLevels.has(level);
}
