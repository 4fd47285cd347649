import { DomainError, invalidField } from '../shared/error.ts';
import { present } from '../shared/present.ts';
import { firstStamps } from '../shared/stamps.ts';
import { type Doing, refuse } from './flow.ts';
import type { ProcessHappening, SpecialProcess, Trigger } from './special-process.ts';
import { isActive, type Ticket } from './ticket.ts';

/** With the stamps of the next version: every change of a process ends here. */
export function nextProcess(
  process: SpecialProcess,
  changes: Partial<SpecialProcess>,
  { by, now }: Doing,
  ...happened: readonly ProcessHappening[]
): SpecialProcess {
  return present({
    ...process,
    ...changes,
    history: [...process.history, ...happened],
    updatedAt: now.toISOString(),
    updatedBy: by,
  }) as SpecialProcess;
}

function happened(
  type: ProcessHappening['type'],
  { by, now }: Doing,
  facts: Partial<ProcessHappening> = {},
): ProcessHappening {
  return { type, at: now.toISOString(), by, ...facts };
}

export function processNotClosed({ state, number }: SpecialProcess): void {
  if (state === 'closed') throw new DomainError('conflict', 'tickets.special-process-closed', { number });
}

interface Opening {
  readonly trigger: Trigger;
  readonly reason?: string | undefined;
  readonly jointOwnerId?: string | undefined;
}

export function openProcess(
  { id, number, customerId, cycle }: Ticket,
  { trigger, reason, jointOwnerId }: Opening,
  doing: Doing,
): SpecialProcess {
  return present({
    ticketId: id,
    number,
    customerId,
    state: 'open',
    cycle,
    trigger,
    reason,
    jointOwnerId,
    memberIds: [],
    measures: [],
    results: [],
    history: [happened('opened', doing)],
    quietVersions: 0,
    ...firstStamps(doing.now, doing.by),
  }) as SpecialProcess;
}

/** It ended without anything that a customer could be told as a result. */
function isUnsolved({ state, solution, mergedIntoId }: Ticket): boolean {
  return state === 'closed' && (solution === undefined || mergedIntoId !== undefined);
}

/**
 * Brings it to where its ticket is: a reopened ticket reopens it, one that ended unsolved ends it. The ticket says so, not
 * the news of it, so what comes twice, late or in another order leaves it the same.
 */
export function follow(process: SpecialProcess, ticket: Ticket, doing: Doing): SpecialProcess {
  const again = ticket.cycle > process.cycle ? reopened(process, ticket, doing) : process;
  return isUnsolved(ticket) && again.state !== 'closed' ? ended(again, 'without-result', doing) : again;
}

function reopened(process: SpecialProcess, { cycle }: Ticket, doing: Doing): SpecialProcess {
  return nextProcess(process, { state: 'open', cycle, outcome: undefined }, doing, happened('reopened', doing));
}

function ended(process: SpecialProcess, outcome: NonNullable<SpecialProcess['outcome']>, doing: Doing): SpecialProcess {
  return nextProcess(process, { state: 'closed', outcome }, doing, happened('closed', doing));
}

