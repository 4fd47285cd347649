import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayChooseJointOwner, mayComplete } from '#domain/tickets/access.ts';
import { erasedProcess, erasedUpdate } from '#domain/tickets/erasure.ts';
import type { Doing } from '#domain/tickets/flow.ts';
import { merge } from '#domain/tickets/links.ts';
import {
  addMeasure,
  changeMeasure,
  completeMeasure,
  dropMeasure,
  goOnWith,
  noteOverdue,
  processWatchedAt,
} from '#domain/tickets/measures.ts';
import {
  closeProcess,
  follow,
  involve,
  openProcess,
  replaced,
  reportResult,
  settle,
} from '#domain/tickets/special-flow.ts';
import { nextMeasureDue, SpecialProcess } from '#domain/tickets/special-process.ts';
import { isActive, type Ticket } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';
import { agent, hour, type Move, moves, opened, told } from './given.ts';

const rep = idOf('mem', 10);
const other = idOf('mem', 11);
const doing = (hours = 1): Doing => ({ by: agent, now: hour(hours) });
const refusal = (code: string) => expect.objectContaining({ code });
const pointing = (pointer: string, code: string) =>
  expect.objectContaining({ errors: [expect.objectContaining({ pointer, code })] }) as unknown as Error;

const begun = (ticket: Ticket = opened()) => openProcess(ticket, { trigger: 'major', jointOwnerId: rep }, doing(0));
const planned = (memberId = agent, hours = 10) => ({ what: 'New fuse', memberId, dueAt: hour(hours).toISOString() });
const report = { reporterId: rep, via: 'phone', messageId: idOf('msg', 1) } as const;
const solved = told(['resolved', 1]);
const reported = () => reportResult(begun(), solved, report, doing(2));

describe('the end of a process', () => {
  test('needs a solution, the report of it by one of the two who lead, and a plan with nothing left', () => {
    const withPlan = addMeasure(begun(), planned(), doing());
    expect(() => reportResult(withPlan, opened(), report, doing())).toThrow(refusal('tickets.not-resolved'));
    expect(() => closeProcess(withPlan, opened(), doing())).toThrow(refusal('tickets.not-resolved'));
    expect(() => closeProcess(withPlan, solved, doing())).toThrow(refusal('tickets.result-not-reported'));
    const known = reportResult(withPlan, solved, report, doing(2));
    expect(() => closeProcess(known, solved, doing(3))).toThrow(refusal('tickets.measures-open'));
    const over = closeProcess(completeMeasure(known, 1, doing(3)), solved, doing(4));
    expect(over).toMatchObject({ state: 'closed', outcome: 'reported', results: [{ cycle: 1, reporterId: rep }] });
    expect(over.history.map(({ type }) => type)).toEqual(['opened', 'reported', 'closed']);
    expect(() => closeProcess(over, solved, doing(5))).toThrow(refusal('tickets.special-process-closed'));
  });

  test('is reported once in a cycle, by the assignee, the joint owner, or, while nobody is assigned, whoever acts', () => {
    expect(() => reportResult(reported(), solved, report, doing(3))).toThrow(refusal('tickets.result-reported'));
    const by = (reporterId: string, ticket = solved) =>
      reportResult(begun(), ticket, { ...report, reporterId }, { by: other, now: hour(2) });
    expect(by(agent).results).toHaveLength(1);
    expect(() => by(other)).toThrow(pointing('/reporterId', 'tickets.not-an-owner'));
    const { assigneeId: _, ...unassigned } = solved;
    expect(by(other, unassigned).results).toHaveLength(1);
    expect(() => by(agent, unassigned)).toThrow(pointing('/reporterId', 'tickets.not-an-owner'));
  });

  test('is reported of a closed ticket too, but not by a mail of it', () => {
    const closed = told(['resolved', 1], ['closed', 2]);
    expect(reportResult(begun(), closed, report, doing(3)).state).toBe('reported');
    const mailed = () => reportResult(begun(), closed, { ...report, via: 'email' }, doing(3));
    expect(mailed).toThrow(refusal('tickets.already-closed'));
  });

  test('needs no report where whom it is about was erased', () => {
    const erased = { ...solved, erasedAt: hour(1).toISOString() };
    expect(closeProcess(begun(), erased, doing(2))).toMatchObject({ state: 'closed', outcome: 'without-result' });
  });
});

