import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patchFor } from '#domain/tickets/bulk-edit.ts';
import { Ticket } from '#domain/tickets/ticket.ts';
import { ticketExample } from '#functions/tickets/examples.ts';
import { handler as onBulkEdit } from '#functions/tickets/on-bulk-edit.ts';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import type { Table } from '#store/table.ts';
import { type As, idOf, testWorld } from '#test/world.ts';
import { as, complaint, departments, fault, people, ticketsApi } from './given.ts';

type Part = Parameters<typeof onBulkEdit.consumer.consume>[0];
const path = '/v1/ticket-bulk-edits';

/** The tickets with their queue; `work` brings every part that waits. */
async function given() {
  const api = await ticketsApi();
  const parts = () => api.news('ticket-bulk-edit.part-queued') as unknown as Part[];
  const work = async (over: Table = api.table) => {
    for (const event of parts()) await onBulkEdit.consumer.consume(event, testWorld({ ...api.parts, table: over }));
  };
  const post = (body: object, caller: As = as.agent, headers = {}) =>
    api.call('POST', path, { ...caller, body, headers });
  const view = async (id: string, caller: As = as.agent) => (await api.call('GET', `${path}/${id}`, caller)).body;
  const run = async (body: object, caller: As = as.agent) => {
    const { status, body: job } = await post(body, caller);
    expect(status).toBe(202);
    await work();
    return view(job.id, caller);
  };
  const one = async (id: string) => (await api.call('GET', `/v1/tickets/${id}`, as.serviceManager)).body;
  /** So many faults in the north's queue. */
  const some = async (count: number, body: object = fault) => {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) ids.push((await api.open({ ...body, departmentId: departments.north })).id);
    return ids;
  };
  return { ...api, work, post, view, run, one, some };
}

const north = { departmentId: departments.north };

