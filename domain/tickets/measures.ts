import { DomainError, invalidField } from '../shared/error.ts';
import { present } from '../shared/present.ts';
import { firstStamps } from '../shared/stamps.ts';
import type { Doing } from './flow.ts';
import { nextProcess, processNotClosed } from './special-flow.ts';
import type { Measure, SpecialProcess } from './special-process.ts';

const measuresMax = 50;

type Planned = Pick<Measure, 'what' | 'memberId' | 'dueAt'>;

function assertAhead(dueAt: string, now: Date): void {
  if (Date.parse(dueAt) <= now.getTime()) throw invalidField('/dueAt', 'tickets.deadline-past');
}

export function addMeasure(process: SpecialProcess, planned: Planned, doing: Doing): SpecialProcess {
  processNotClosed(process);
  const { measures, number } = process;
  if (measures.length >= measuresMax) {
    throw new DomainError('conflict', 'tickets.too-many-measures', { number, max: measuresMax });
  }
  assertAhead(planned.dueAt, doing.now);
  const measure: Measure = { number: measures.length + 1, state: 'open', ...planned };
  return nextProcess(process, { measures: [...measures, measure] }, doing);
}

/** An open measure of a process that goes on. */
export function openMeasure(process: SpecialProcess, number: number): Measure {
  const measure = process.measures.find((each) => each.number === number);
  if (measure === undefined) throw new DomainError('missing', 'tickets.measure-not-found');
  processNotClosed(process);
  if (measure.state !== 'open') throw new DomainError('conflict', 'tickets.measure-ended', { state: measure.state });
  return measure;
}

type Edit = { readonly [field in keyof Planned]?: Planned[field] | undefined };

/** With a later time it is overdue no more. */
export function changeMeasure(process: SpecialProcess, number: number, edit: Edit, doing: Doing): SpecialProcess {
  const measure = openMeasure(process, number);
  const isMoved = edit.dueAt !== undefined && edit.dueAt !== measure.dueAt;
  if (isMoved) assertAhead(edit.dueAt, doing.now);
  const after = { ...measure, ...present(edit), ...(isMoved ? { overdueAt: undefined } : {}) };
  return JSON.stringify(after) === JSON.stringify(measure) ? process : withMeasure(process, after, doing);
}

export function completeMeasure(process: SpecialProcess, number: number, doing: Doing): SpecialProcess {
  return endMeasure(process, number, { state: 'done' }, doing);
}

export function dropMeasure(process: SpecialProcess, number: number, reason: string, doing: Doing): SpecialProcess {
  return endMeasure(process, number, { state: 'dropped', reason }, doing);
}

function endMeasure(
  process: SpecialProcess,
  number: number,
  end: Pick<Measure, 'state' | 'reason'>,
  doing: Doing,
): SpecialProcess {
  const measure = openMeasure(process, number);
  return withMeasure(process, { ...measure, ...end, endedAt: doing.now.toISOString(), endedBy: doing.by }, doing);
}

function withMeasure(
  process: SpecialProcess,
  measure: Measure | Record<string, unknown>,
  doing: Doing,
): SpecialProcess {
  const after = present(measure) as Measure;
  const measures = process.measures.map((each) => (each.number === after.number ? after : each));
  return nextProcess(process, { measures }, doing);
}

/** What stands on the agenda: open, and not yet noted as overdue. */
function awaited({ measures, state }: SpecialProcess): Measure[] {
  return state === 'closed' ? [] : measures.filter((each) => each.state === 'open' && each.overdueAt === undefined);
}

/** The instant at which the process must be looked at again. */
export function processWatchedAt(process: SpecialProcess): string | undefined {
  return awaited(process)
    .map(({ dueAt }) => dueAt)
    .toSorted()[0];
}

/** Notes what has become overdue: no version of its own for callers, and news once for each time that was set. */
export function noteOverdue(
  process: SpecialProcess,
  now: Date,
): { readonly after: SpecialProcess; readonly overdue: readonly number[] } {
  const overdue = awaited(process)
    .filter(({ dueAt }) => Date.parse(dueAt) <= now.getTime())
    .map(({ number }) => number);
  const at = now.toISOString();
  const measures = process.measures.map((each) => (overdue.includes(each.number) ? { ...each, overdueAt: at } : each));
  return { after: { ...process, measures, quietVersions: process.quietVersions + 1 }, overdue };
}

/**
 * Its ticket was merged into another, with which the problem goes on: so does its process, or what is open of its plan
 * where the other has one. One that is over there has been reported; nothing is added to it.
 */
export function goOnWith(
  process: SpecialProcess,
  other: SpecialProcess | undefined,
  into: { readonly id: string; readonly number: string; readonly cycle: number },
  doing: Doing,
): SpecialProcess | undefined {
  const { state: _, outcome: __, ...rest } = process;
  const open = process.measures.filter((each) => each.state === 'open');
  if (other === undefined) {
    const place = { ticketId: into.id, number: into.number, cycle: into.cycle };
    const measures = renumbered(open, 0);
    return {
      ...{ ...rest, ...place, ...firstStamps(doing.now, doing.by) },
      ...{ state: 'open', results: [], measures, quietVersions: 0 },
    };
  }
  if (other.state === 'closed') return undefined;
  const measures = [...other.measures, ...renumbered(open, other.measures.length)];
  return nextProcess(other, { measures, memberIds: [...new Set([...other.memberIds, ...process.memberIds])] }, doing);
}

function renumbered(measures: readonly Measure[], from: number): Measure[] {
  return measures.map((each, i) => ({ ...each, number: from + i + 1 }));
}