describe('with its ticket', () => {
  const again = told(['resolved', 1], ['reopened', 3]);

  test('it is reopened, and needs another report', () => {
    const over = closeProcess(reported(), solved, doing(2));
    const back = follow(over, again, doing(3));
    expect(back).toMatchObject({ state: 'open', cycle: 2 });
    expect(back).not.toHaveProperty('outcome');
    expect(follow(back, again, doing(4))).toBe(back);
    const solvedAgain = moves.resolved(again, doing(4));
    expect(() => closeProcess(back, solvedAgain, doing(5))).toThrow(refusal('tickets.result-not-reported'));
    const knows = reportResult(back, solvedAgain, report, doing(5));
    expect(knows.results.map(({ cycle }) => cycle)).toEqual([1, 2]);
  });

  test('it ends without a result where the ticket does, once; a solved one it leaves to those who report', () => {
    const ended = follow(begun(), told(['withdrawn', 2]), doing(2));
    expect(ended).toMatchObject({ state: 'closed', outcome: 'without-result' });
    expect(follow(ended, told(['withdrawn', 2]), doing(3))).toBe(ended);
    const closed = told(['resolved', 1], ['closed', 2]);
    const open = begun();
    expect(follow(open, closed, doing(3))).toBe(open);
  });

  test('that is merged it goes on with the other, its plan numbered anew; one that is over there takes nothing', () => {
    const into = opened({ id: idOf('tkt', 2), number: 'FK202611002' });
    const first = addMeasure(begun(), planned(), doing());
    const mine = addMeasure(completeMeasure(first, 1, doing()), planned(other), doing());
    const [merged] = merge(opened(), into, doing(2));
    expect(follow(mine, merged, doing(2)).state).toBe('closed');
    // Solved as it was, it is not what the customer is told of any more.
    const [solvedThere] = merge(solved, into, doing(2));
    expect(follow(mine, solvedThere, doing(2))).toMatchObject({ state: 'closed', outcome: 'without-result' });
    const moved = goOnWith(mine, undefined, into, doing(2));
    expect(moved).toMatchObject({ ticketId: into.id, number: into.number, state: 'open', version: 1 });
    expect(moved?.measures).toMatchObject([{ number: 1, memberId: other }]);
    const theirs = addMeasure(begun(into), planned(), doing());
    const both = goOnWith(involve(mine, { memberIds: [other] }, doing()), theirs, into, doing(2));
    expect(both?.measures.map(({ number }) => number)).toEqual([1, 2]);
    expect(both?.memberIds).toEqual([other]);
    expect(goOnWith(mine, follow(theirs, told(['withdrawn', 1]), doing()), into, doing(2))).toBeUndefined();
  });
});

