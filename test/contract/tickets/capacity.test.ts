import type { Context as LambdaContext } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { messages } from '#domain/tickets/messages.ts';
import { routes as answerRoutes } from '#functions/tickets/answers-routes.ts';
import { routes as bulkRoutes } from '#functions/tickets/bulk-edits-routes.ts';
import { climbLadder } from '#functions/tickets/climb-ladder.ts';
import { giveOut } from '#functions/tickets/give-out.ts';
import { routes as intakeRoutes } from '#functions/tickets/intake-routes.ts';
import { routes as linkRoutes } from '#functions/tickets/links-routes.ts';
import { handler as onBulkEdit } from '#functions/tickets/on-bulk-edit.ts';
import { handler as onSpecialProcess } from '#functions/tickets/on-special-process.ts';
import { routes as readingRoutes } from '#functions/tickets/reading-routes.ts';
import { routes } from '#functions/tickets/routes.ts';
import { routes as slaRoutes } from '#functions/tickets/sla-routes.ts';
import { routes as specialRoutes } from '#functions/tickets/special-processes-routes.ts';
import { handler as sweep } from '#functions/tickets/sweep.ts';
import { putNumber } from '#store/tickets.ts';
import { putCannedAnswer } from '#store/tickets-canned-answers.ts';
import { noteHandling } from '#store/tickets-figures.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { idOf, inProcess, TestClock, testObserver, testParts, testWorld } from '#test/world.ts';
import { aCompany, as, contacts, customers, departments, fault, people } from './given.ts';

async function onEngine() {
  const engine = await engineTable();
  await aCompany(engine.table);
  const clock = new TestClock();
  const parts = testParts(clock, engine.table);
  const { call } = inProcess(
    'tickets',
    [
      ...[...routes, ...readingRoutes, ...intakeRoutes, ...linkRoutes, ...bulkRoutes],
      ...[...answerRoutes, ...specialRoutes, ...slaRoutes],
    ],
    messages,
    { clock, parts, as: as.agent },
  );
  return { engine, clock, call, parts };
}

/** What the engine reports for one piece of work. */
async function used({ capacity }: EngineTable, work: () => Promise<unknown>) {
  const before = { ...capacity };
  await work();
  return { read: capacity.read - before.read, write: capacity.write - before.write };
}

const body = { ...fault, description: 'No light, no sound since this morning.' };

