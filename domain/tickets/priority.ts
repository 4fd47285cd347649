import type { Kind, Priority, Severity } from './ticket.ts';

const bySeverity = { minor: 0, moderate: 1, major: 2 } as const satisfies Record<Severity, number>;
const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[];
/** Whose problems come before others' of the same weight. */
const preferredLevels: ReadonlySet<string> = new Set(['strategic', 'vip']);

/** From severity, one step up for a complaint and one for a customer of the highest levels. */
export function priorityOf(ticket: { kind: Kind; severity: Severity }, level: string | undefined): Priority {
  const steps =
    bySeverity[ticket.severity] +
    (ticket.kind === 'complaint' ? 1 : 0) +
    (level !== undefined && preferredLevels.has(level) ? 1 : 0);
  return priorities[Math.min(steps, priorities.length - 1)] ?? 'urgent';
}