describe('who is involved', () => {
  test('another joint owner needs a reason, and then stays whoever owns the customer', () => {
    const open = begun();
    expect(() => involve(open, { jointOwnerId: other }, doing())).toThrow(
      pointing('/reason', 'tickets.joint-owner-reason-missing'),
    );
    const chosen = involve(open, { jointOwnerId: other, reason: 'Knows the site.' }, doing());
    expect(chosen.history.at(-1)).toMatchObject({ type: 'joint-owner', memberId: other, reason: 'Knows the site.' });
    expect(settle(chosen, { customerId: idOf('cus', 1), ownerId: rep }, doing())).toBe(chosen);
    expect(involve(open, { jointOwnerId: rep, memberIds: [] }, doing())).toBe(open);
    const team = involve(open, { memberIds: [other, other] }, doing());
    expect([team.memberIds, team.history.at(-1)?.type]).toEqual([[other], 'team']);
  });

  test('the customer’s owner of the moment is the joint owner, until the process is closed', () => {
    const now = (ownerId: string | undefined, customerId: string | undefined = idOf('cus', 1)) =>
      [{ customerId, ownerId }, doing(2)] as const;
    const open = begun();
    expect(settle(open, ...now(rep))).toBe(open);
    expect(settle(open, ...now(other))).toMatchObject({ jointOwnerId: other });
    expect(settle(open, ...now(undefined))).toBe(open);
    const moved = settle(open, ...now(rep, idOf('cus', 2)));
    expect([moved.customerId, moved.history.length]).toEqual([idOf('cus', 2), 1]);
    const over = closeProcess(reported(), solved, doing(3));
    expect(settle(over, ...now(other))).toBe(over);
  });

  test('whoever leaves is replaced in all that he had to do, and in nothing that is over', () => {
    const plan = [planned(rep), planned(rep), planned(agent)];
    const full = plan.reduce((process, each) => addMeasure(process, each, doing()), begun());
    const before = involve(completeMeasure(full, 1, doing()), { memberIds: [rep, agent] }, doing());
    const after = replaced(before, rep, other, doing(2));
    expect(after).toMatchObject({ jointOwnerId: other, memberIds: [other, agent] });
    expect(after.measures.map(({ memberId }) => memberId)).toEqual([rep, other, agent]);
    expect(replaced(after, rep, other, doing(3))).toBe(after);
    expect(replaced(full, agent, other, doing(2)).measures[2]?.memberId).toBe(other);
    const over = closeProcess(reported(), solved, doing(3));
    expect(replaced(over, rep, other, doing(4))).toBe(over);
  });

  test('a manager of service or an admin chooses another joint owner; service, or who is responsible, ticks a measure', () => {
    const caller = (role: 'sales-rep' | 'service-agent' | 'service-manager' | 'admin', memberId = rep) =>
      ({ role, memberId, departments: [], locale: 'en', zone: 'UTC' }) as const;
    expect(mayChooseJointOwner(caller('service-manager')) && mayChooseJointOwner(caller('admin'))).toBe(true);
    expect(mayChooseJointOwner(caller('service-agent')) || mayChooseJointOwner(caller('sales-rep'))).toBe(false);
    expect([mayComplete(caller('service-agent'), other), mayComplete(caller('sales-rep'), rep)]).toEqual([true, true]);
    expect(mayComplete(caller('sales-rep'), other)).toBe(false);
  });
});

describe('a plan', () => {
  test('has measures ahead of now, fifty at most, each ended once and changed only before', () => {
    expect(() => addMeasure(begun(), planned(agent, 1), doing(1))).toThrow(pointing('/dueAt', 'tickets.deadline-past'));
    const full = Array.from({ length: 50 }).reduce<SpecialProcess>(
      (process) => addMeasure(process, planned(), doing()),
      begun(),
    );
    expect(() => addMeasure(full, planned(), doing())).toThrow(refusal('tickets.too-many-measures'));
    expect(() => changeMeasure(full, 51, {}, doing())).toThrow(refusal('tickets.measure-not-found'));
    const dropped = dropMeasure(full, 2, 'Not needed.', doing());
    expect(dropped.measures[1]).toMatchObject({ state: 'dropped', reason: 'Not needed.', endedBy: agent });
    expect(() => completeMeasure(dropped, 2, doing())).toThrow(refusal('tickets.measure-ended'));
    expect(changeMeasure(full, 1, { what: planned().what, dueAt: planned().dueAt }, doing())).toBe(full);
    expect(changeMeasure(full, 1, { what: 'Old fuse' }, doing()).measures[0]?.what).toBe('Old fuse');
    const past = { dueAt: hour(1).toISOString() };
    expect(() => changeMeasure(full, 1, past, doing(2))).toThrow(pointing('/dueAt', 'tickets.deadline-past'));
  });

  test('notes once that a measure is overdue; with a later time it waits again', () => {
    const two = addMeasure(addMeasure(begun(), planned(agent, 10), doing()), planned(agent, 5), doing());
    expect([processWatchedAt(two), nextMeasureDue(two)]).toEqual([hour(5).toISOString(), hour(5).toISOString()]);
    expect(noteOverdue(two, new Date(hour(5).getTime() - 1)).overdue).toEqual([]);
    const { after, overdue } = noteOverdue(two, hour(5));
    expect([overdue, after.quietVersions, after.updatedAt]).toEqual([[2], 1, two.updatedAt]);
    expect([processWatchedAt(after), nextMeasureDue(after)]).toEqual([hour(10).toISOString(), hour(5).toISOString()]);
    const put = changeMeasure(after, 2, { dueAt: hour(8).toISOString() }, doing(6));
    expect(put.measures[1]).not.toHaveProperty('overdueAt');
    expect(processWatchedAt(put)).toBe(hour(8).toISOString());
    const ended = follow(put, told(['withdrawn', 6]), doing(6));
    expect([processWatchedAt(ended), nextMeasureDue(ended)]).toEqual([undefined, undefined]);
  });
});

