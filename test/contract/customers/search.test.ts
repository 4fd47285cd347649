import type { Context as LambdaContext } from 'aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/customers/messages.ts';
import { renewSnapshot } from '#functions/customers/search/search-renewal.ts';
import { type SearchWorld, searcher } from '#functions/customers/search/searcher.ts';
import { routes } from '#functions/customers/search-routes.ts';
import { handler as sweep } from '#functions/customers/sweep.ts';
import { type Change, putChanges, readChanges, readSnapshotRow } from '#store/customers-search.ts';
import { memoryTable } from '#store/memory.ts';
import { engineTable } from '#test/engine.ts';
import { memorySnapshots } from '#test/snapshots.ts';
import { type As, idOf, inProcess, testObserver } from '#test/world.ts';
import {
  asAdmin,
  asChen,
  asEmily,
  asFinance,
  asLegal,
  asLi,
  asMarketing,
  asWang,
  asZhao,
  company,
  li,
} from './company.ts';

const lambda = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'run' } as LambdaContext;
const tenMinutes = 10 * 60 * 1000;

/** The company with a search over it; `aSearch` is a container that starts now. */
async function given() {
  const table = memoryTable();
  const context = await company({ table });
  const snapshots = memorySnapshots();
  const aSearch = () => {
    const held = searcher(snapshots);
    const { call } = inProcess<SearchWorld>('customers', routes, messages, {
      parts: context.parts,
      extend: (world) => ({ ...world, searcher: held }),
    });
    return call;
  };
  const warm = aSearch();
  const names = async (q: string, as: As = asAdmin, call = warm): Promise<string[]> => {
    const answer = await call('GET', `/v1/customers/search?q=${encodeURIComponent(q)}`, as);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.items.map(({ name }: { name: string }) => name);
  };
  /** What the minute brings: the sweep, and the snapshot where one was ordered. */
  const minute = async (): Promise<number> => {
    const ordered = () => table.news.filter(({ type }) => type === 'search-snapshot.ordered').length;
    const before = ordered();
    await sweep.within({ parts: context.parts, observer: testObserver() })({}, lambda);
    for (let n = before; n < ordered(); n += 1) await renewSnapshot(context.parts.table, snapshots, context.clock.now);
    return ordered() - before;
  };
  return { ...context, table, snapshots, aSearch, warm, names, minute };
}

let it: Awaited<ReturnType<typeof given>>;

beforeEach(async () => {
  it = await given();
});

const different = { contact: { name: '陈工', mobile: '13900139000', email: 'chen@lens.example' } };

describe('a change is found by the next search after its news, with a snapshot or without', () => {
  test.each([['without'], ['with']])('%s', async (how) => {
    const { id, version } = await it.create({ name: '重庆长江光学有限公司' });
    await it.deliver();
    expect(await it.names('changjiang')).toEqual(['重庆长江光学有限公司']);
    if (how === 'with') await it.minute();
    it.clock.advance(1000);

    const headers = { 'if-match': `"${version}"` };
    const body = { name: '成都岷江光学有限公司', tags: ['西部片区'] };
    const patched = await it.call('PATCH', `/v1/customers/${id}`, { headers, body });
    expect(patched.status).toBe(200);
    await it.call('POST', `/v1/customers/${id}/contacts`, { body: { name: '罗厦', mobile: '13700137000' } });
    await it.deliver();
    for (const call of [it.warm, it.aSearch()]) {
      expect(await it.names('长江', asAdmin, call)).toEqual([]);
      for (const q of ['岷江', 'mjgx', '西部', '罗厦', 'luosha', 'luoxia', '137000']) {
        expect([q, await it.names(q, asAdmin, call)]).toEqual([q, ['成都岷江光学有限公司']]);
      }
    }
  });

  test('who is in the bin is not found, at once; who is restored is found again; who is erased never', async () => {
    const { id, version } = await it.create();
    await it.deliver();
    await it.minute();
    expect(await it.names('医疗器械')).toHaveLength(1);
    const headers = { 'if-match': `"${version}"` };
    expect((await it.call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers })).status).toBe(204);
    expect(await it.names('医疗器械')).toEqual([]);
    await it.deliver();
    expect(await it.names('医疗器械')).toEqual([]);
    const { body: restored } = await it.call('POST', `/v1/customers/${id}/restore`, asAdmin);
    await it.deliver();
    expect(await it.names('医疗器械')).toHaveLength(1);

    const again = { 'if-match': `"${restored.version}"` };
    await it.call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers: again });
    it.clock.advance(31 * 24 * 60 * 60 * 1000);
    await it.minute();
    await it.deliver();
    it.clock.advance(tenMinutes);
    await it.minute();
    expect(await it.names('医疗器械', asAdmin, it.aSearch())).toEqual([]);
    expect((await it.snapshots.read())?.segment.count).toBe(0);
  });
});