interface Involved {
  readonly jointOwnerId?: string | undefined;
  readonly memberIds?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

/** Another joint owner needs a reason, which stays. Whoever was chosen by hand does not change with the customer's owner. */
export function involve(process: SpecialProcess, { memberIds, ...to }: Involved, doing: Doing): SpecialProcess {
  processNotClosed(process);
  const jointOwnerId = to.jointOwnerId ?? process.jointOwnerId;
  const isOther = jointOwnerId !== process.jointOwnerId;
  if (isOther && to.reason === undefined) throw invalidField('/reason', 'tickets.joint-owner-reason-missing');
  const team = memberIds === undefined ? process.memberIds : [...new Set(memberIds)];
  const isOtherTeam = team.join() !== process.memberIds.join();
  if (!isOther && !isOtherTeam) return process;
  return nextProcess(
    process,
    { jointOwnerId, memberIds: team, ...(isOther ? { isChosen: true } : {}) },
    doing,
    ...(isOther ? [happened('joint-owner', doing, present({ memberId: jointOwnerId, reason: to.reason }))] : []),
    ...(isOtherTeam ? [happened('team', doing)] : []),
  );
}

/** Who is in charge of the customer now, and which customer that is, unless somebody chose another joint owner. */
export function settle(
  process: SpecialProcess,
  { customerId, ownerId }: { readonly customerId: string | undefined; readonly ownerId: string | undefined },
  doing: Doing,
): SpecialProcess {
  if (process.state === 'closed') return process;
  const jointOwnerId = process.isChosen === true ? process.jointOwnerId : (ownerId ?? process.jointOwnerId);
  const isOther = jointOwnerId !== process.jointOwnerId;
  if (!isOther && customerId === process.customerId) return process;
  const changed = isOther ? [happened('joint-owner', doing, present({ memberId: jointOwnerId }))] : [];
  return nextProcess(process, { customerId, jointOwnerId }, doing, ...changed);
}

/** Who has left is replaced in all that he had to do, by whoever looks after what was his. */
export function replaced(process: SpecialProcess, leaverId: string, heirId: string, doing: Doing): SpecialProcess {
  if (process.state === 'closed') return process;
  const heirOf = (id: string): string => (id === leaverId ? heirId : id);
  const isOwner = process.jointOwnerId === leaverId;
  const isInTeam = process.memberIds.includes(leaverId);
  const isResponsible = process.measures.some(({ state, memberId }) => state === 'open' && memberId === leaverId);
  if (!isOwner && !isInTeam && !isResponsible) return process;
  return nextProcess(
    process,
    {
      // He was chosen, his heir was not: from now on the customer's owner counts again.
      ...(isOwner ? { jointOwnerId: heirId, isChosen: undefined } : {}),
      memberIds: [...new Set(process.memberIds.map(heirOf))],
      measures: process.measures.map((each) =>
        each.state === 'open' ? { ...each, memberId: heirOf(each.memberId) } : each,
      ),
    },
    doing,
    ...(isOwner ? [happened('joint-owner', doing, { memberId: heirId })] : []),
    ...(isInTeam ? [happened('team', doing)] : []),
  );
}

interface Report {
  /** Who told the customer: the lead or the joint owner. */
  readonly reporterId: string;
  readonly via: SpecialProcess['results'][number]['via'];
  readonly messageId: string;
}

/** 结果反馈: the customer was told the result by one of the two who lead. Once in a cycle; a reopening asks for it again. */
export function reportResult(process: SpecialProcess, ticket: Ticket, report: Report, doing: Doing): SpecialProcess {
  processNotClosed(process);
  if (isActive(ticket)) throw refuse('tickets.not-resolved', ticket);
  if (process.state === 'reported') {
    throw new DomainError('conflict', 'tickets.result-reported', { number: process.number });
  }
  if (ticket.state === 'closed' && report.via === 'email') throw refuse('tickets.already-closed', ticket);
  // While nobody is assigned, whoever of the queue acts is the lead.
  const leadId = ticket.assigneeId ?? doing.by;
  if (report.reporterId !== leadId && report.reporterId !== process.jointOwnerId) {
    throw invalidField('/reporterId', 'tickets.not-an-owner');
  }
  const result = { cycle: process.cycle, at: doing.now.toISOString(), by: doing.by, ...report };
  return nextProcess(
    process,
    { state: 'reported', results: [...process.results, result] },
    doing,
    happened('reported', doing, { memberId: report.reporterId }),
  );
}

/** Solved, reported, and nothing of the plan left. Who was erased can be told nothing any more. */
export function closeProcess(process: SpecialProcess, ticket: Ticket, doing: Doing): SpecialProcess {
  processNotClosed(process);
  const { number } = process;
  if (isActive(ticket)) throw refuse('tickets.not-resolved', ticket);
  if (process.state !== 'reported' && ticket.erasedAt === undefined) {
    throw new DomainError('conflict', 'tickets.result-not-reported', { number });
  }
  const open = process.measures.filter(({ state }) => state === 'open').length;
  if (open > 0) throw new DomainError('conflict', 'tickets.measures-open', { number, open });
  return ended(process, process.state === 'reported' ? 'reported' : 'without-result', doing);
}