describe('capacity, as the engine reports it', () => {
  test('opening a ticket of up to 1 KB: 4 WRU (number, row, queue, agenda), one more for each KB more', async () => {
    const { engine, call } = await onEngine();
    const open = (description: string) =>
      used(engine, () => call('POST', '/v1/tickets', { body: { ...body, contactId: contacts.wei, description } }));
    expect((await open(body.description)).write).toBe(4);
    expect((await open('x'.repeat(1024))).write).toBe(5);
    expect((await open('x'.repeat(5 * 1024))).write).toBeLessThanOrEqual(10);
  });

  test('opening one of somebody who is no contact: 9 WRU with the place where an erasure finds it; reading it 0.5 RRU', async () => {
    const { engine, call } = await onEngine();
    const { customerId: _, ...asked } = body;
    const requester = { name: 'Ann', email: 'ann@example.com' };
    let id = '';
    const opened = await used(engine, async () => {
      const answer = await call('POST', '/v1/tickets', { body: { ...asked, requester }, ...as.serviceManager });
      expect(answer.status).toBe(201);
      id = answer.body.id;
    });
    expect(opened.write).toBe(9);
    expect(await used(engine, () => call('GET', `/v1/tickets/${id}`, as.serviceManager))).toEqual({
      read: 0.5,
      write: 0,
    });
  });

  test('opening one under a policy in office hours: at most 5 WRU; the policies are one read, their versions one in a container', async () => {
    const { engine, call } = await onEngine();
    const reads = async () => (await used(engine, () => call('POST', '/v1/tickets', { body }))).read;
    const plain = await reads();
    const day = [['09:00', '18:00']];
    const manage = (path: string, sent: object) => call('PUT', path, { body: sent, ...as.serviceManager });
    await manage('/v1/calendars/office', { zone: 'Asia/Shanghai', weekly: { mon: day, tue: day }, holidays: 'CN' });
    for (let i = 0; i < 7; i += 1) {
      const policy = { when: { kinds: ['fault'] }, calendar: 'office', targets: { resolution: 'PT8H' } };
      expect((await manage(`/v1/sla-policies/faults-${i}`, policy)).status).toBe(200);
    }
    expect((await reads()) - plain).toBeLessThanOrEqual(2);
    expect((await reads()) - plain).toBeLessThanOrEqual(0.5);
    const opened = await used(engine, () => call('POST', '/v1/tickets', { body }));
    expect(opened.write).toBeLessThanOrEqual(6);
  });

  test('a broken promise with its first rung: 4 or 5 WRU as the ticket is long, and the look that starts its climb writes nothing', async () => {
    const { engine, call, clock, parts } = await onEngine();
    const { body: made } = await call('POST', '/v1/tickets', { body });
    await call('POST', `/v1/tickets/${made.id}/assign`, { body: { assigneeId: people.agent } });
    const run = () =>
      sweep.within({ parts, observer: testObserver() })({}, {
        getRemainingTimeInMillis: () => 60_000,
      } as LambdaContext);
    clock.advance(18 * 3_600_000);
    await run();
    clock.advance(6 * 3_600_000);
    const { write } = await used(engine, run);
    expect(write).toBeGreaterThanOrEqual(4);
    expect(write).toBeLessThanOrEqual(5);
    const climb = { ticketId: made.id, cycle: 1, target: 'firstResponse' } as const;
    const look = await used(engine, async () => {
      expect(await climbLadder(climb, testWorld(parts))).toHaveProperty('waitUntil');
    });
    expect(look).toEqual({ read: 0.5, write: 0 });
  });

  test('opening one that a rule routes costs 1.5 RRU more at most, and 1 WRU where its row grows past a KB', async () => {
    const { engine, call } = await onEngine();
    const open = () => used(engine, () => call('POST', '/v1/tickets', { body }));
    const plain = await open();
    const rules = [
      { name: 'faults', when: { kinds: ['fault'], languages: ['zh-CN'] }, departmentId: departments.south },
    ];
    const sent = { body: { rules }, headers: { 'if-match': '"0"' }, ...as.serviceManager };
    expect(await used(engine, () => call('PUT', '/v1/ticket-routing', sent))).toMatchObject({ write: 4 });
    const routed = await open();
    expect(routed.read - plain.read).toBeLessThanOrEqual(1.5);
    expect(routed.write - plain.write).toBeLessThanOrEqual(1);
  });

  test('reading one: 0.5 RRU, and 0.5 for its customer’s card', async () => {
    const { engine, call } = await onEngine();
    const { body: made } = await call('POST', '/v1/tickets', { body });
    expect(await used(engine, () => call('GET', `/v1/tickets/${made.id}`))).toEqual({ read: 1, write: 0 });
  });

  test('the work list in one query: fifty for at most 3 RRU', async () => {
    const { engine, call } = await onEngine();
    for (let i = 0; i < 51; i += 1) await call('POST', '/v1/tickets', { body });
    const list = () => call('GET', `/v1/tickets?departmentId=${departments.north}&sort=nextDueAt`);
    expect((await list()).body.items).toHaveLength(50);
    expect((await used(engine, list)).read).toBeLessThanOrEqual(3);
    const byPriority = () => call('GET', `/v1/tickets?departmentId=${departments.north}&sort=priority`);
    expect((await byPriority()).body.items).toHaveLength(50);
    expect((await used(engine, byPriority)).read).toBeLessThanOrEqual(3);
    const { body: one } = await call('GET', `/v1/tickets?departmentId=${departments.north}&limit=1`);
    const { id: ticketId, number } = one.items[0];
    expect(await used(engine, () => engine.table.commit([putNumber(number, ticketId)]))).toEqual({ read: 0, write: 1 });
    const byNumber = () => call('GET', `/v1/tickets?number=${number}`);
    expect((await byNumber()).body.items).toHaveLength(1);
    expect(await used(engine, byNumber)).toEqual({ read: 1, write: 0 });
  });

  test('a bulk edit of ten tickets: asked for, and each tagged with the note of it', async () => {
    const { engine, call, parts } = await onEngine();
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1) ids.push((await call('POST', '/v1/tickets', { body })).body.id);
    let id = '';
    const asked = await used(engine, async () => {
      const sent = { ids, changes: { addTags: ['停电'] } };
      ({ id } = (await call('POST', '/v1/ticket-bulk-edits', { body: sent })).body);
    });
    const event = { id: 'evt', type: 'ticket-bulk-edit.part-queued', version: 1, subject: id, at: '', actorId: 'x' };
    const consumed = { ...event, cause: 'x', detail: { bulkEditId: id, part: 0 } };
    const done = await used(engine, () => onBulkEdit.consumer.consume(consumed, testWorld(parts)));
    expect((await call('GET', `/v1/ticket-bulk-edits/${id}`)).body.counts.changed).toBe(10);
    // Each: its row and the note, doubled by the transaction; tags move no index row.
    expect(asked).toEqual({ read: 5, write: 4 });
    expect(done.write).toBeLessThanOrEqual(44);
    expect(done.read).toBeLessThanOrEqual(13.5);
  });

  test('a ticket’s life: assigned, answered, solved', async () => {
    const { engine, call } = await onEngine();
    const { body: made } = await call('POST', '/v1/tickets', { body });
    const act = (command: string, sent: object) =>
      used(engine, async () => {
        const { status } = await call('POST', `/v1/tickets/${made.id}/${command}`, { body: sent });
        if (status >= 300) throw new Error(`${command}: ${status}`);
      });
    const costs = {
      assign: (await act('assign', { assigneeId: people.agent })).write,
      note: (await act('notes', { text: 'Knows our director.' })).write,
      respond: (await act('respond', { message: 'We are on it.', via: 'phone' })).write,
      wait: (await act('wait', { for: 'customer' })).write,
      resume: (await act('resume', {})).write,
      resolve: (await act('resolve', { solution: 'New fuse.' })).write,
      close: (await act('close', {})).write,
    };
    expect(costs).toEqual({ assign: 4, note: 1, respond: 12, wait: 7, resume: 7, resolve: 14, close: 7 });
  });

  test('given out among three agents: 5 WRU (the turn, and what assigning costs); linked, merged', async () => {
    const { engine, call, clock } = await onEngine();
    const queue = { mode: 'round-robin', skills: [{ skill: 'power', kinds: ['complaint'] }] };
    await call('PUT', `/v1/ticket-queues/${departments.north}`, { body: queue, ...as.serviceManager });
    const [a, b, c] = [
      (await call('POST', '/v1/tickets', { body })).body.id,
      (await call('POST', '/v1/tickets', { body })).body.id,
      (await call('POST', '/v1/tickets', { body })).body.id,
    ];
    const world = testWorld(testParts(clock, engine.table));
    const given = await used(engine, () => giveOut(world, a));
    expect(given.write).toBe(5);
    expect(given.read).toBeLessThanOrEqual(4 + 3);
    const linked = await used(engine, () =>
      call('POST', `/v1/tickets/${b}/links`, { body: { type: 'caused-by', ticketId: c } }),
    );
    const merged = await used(engine, () => call('POST', `/v1/tickets/${b}/merge`, { body: { intoId: c } }));
    expect([linked.write, merged.write]).toEqual([4, 9]);
  });

  test('a major ticket: with its special process 7 WRU; planned, told, reported, closed; another ticket costs a look', async () => {
    const { engine, call, parts } = await onEngine();
    const { body: made } = await call('POST', '/v1/tickets', { body: { ...body, severity: 'major' } });
    const consume = (severity: string) => {
      const event = {
        id: 'evt',
        type: 'ticket.opened',
        version: 1,
        subject: made.id,
        at: '',
        actorId: 'x',
        cause: 'x',
      };
      const detail = { ticketId: made.id, number: made.number, kind: 'fault', severity };
      return used(engine, () => onSpecialProcess.consumer.consume({ ...event, detail }, testWorld(parts)));
    };
    expect(await consume('moderate')).toEqual({ read: 1, write: 0 });
    // Consistently: whether it has one, the ticket, its customer, and his owner.
    expect(await consume('major')).toEqual({ read: 4, write: 3 });
    await call('POST', `/v1/tickets/${made.id}/assign`, { body: { assigneeId: people.agent } });
    const on = async (path: string, sent?: object, method: 'POST' | 'GET' = 'POST') => {
      const of = `/v1/tickets/${made.id}/special-process`;
      const { write } = await used(engine, async () => {
        const { status } = await call(method, `${of}${path}`, sent === undefined ? {} : { body: sent });
        if (status >= 300) throw new Error(`${path}: ${status}`);
      });
      return write;
    };
    const measure = { what: 'New fuse', memberId: people.agent, dueAt: '2026-12-01T01:00:00.000Z' };
    const later = { ...measure, dueAt: '2026-12-02T01:00:00.000Z' };
    const plan = [await on('/measures', measure), await on('/measures', later)];
    const ticked = [await on('/measures/2/complete'), await on('/measures/1/complete')];
    const told = await on('/updates', { text: 'Parts are on their way.' });
    await call('POST', `/v1/tickets/${made.id}/resolve`, { body: { solution: 'New fuse.' } });
    const reported = await on('/report-result', { message: 'Works again.', via: 'phone' });
    const closed = await on('/close');
    expect({ plan, ticked, told, reported, closed }).toEqual({
      plan: [4, 2],
      ticked: [2, 5],
      told: 1,
      reported: 12,
      closed: 6,
    });
  });

  test('the special processes of a joint owner in one query: twenty for 0.5 RRU', async () => {
    const { engine, call } = await onEngine();
    for (let i = 0; i < 20; i += 1) {
      const { body: made } = await call('POST', '/v1/tickets', { body });
      await call('POST', `/v1/tickets/${made.id}/special-process`, { body: { reason: 'x' } });
    }
    const list = () => call('GET', '/v1/special-processes', as.rep);
    expect((await list()).body.items).toHaveLength(20);
    expect((await used(engine, list)).read).toBeLessThanOrEqual(1);
  });

  test('canned answers: written, listed with how often each was given, filled and given', async () => {
    const { engine, call } = await onEngine();
    const words = { shortcut: '派工', title: '已派工程师', body: { 'zh-CN': '{{contact.name}}，您好！' } };
    let id = '';
    const written = await used(engine, async () => {
      const asked = { body: { ...words, departmentId: departments.north } };
      ({ id } = (await call('POST', '/v1/canned-answers', asked)).body);
    });
    const { uses: _, ...answer } = (await call('GET', `/v1/canned-answers/${id}`)).body;
    const others = Array.from({ length: 49 }, (_each, i) => ({ ...answer, id: idOf('can', i) }));
    await engine.table.commit(others.map(putCannedAnswer));
    const list = await used(engine, () => call('GET', '/v1/canned-answers'));
    const { body: made } = await call('POST', '/v1/tickets', { body });
    const path = `/v1/tickets/${made.id}`;
    await call('POST', `${path}/assign`, { body: { assigneeId: people.agent } });
    const filled = await used(engine, () => call('GET', `${path}/canned-answers/${id}`));
    const said = { cannedAnswerId: id, via: 'phone' };
    const given = await used(engine, () => call('POST', `${path}/respond`, { body: said }));
    // Row and claim doubled by the transaction, and two index rows; the use that is counted beside what answering costs.
    expect([written.write, given.write]).toEqual([6, 14]);
    expect([filled, given.read]).toEqual([{ read: 2.5, write: 0 }, 2.5]);
    expect(list.read).toBeLessThanOrEqual(4);
  });

  test('how long a complaint took: 1 WRU when it is solved; the complaints of a month are one query', async () => {
    const { engine, call } = await onEngine();
    const { body: made } = await call('POST', '/v1/tickets', { body: { ...body, kind: 'complaint' } });
    await call('POST', `/v1/tickets/${made.id}/resolve`, { body: { solution: 'Sent anew.' } });
    const noted = await used(engine, () => noteHandling(engine.table, made.id));
    expect(noted.write).toBe(1);
    expect(noted.read).toBeLessThanOrEqual(3);
    const figures = await used(engine, () => call('GET', '/v1/ticket-figures?month=2026-11', as.serviceManager));
    expect(figures).toEqual({ read: 0.5, write: 0 });
  });

  test('a customer’s tickets need no index', async () => {
    const { engine, call } = await onEngine();
    for (let i = 0; i < 8; i += 1) await call('POST', '/v1/tickets', { body });
    const list = await used(engine, () => call('GET', `/v1/tickets?customerId=${customers.wei}`, as.rep));
    expect(list.read).toBeLessThanOrEqual(2.5);
  });
});