test('who went up in another is found as him, by what was his', async () => {
  const { id: survivorId } = await it.create();
  const { id: loserId } = await it.create({ name: '重庆长江光学有限公司', ...different }, asEmily);
  await it.deliver();
  await it.minute();
  const { status } = await it.call('POST', '/v1/merges', {
    ...asAdmin,
    body: { survivorId, loserIds: [loserId] },
  });
  expect(status).toBeLessThan(300);
  await it.deliver();
  for (const call of [it.warm, it.aSearch()]) {
    expect(await it.names('长江光学', asAdmin, call)).toEqual([]);
    expect(await it.names('000139000', asAdmin, call)).toEqual([]);
    expect(await it.names('39000', asAdmin, call)).toEqual(['上海医疗器械有限公司']);
    expect(await it.names('陈工', asAdmin, call)).toEqual(['上海医疗器械有限公司']);
  }
});

describe('everyone finds what he may see', () => {
  beforeEach(async () => {
    await it.create({ tags: ['战略客户'] });
    await it.create({ name: '西部医疗中心', ...different }, asEmily);
    await it.deliver();
    await it.minute();
  });

  test('of his own, of his departments, or of all', async () => {
    const [own, west] = ['上海医疗器械有限公司', '西部医疗中心'];
    expect(await it.names('医疗', asLi)).toEqual([own]);
    expect(await it.names('医疗', asChen)).toEqual([own]);
    expect(await it.names('医疗', asWang)).toEqual([]);
    expect(await it.names('医疗', asEmily)).toEqual([west]);
    for (const as of [asAdmin, asZhao, asMarketing, asFinance, asLegal]) {
      expect((await it.names('医疗', as)).toSorted()).toEqual([own, west].toSorted());
    }
  });

  test('a hand-over and a collaborator count as soon as the change is known', async () => {
    const [found] = (await it.warm('GET', '/v1/customers/search?q=13800138000', asLi)).body.items;
    await it.call('PUT', `/v1/customers/${found.id}/collaborators/${asWang.memberId}`, asLi);
    await it.deliver();
    expect(await it.names('医疗', asWang)).toEqual(['上海医疗器械有限公司']);
    await it.call('POST', `/v1/customers/${found.id}/hand-over`, {
      ...asAdmin,
      body: { ownerId: asEmily.memberId, reason: '区域调整' },
    });
    expect(await it.names('医疗', asLi)).toEqual([]);
    await it.deliver();
    expect(await it.names('医疗', asEmily)).toHaveLength(2);
  });

  test('in rows as lists have them, and by nothing that his view hides', async () => {
    const search = async (q: string, as: As) =>
      (await it.warm('GET', `/v1/customers/search?q=${encodeURIComponent(q)}`, as)).body.items;
    expect(await search('8000', asMarketing)).toMatchObject([{ name: '上海医疗器械有限公司', contactName: '王经理' }]);
    expect(await search('138000', asMarketing)).toEqual([]);
    expect(await search('战略客户', asFinance)).toEqual([]);
    expect(await search('王经理', asFinance)).toEqual([]);
    expect(Object.keys((await search('C2026', asFinance))[0])).toEqual(['id', 'number', 'name', 'level']);
    expect(Object.keys((await search('王经理', asLegal))[0])).toEqual(['id', 'number', 'name', 'contactName']);
    expect((await search('王经理', asLi))[0]).toMatchObject({ ownerId: li, kind: 'company', level: 'normal' });
    expect(JSON.stringify(await search('王经理', asLi))).not.toContain('1380013');
  });

  test('a role that may read no customers is refused', async () => {
    const { status } = await it.warm('GET', '/v1/customers/search?q=医疗', { memberId: li, role: 'customer' });
    expect(status).toBe(403);
  });
});

test.each([
  ['', 'required'],
  ['q=', 'customers.search-too-short'],
  ['q=%E7%8E%8B', 'customers.search-too-short'],
  ['q=a', 'customers.search-too-short'],
  ['q=%20-%20', 'customers.search-too-short'],
  [`q=${'a'.repeat(101)}`, 'too-big'],
])('?%s is refused, and the parameter named', async (query, code) => {
  const { status, body } = await it.warm('GET', `/v1/customers/search?${query}`, asLi);
  expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ pointer: '?q', code }] });
});

test('pages hold each customer once, and a cursor of another search is refused', async () => {
  for (let n = 0; n < 7; n += 1)
    await it.create({ name: `光学${n}厂`, contact: { name: '甲', mobile: `1380000000${n}` } });
  await it.deliver();
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await it.warm('GET', `/v1/customers/search?q=gx&limit=3${cursor}`, asLi);
    seen.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.next === null ? '' : `&cursor=${body.next}`;
    if (cursor !== '') {
      const other = await it.warm('GET', `/v1/customers/search?q=guang${cursor}`, asLi);
      expect(other.body.errors).toEqual([expect.objectContaining({ pointer: '?cursor' })]);
    }
  } while (cursor !== '');
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `光学${n}厂`));
});