test('an erased process keeps who did what when, and none of the words', () => {
  const complex = openProcess(opened(), { trigger: 'complex', reason: 'SECRET' }, doing(0));
  const chosen = involve(complex, { jointOwnerId: rep, reason: 'SECRET' }, doing());
  const twice = [1, 2].reduce((process) => addMeasure(process, { ...planned(), what: 'SECRET' }, doing()), chosen);
  const before = dropMeasure(twice, 1, 'SECRET', doing());
  const after = erasedProcess(before, hour(2));
  expect(JSON.stringify(after)).not.toContain('SECRET');
  expect(after).toMatchObject({ jointOwnerId: rep, reason: '', measures: [{ state: 'dropped' }, { state: 'open' }] });
  expect(erasedProcess(begun(), hour(2))).not.toHaveProperty('reason');
  expect(after && erasedProcess(after, hour(3))).toBeUndefined();
  const update = { id: idOf('msg', 1), ticketId: idOf('tkt', 1), text: 'SECRET', at: '', by: agent };
  expect(erasedUpdate(update).text).toBe('');
});

describe('whatever happens', () => {
  const steps = ['follow', 'plan', 'complete', 'drop', 'report', 'close', 'settle', 'replace', 'overdue'] as const;
  const ticketMoves: readonly Move[] = ['answered', 'resolved', 'closed', 'withdrawn', 'reopened'];
  const any = fc.constantFrom<(typeof steps)[number] | Move>(...steps, ...ticketMoves);
  // What leads to the end comes more often, so that stories get there.
  const onTheWay = fc.constantFrom<(typeof steps)[number] | Move>('plan', 'resolved', 'report', 'close');
  const story = fc.array(fc.oneof(any, onTheWay), { maxLength: 30 });

  function step(process: SpecialProcess, ticket: Ticket, name: (typeof steps)[number], at: Doing): SpecialProcess {
    const first = process.measures.find(({ state }) => state === 'open')?.number ?? 1;
    const known = follow(process, ticket, at);
    switch (name) {
      case 'follow':
        return known;
      case 'plan':
        return addMeasure(known, { ...planned(), dueAt: new Date(at.now.getTime() + 5e6).toISOString() }, at);
      case 'complete':
        return completeMeasure(known, first, at);
      case 'drop':
        return dropMeasure(known, first, 'x', at);
      case 'report':
        return reportResult(known, ticket, { ...report, reporterId: agent }, at);
      case 'close':
        return closeProcess(known, ticket, at);
      case 'settle':
        return settle(known, { customerId: idOf('cus', 1), ownerId: other }, at);
      case 'replace':
        return replaced(known, agent, other, at);
      case 'overdue':
        return noteOverdue(known, at.now).after;
    }
  }

  test('a process is closed only when reported in its cycle with nothing left, or when its ticket ended without a solution', () => {
    fc.assert(
      fc.property(story, (names) => {
        let [ticket, process] = [opened(), begun()];
        names.forEach((name, i) => {
          const at = doing(i + 1);
          const before = process;
          try {
            if (name in moves) ticket = moves[name as Move](ticket, at);
            else process = step(process, ticket, name as (typeof steps)[number], at);
          } catch (error) {
            expect(error).toMatchObject({ name: 'DomainError' });
          }
          const reports = process.results.filter(({ cycle }) => cycle === process.cycle).length;
          expect(reports).toBeLessThanOrEqual(1);
          expect(process.cycle).toBeLessThanOrEqual(ticket.cycle);
          if (process.state === 'reported') expect(reports).toBe(1);
          if (process.outcome === 'reported') {
            expect(reports).toBe(1);
            expect(process.measures.every(({ state }) => state !== 'open')).toBe(true);
          }
          expect(process.state === 'closed').toBe(process.outcome !== undefined);
          if (process.outcome === 'without-result' && before.outcome === undefined) {
            expect(ticket).toMatchObject({ state: 'closed' });
            expect(ticket).not.toHaveProperty('solution');
          }
          const settledWith = follow(process, ticket, at);
          expect(settledWith.cycle).toBe(ticket.cycle);
          if (isActive(ticket)) expect(settledWith.state === 'closed').toBe(false);
          expect(follow(settledWith, ticket, at)).toBe(settledWith);
          expect(SpecialProcess.parse(process)).toEqual(process);
        });
      }),
      { numRuns: 200 },
    );
  });
});
