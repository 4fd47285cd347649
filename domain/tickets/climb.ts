import { DomainError } from '../shared/error.ts';
import { durationMs } from '../shared/time.ts';
import { currentPromises, isOwed, isPaused, standingOf, stateOf } from './clock.ts';
import type { Escalation } from './escalation.ts';
import { holdMs, type Policy, type Rung, type Target } from './policy.ts';
import type { Ticket } from './ticket.ts';

/** One broken promise: what an execution of the workflow is about. */
export interface Broken {
  readonly target: Target;
  readonly cycle: number;
}

/** When the promise was broken; undefined where there is nothing to climb for (any more): met, paused, solved. */
export function brokenAt(ticket: Ticket, { target, cycle }: Broken, policy: Policy, now: Date): number | undefined {
  if (ticket.cycle !== cycle || ticket.state === 'resolved' || ticket.state === 'closed') return undefined;
  if (ticket.state === 'waiting' && ticket.waitingFor !== undefined && policy.pauseOn.includes(ticket.waitingFor)) {
    return undefined;
  }
  const promise = currentPromises(ticket, policy).find((each) => each.target === target);
  if (promise === undefined || !isOwed(promise) || isPaused(promise)) return undefined;
  return stateOf(promise, policy, now.getTime()) === 'breached' ? standingOf(promise, policy).by : undefined;
}

export function escalationOf(ticket: Ticket, { target, cycle }: Broken): Escalation | undefined {
  return ticket.escalations.find((each) => each.target === target && each.cycle === cycle);
}

export function begun({ target, cycle }: Broken, at: number): Escalation {
  return { target, cycle, brokenAt: new Date(at).toISOString(), passed: 0, history: [] };
}

/** The roles that a rung tells. A complaint has the service manager on its first rung (rules.md 6). */
export function rolesOf(ticket: Pick<Ticket, 'kind'>, policy: Policy, rung: number): readonly Rung[] {
  const roles = policy.ladder[rung]?.notify ?? [];
  const joins = ticket.kind === 'complaint' && rung === 0 && !roles.includes('service-manager');
  return joins ? [...roles, 'service-manager'] : roles;
}

/** When the next rung comes; undefined at the top. An acknowledgement has put it off. */
export function nextRungAt(escalation: Escalation, policy: Policy): number | undefined {
  const step = policy.ladder[escalation.passed];
  if (step === undefined) return undefined;
  const planned = policy.hours.after(Date.parse(escalation.brokenAt), durationMs(step.after));
  return escalation.held === escalation.passed ? planned + holdMs : planned;
}

/** Somebody whom a rung names, by the role in which it does. */
export interface Named {
  readonly rung: Rung;
  readonly memberId: string;
}

/** Those of them who have not been told on a lower rung, each once. */
export function untold({ history }: Escalation, named: readonly Named[]): Named[] {
  const known = new Set(history.filter(({ type }) => type === 'told').map(({ memberId }) => memberId));
  return named.filter(({ memberId }) => !known.has(memberId) && known.add(memberId));
}

/** A rung that tells nobody new is passed, and the next one comes at once. */
export function climbed(escalation: Escalation, policy: Policy, told: readonly Named[], now: Date): Escalation {
  const at = now.toISOString();
  const rung = told[0]?.rung ?? policy.ladder[escalation.passed]?.notify[0];
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
export function rungStep({ target, cycle }: Broken, rung: Rung): string {
  return `${target}/${cycle}/${rung}`;
}

/** Someone has taken it in hand: the next rung of each running climb waits four hours longer, once per rung. */
export function acknowledge(ticket: Ticket, policy: Policy, memberId: string, now: Date): Escalation[] {
  const isRunning = (each: Escalation) =>
    each.endedAt === undefined && brokenAt(ticket, each, policy, now) !== undefined;
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