describe('POST /v1/ticket-bulk-edits', () => {
  test('changes what the filter finds, each once, by the hand of who asked, and nothing else', async () => {
    const { some, run, one } = await given();
    const ids = await some(3);
    const [other] = await some(1, complaint);
    const done = await run({
      filter: { ...north, kind: 'fault' },
      changes: { addTags: ['停电'], priority: 'urgent' },
      reason: '园区停电',
    });
    expect(done).toMatchObject({ state: 'completed', selected: 3, counts: { total: 3, changed: 3 } });
    for (const id of ids) {
      const ticket = await one(id);
      expect(ticket).toMatchObject({ tags: ['停电'], priority: 'urgent', version: 2, updatedBy: people.agent });
      expect(ticket.history.at(-1)).toMatchObject({ type: 'prioritised', reason: '园区停电' });
    }
    expect(await one(other ?? '')).toMatchObject({ tags: [], version: 1 });
  });

  test('assigns and closes as the operations do, and tells which tickets a rule left as they were', async () => {
    const { some, run, call, one, act, news } = await given();
    const ids = await some(3);
    await act(ids[0] ?? '', 'close', { reason: 'withdrawn' });
    const assigned = await run({ ids, changes: { assign: { assigneeId: people.colleague } } });
    expect(assigned.counts).toEqual({ total: 3, changed: 2, unchanged: 0, refused: 1 });
    const refused = (await call('GET', `${path}/${assigned.id}/refused`)).body;
    expect(refused).toMatchObject({ items: [{ ticketId: ids[0], code: 'tickets.already-closed' }], next: null });
    expect(refused.items[0].detail).toMatch(/^FK\d+ is closed/);
    expect(news('ticket.assigned').map(({ actorId }) => actorId)).toEqual([people.agent, people.agent]);
    const closed = await run({ ids, changes: { close: 'done' } });
    expect(closed.counts).toEqual({ total: 3, changed: 0, unchanged: 1, refused: 2 });
    expect(await run({ filter: north, changes: { close: 'spam' } })).toMatchObject({ selected: 2 });
    expect(await one(ids[1] ?? '')).toMatchObject({ state: 'closed' });
  });

  test('broken off anywhere and delivered again, it changes each ticket once and counts each once', async () => {
    const { some, post, work, view, table, one } = await given();
    const ids = await some(60);
    const { body: job } = await post({ ids, changes: { addTags: ['x'] } });
    let left = 1;
    const commit: Table['commit'] = (...asked) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return table.commit(...asked);
    };
    await expect(work({ ...table, commit })).rejects.toThrow('killed');
    expect(await view(job.id)).toMatchObject({ state: 'running' });
    await work();
    await work();
    expect(await view(job.id)).toMatchObject({ state: 'completed', counts: { total: 60, changed: 60 } });
    for (const id of ids) expect((await one(id)).version).toBe(2);
  });

  test('a dry run says what would happen and writes nothing', async () => {
    const { some, post, table, one } = await given();
    const [id] = await some(1);
    const before = table.news.length;
    const { status, body } = await post({ filter: north, changes: { close: 'done' } }, as.agent, { prefer: 'dry-run' });
    const first = [{ id, outcome: 'refused', code: 'tickets.not-resolved' }];
    expect([status, body]).toEqual([200, { dryRun: true, selected: 1, changed: 0, unchanged: 0, refused: 1, first }]);
    expect([table.news.length, (await one(id ?? '')).version]).toEqual([before, 1]);
  });

  test('reaches what its requester reaches: others’ queues, ids and jobs are not there for him', async () => {
    const { some, post, call, run } = await given();
    const ids = await some(1);
    const changes = { addTags: ['x'] };
    expect((await post({ filter: north, changes }, as.southerner)).status).toBe(403);
    const named = await post({ ids: [idOf('tkt', 99), ...ids], changes }, as.southerner);
    expect([named.status, named.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ['/ids/0', '/ids/1'],
    ]);
    const job = await run({ ids, changes });
    expect((await call('GET', `${path}/${job.id}`, as.southerner)).status).toBe(404);
    expect((await post({ ids, changes }, as.rep)).status).toBe(403);
  });

  test('whoever has left meanwhile changes nothing any more', async () => {
    const { some, post, work, view, table, one } = await given();
    const ids = await some(2);
    const { body: job } = await post({ ids, changes: { addTags: ['x'] } });
    const agent = await readMember(table, people.agent);
    if (agent === undefined) throw new Error('no agent');
    const gone = { ...agent, active: false, version: agent.version + 1 };
    await table.commit([putMember(gone, { version: agent.version }, [])]);
    await work();
    expect((await view(job.id)).counts).toMatchObject({ changed: 0, refused: 2 });
    expect((await one(ids[0] ?? '')).version).toBe(1);
  });

  test.each([
    [{ changes: { close: 'done' } }, '/filter'],
    [{ filter: {}, ids: [idOf('tkt', 1)], changes: { close: 'done' } }, '/ids'],
    [{ filter: {}, changes: {} }, '/changes'],
    [{ filter: {}, changes: { close: 'done', addTags: ['x'] } }, '/changes/close'],
    [{ filter: {}, changes: { assign: {} } }, '/changes/assign'],
    [{ filter: {}, changes: { addTags: ['x'], removeTags: ['x'] } }, '/changes/removeTags/0'],
    [{ filter: {}, changes: { priority: 'high' } }, '/reason'],
    [{ filter: {}, changes: { assign: { assigneeId: people.rep } } }, '/changes/assign/assigneeId'],
    [{ filter: {}, changes: { assign: { departmentId: idOf('dep', 99) } } }, '/changes/assign/departmentId'],
    [{ filter: { customerId: idOf('cus', 99) }, changes: { close: 'done' } }, '/filter/customerId'],
  ])('what cannot be meant is refused where it stands: %j', async (body, pointer) => {
    const { status, body: problem } = await (await given()).post(body);
    expect([status, problem.errors[0].pointer]).toEqual([422, pointer]);
  });
});

test('tags: what was there less what goes, and what comes; done twice there is nothing left to do', () => {
  const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  const {
    customer: _,
    deadlines: __,
    nextDueAt: ___,
    ...rest
  } = { customer: 0, ...ticketExample } as Record<string, unknown>;
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => name in Ticket.shape));
  fc.assert(
    fc.property(tags, tags, tags, (before, addTags, removed) => {
      const removeTags = removed.filter((tag) => !addTags.includes(tag));
      const ticket = Ticket.parse({ ...fields, tags: before });
      const after = patchFor(ticket, { changes: { addTags, removeTags } })?.tags ?? before;
      expect(new Set(after)).toEqual(new Set([...before, ...addTags].filter((tag) => !removeTags.includes(tag))));
      expect(patchFor({ ...ticket, tags: after }, { changes: { addTags, removeTags } })).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});
