import { DomainError } from '../shared/error.ts';
import { durationMs } from '../shared/time.ts';
import { currentPromises, isOwed, isPaused, nameOf } from './clock.ts';
import type { Escalation } from './escalation.ts';
import { holdMs, type Policy } from './policy.ts';
import type { Sla } from './sla.ts';
import { standingOf, stateOf } from './standing.ts';
import type { Target } from './target.ts';
import type { Ticket } from './ticket.ts';

/** One broken promise: what an execution of the workflow is about. */
export interface Broken {
  readonly target: Target;
  readonly cycle: number;
  /** 1 unless stated. */
  readonly round?: number | undefined;
}

/** When the promise was broken; undefined where there is nothing to climb for (any more): met, paused, solved. */
export function brokenAt(ticket: Ticket, broken: Broken, sla: Sla, now: Date): number | undefined {
  if (ticket.cycle !== broken.cycle) return undefined;
  const promise = currentPromises(ticket, sla).find((each) => isSame(each, broken));
  if (promise === undefined || !isOwed(promise) || isPaused(promise)) return undefined;
  return stateOf(promise, now.getTime()) === 'breached' ? standingOf(promise).by : undefined;
}

function isSame(one: Broken, other: Broken): boolean {
  return one.target === other.target && one.cycle === other.cycle && (one.round ?? 1) === (other.round ?? 1);
}

export function escalationOf(ticket: Ticket, broken: Broken): Escalation | undefined {
  return ticket.escalations.find((each) => isSame(each, broken));
}

/** The ticket's climbs with this one as it is now. */
export function withEscalation({ escalations }: Ticket, escalation: Escalation): Escalation[] {
  return [...escalations.filter((each) => !isSame(each, escalation)), escalation];
}

/** The run that climbs, or that is to begin where the one before has ended: 1 for the first. */
export function runOf(known: Escalation | undefined): number {
  const { run = 1, endedAt } = known ?? {};
  return endedAt === undefined ? run : run + 1;
}

/** A run that has ended, or that another has followed, climbs no more. */
export function isOver(known: Escalation | undefined, run: number): boolean {
  return run < runOf(known);
}

/** A run takes up the climb: nobody is told a second time, and rungs are counted from when the promise is broken now. */
export function takenUp(known: Escalation | undefined, broken: Broken, run: number, at: number): Escalation {
  if (known === undefined) return begun(broken, at);
  const brokenAt = new Date(at).toISOString();
  if (known.endedAt === undefined && known.brokenAt === brokenAt) return known;
  const { endedAt: _, ...rest } = known;
  return { ...rest, brokenAt, ...(run > 1 ? { run } : {}) };
}

export function begun({ target, cycle, round = 1 }: Broken, at: number): Escalation {
  const which = { target, cycle, ...(round > 1 ? { round } : {}) };
  return { ...which, brokenAt: new Date(at).toISOString(), passed: 0, history: [] };
}

/** The roles that a rung tells. A complaint has the service manager on its first rung (rules.md 6). */
export function rolesOf(
  { kind }: Pick<Ticket, 'kind'>,
  policy: Policy,
  { target, passed }: Escalation,
): readonly string[] {
  const roles = policy.ladderOf(target)[passed]?.notify ?? [];
  const joins = kind === 'complaint' && passed === 0 && !roles.includes('service-manager');
  return joins ? [...roles, 'service-manager'] : roles;
}

/** When the next rung comes; undefined at the top. An acknowledgement has put it off. */
export function nextRungAt(escalation: Escalation, policy: Policy): number | undefined {
  const step = policy.ladderOf(escalation.target)[escalation.passed];
  if (step === undefined) return undefined;
  const planned = policy.hours.after(Date.parse(escalation.brokenAt), durationMs(step.after));
  return escalation.held === escalation.passed ? planned + holdMs : planned;
}

/** Somebody whom a rung names, by the role in which it does. */
export interface Named {
  readonly rung: string;
  readonly memberId: string;
}

/** Those of them who have not been told on a lower rung, each once. */
export function untold({ history }: Escalation, named: readonly Named[]): Named[] {
  const known = new Set(history.filter(({ type }) => type === 'told').map(({ memberId }) => memberId));
  return named.filter(({ memberId }) => !known.has(memberId) && known.add(memberId));
}

/** The top of a ladder on which nobody has been told, as nobody is assigned: a broken promise is never orphaned. */
export function isOrphaned({ target, passed, history }: Escalation, policy: Policy): boolean {
  return passed === policy.ladderOf(target).length - 1 && history.every(({ type }) => type !== 'told');
}

/** A rung that tells nobody new is passed, and the next one comes at once. */
export function climbed(escalation: Escalation, policy: Policy, told: readonly Named[], now: Date): Escalation {
  const at = now.toISOString();
  const rung = told[0]?.rung ?? policy.ladderOf(escalation.target)[escalation.passed]?.notify[0];
  return {
    ...escalation,
    ...(rung === undefined ? {} : { rung }),
    passed: escalation.passed + 1,
    history: [...escalation.history, ...told.map((each) => ({ at, type: 'told' as const, ...each }))],
  };
}

export function ended(escalation: Escalation, now: Date): Escalation {
  return { ...escalation, endedAt: now.toISOString() };
}

/** `resolution/1/manager`: a rung's mail is sent once per person, ever. */
export function rungStep({ target, cycle, round = 1 }: Broken, rung: string): string {
  return `${nameOf({ target, round })}/${cycle}/${rung}`;
}

/** Someone has taken it in hand: the next rung of each running climb waits four hours longer, once per rung. */
export function acknowledge(ticket: Ticket, sla: Sla, memberId: string, now: Date): Escalation[] {
  const isRunning = (each: Escalation) => each.endedAt === undefined && brokenAt(ticket, each, sla, now) !== undefined;
  const running = ticket.escalations.filter(isRunning);
  if (running.length === 0) throw new DomainError('conflict', 'tickets.not-escalated', { number: ticket.number });
  if (running.every(({ held, passed }) => held === passed)) {
    throw new DomainError('conflict', 'tickets.already-acknowledged', { number: ticket.number });
  }
  const at = now.toISOString();
  return ticket.escalations.map((each) =>
    running.includes(each) && each.held !== each.passed
      ? {
          ...each,
          held: each.passed,
          history: [...each.history, { at, type: 'acknowledged' as const, rung: each.rung ?? 'assignee', memberId }],
        }
      : each,
  );
}