describe('the snapshot', () => {
  test('is written only when something changed, and at most every ten minutes', async () => {
    expect(await it.minute()).toBe(0);
    const { id, version } = await it.create();
    await it.deliver();
    expect([await it.minute(), await it.minute()]).toEqual([1, 0]);

    await it.call('PATCH', `/v1/customers/${id}`, {
      headers: { 'if-match': `"${version}"` },
      body: { name: '苏州光电' },
    });
    await it.deliver();
    const runs: number[] = [];
    for (let n = 0; n < 25; n += 1) {
      it.clock.advance(60_000);
      runs.push(await it.minute());
    }
    expect(runs.indexOf(1)).toBe(9);
    expect(runs.filter((run) => run === 1)).toHaveLength(1);
    expect(it.snapshots.written()).toBe(2);
    expect((await readSnapshotRow(it.table))?.dueAt).toBeUndefined();
  });

  test('is not ordered by a change of what nobody searches', async () => {
    const { id, version } = await it.create();
    await it.deliver();
    await it.minute();
    const headers = { 'if-match': `"${version}"` };
    await it.call('PATCH', `/v1/customers/${id}`, { headers, body: { nextFollowUpPlan: '回访' } });
    await it.deliver();
    expect((await readSnapshotRow(it.table))?.dueAt).toBeUndefined();
  });

  test('of a company with customers from before is read from all of them, in as many runs as it takes', async () => {
    for (let n = 0; n < 5; n += 1)
      await it.create({ name: `旧客户${n}`, contact: { name: '甲', mobile: `1380000000${n}` } });
    await it.create({ name: '旧客户西', contact: { name: '乙', mobile: '13800000009' } }, asEmily);
    let runs = 0;
    for (let isWhole = false; !isWhole; runs += 1) {
      // The first run has no time for anything; the next goes on from where it stopped.
      ({ isWhole } = await renewSnapshot(it.parts.table, it.snapshots, it.clock.now, runs === 0 ? 0 : undefined));
    }
    expect(runs).toBe(2);
    expect(await it.names('旧客户', asAdmin, it.aSearch())).toHaveLength(6);
  });

  test('after a crash between the order and the writing, the news written meanwhile is found all the same', async () => {
    await it.create();
    await it.deliver();
    await sweep.within({ parts: it.parts, observer: testObserver() })({}, lambda);
    await it.create({ name: '苏州光电', ...different });
    await it.deliver();
    expect(await it.names('光电', asAdmin, it.aSearch())).toEqual(['苏州光电']);
    it.clock.advance(tenMinutes);
    expect(await it.minute()).toBe(1);
    expect((await it.snapshots.read())?.segment.count).toBe(2);
  });
});

test('a note of many customers names each of them, once and in its place', async () => {
  const table = memoryTable();
  const ids = [1, 2, 3].map((n) => idOf('cus', n));
  const at = new Date('2026-03-02T06:00:00.000Z');
  await table.commit([putChanges(ids, idOf('evt', 1), at)]);
  await table.commit([putChanges([idOf('cus', 4)], idOf('evt', 2), at)]);
  const found: Change[] = [];
  for await (const change of readChanges(table, at.toISOString())) found.push(change);
  expect(found.map(({ customerId }) => customerId)).toEqual([...ids, idOf('cus', 4)]);
  expect(new Set(found.map(({ sk }) => sk)).size).toBe(4);
});

test('a change costs 1 WRU for its note, which expires; a search 0.5 RRU for the notes and 0.5 for each customer found', async () => {
  const { table, capacity } = await engineTable();
  const cost = async (work: () => Promise<unknown>) => {
    Object.assign(capacity, { read: 0, write: 0 });
    await work();
    return { read: capacity.read, write: capacity.write };
  };
  const { create, parts, clock } = await company({ table });
  const { id } = await create();
  const snapshots = memorySnapshots();
  await renewSnapshot(parts.table, snapshots, new Date(clock.now.getTime() - 60_000));
  expect(await cost(() => table.commit([putChanges([id], idOf('evt', 1), clock.now)]))).toEqual({ read: 0, write: 1 });
  for await (const note of readChanges(table, '')) expect(note.customerId).toBe(id);

  const held = searcher(snapshots);
  const { call } = inProcess<SearchWorld>('customers', routes, messages, {
    parts,
    extend: (world) => ({ ...world, searcher: held }),
  });
  const search = () => call('GET', '/v1/customers/search?q=医疗器械', asAdmin);
  await search();
  expect(await cost(search)).toEqual({ read: 1, write: 0 });
}, 20_000);
