import { describe, expect, test } from 'vitest';
import { readMember } from '#store/members.ts';
import { putMember } from '#store/members-directory.ts';
import { type As, idOf } from '#test/world.ts';
import { bulk } from './bulk-edits.ts';
import { asAdmin, asChen, asEmily, asFinance, asLi, asWang, asZhao, emily, li, wang } from './company.ts';

const normal = { field: 'level', op: 'is', value: 'normal' } as const;
const everyone = { field: 'name', op: 'is-set', value: true } as const;
const dry = { prefer: 'dry-run' };

describe('POST /v1/bulk-edits', () => {
  test('changes whom the filter finds, each with one event, and nobody else', async () => {
    const { some, run, one, told, create } = await bulk();
    const made = await some(3, () => ({ tags: ['旧', '留'] }));
    const vip = await create({
      name: '北京另一家科技有限公司',
      level: 'vip',
      contact: { name: '甲', mobile: '13700000001' },
    });
    const done = await run({ filter: normal, changes: { addTags: ['新', '留'], removeTags: ['旧'], level: 'key' } });
    expect(done).toMatchObject({ state: 'completed', selected: 3, counts: { total: 3, changed: 3, refused: 0 } });
    for (const { id } of made) {
      expect(await one(id)).toMatchObject({ tags: ['留', '新'], level: 'key', version: 2, updatedBy: li });
    }
    expect(told('customer.changed')).toEqual(new Map(made.map(({ id }) => [id, 1])));
    expect(await one(vip.id)).toMatchObject({ level: 'vip', version: 1 });
  });

  test('finds each customer once though the change takes him out of the filter, over pages and runs', async () => {
    const { some, start, work, view, told, news } = await bulk();
    await some(230);
    const id = await start({ filter: normal, changes: { level: 'vip' } });
    await work();
    expect(await view(id)).toMatchObject({ state: 'completed', selected: 230, counts: { total: 230, changed: 230 } });
    expect([...told('customer.changed').values()].every((times) => times === 1)).toBe(true);
    expect(news().filter(({ type }) => type === 'bulk-edit.part-queued')).toHaveLength(3);
    const ended = news().find(({ type }) => type === 'bulk-edit.completed');
    expect(ended?.detail).toMatchObject({ state: 'completed', memberId: li, selected: 230, changed: 230 });
  });

  test('a second one finds nothing to change and writes nothing of the customers', async () => {
    const { some, run, told } = await bulk();
    await some(3);
    const wanted = { filter: everyone, changes: { addTags: ['展会'], industry: 'medical', source: null } };
    await run(wanted);
    expect(await run(wanted)).toMatchObject({ counts: { total: 3, changed: 0, unchanged: 3 } });
    expect([...told('customer.changed').values()]).toEqual([1, 1, 1]);
  });

  test('runs a saved view as it is now, and the ids that are named', async () => {
    const { some, run, call, one } = await bulk();
    const [first, second, third] = await some(3, (n) => ({ level: n === 1 ? 'vip' : 'normal' }));
    const body = { of: 'customers', name: '普通', filter: normal };
    const { id: viewId } = (await call('POST', '/v1/views', { ...asLi, body })).body;
    expect(await run({ viewId, changes: { addTags: ['甲'] } })).toMatchObject({ viewId, counts: { changed: 2 } });
    const ids = [first?.id, third?.id];
    expect(await run({ ids, changes: { addTags: ['乙'] } })).toMatchObject({ selected: 2, counts: { changed: 2 } });
    const tags = await Promise.all([first, second, third].map(async (each) => (await one(each?.id ?? '')).tags));
    expect(tags).toEqual([['乙'], ['甲'], ['甲', '乙']]);
  });

  test('touches only whom the caller may edit', async () => {
    const { some, run, one, post, create } = await bulk();
    await some(2);
    const foreign = await create(
      { name: '成都别家科技有限公司', contact: { name: '乙', mobile: '13700000002' } },
      asEmily,
    );
    expect(await run({ filter: everyone, changes: { addTags: ['x'] } }, asChen)).toMatchObject({
      counts: { total: 2 },
    });
    expect(await run({ filter: everyone, changes: { addTags: ['y'] } }, asWang)).toMatchObject({
      counts: { total: 0 },
    });
    expect((await one(foreign.id, asEmily)).tags).toEqual([]);
    const named = await post({ ids: [idOf('cus', 99), foreign.id], changes: { level: 'vip' } });
    const pointers = named.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([named.status, pointers]).toEqual([422, ['/ids/0', '/ids/1']]);
    for (const as of [asZhao, asFinance]) {
      expect((await post({ filter: everyone, changes: { level: 'vip' } }, as)).status).toBe(403);
    }
  });

  test.each([
    [{}, { level: 'vip' }, '/filter', 'customers.bulk-edit-selection'],
    [{ filter: everyone, ids: [idOf('cus', 1)] }, { level: 'vip' }, '/ids', 'customers.bulk-edit-selection'],
    [{ filter: everyone }, {}, '/changes', 'customers.bulk-edit-nothing'],
    [
      { filter: everyone },
      { addTags: ['a'], removeTags: ['b', 'a'] },
      '/changes/removeTags/1',
      'customers.bulk-edit-tag-both',
    ],
    [
      { filter: everyone, reason: '调整' },
      { ownerId: wang, level: 'vip' },
      '/changes/ownerId',
      'customers.bulk-edit-owner-alone',
    ],
    [{ filter: everyone }, { ownerId: wang }, '/reason', 'customers.bulk-edit-reason'],
    [{ filter: everyone, reason: '调整' }, { ownerId: idOf('mem', 99) }, '/changes/ownerId', 'customers.unknown-owner'],
    [{ filter: everyone }, { level: 'platinum' }, '/changes/level', 'customers.unknown-choice'],
    [{ viewId: idOf('viw', 9) }, { level: 'vip' }, '/viewId', 'customers.view-not-found'],
  ])('422 for %o to %o', async (selection, changes, pointer, code) => {
    const { post } = await bulk();
    const answer = await post({ ...selection, changes }, asAdmin);
    expect([answer.status, answer.body.errors?.[0]]).toMatchObject([422, { pointer, code }]);
  });

  test('`Prefer: dry-run` says by the same rules what would happen, the first twenty by name, and writes nothing', async () => {
    const { some, post, news, one } = await bulk();
    const made = await some(25, (n) => ({ level: n <= 5 ? 'vip' : 'normal' }));
    const full = Array.from({ length: 50 }, (_, i) => `标签${i}`);
    const before = JSON.stringify(await one(made[0]?.id ?? ''));
    const told = news().length;
    const answer = await post({ filter: everyone, changes: { level: 'vip' } }, asLi, dry);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'preference-applied': 'dry-run' },
      body: { dryRun: true, matched: 25, isMore: false, changed: 20, unchanged: 5, refused: 0 },
    });
    expect(answer.body.first).toHaveLength(20);
    expect(answer.body.first[0]).toEqual({
      id: made[24]?.id,
      number: made[24]?.number,
      name: made[24]?.name,
      outcome: 'changed',
    });
    const tooMany = await post({ ids: [made[0]?.id], changes: { addTags: full } }, asLi, dry);
    expect(tooMany.body).toMatchObject({ matched: 1, changed: 1 });
    expect(JSON.stringify(await one(made[0]?.id ?? ''))).toBe(before);
    expect(news()).toHaveLength(told);
  });

  test('leaves whom a rule protects, and lists them with the rule', async () => {
    const { some, start, work, view, call, refusedOf } = await bulk();
    const full = Array.from({ length: 50 }, (_, i) => `标签${i}`);
    const made = await some(4, (n) => (n === 1 ? { tags: full } : {}));
    const id = await start({ ids: made.map((each) => each.id), changes: { addTags: ['多一个'] } }, asAdmin);
    // In the bin by the time that his turn comes.
    await call('DELETE', `/v1/customers/${made[1]?.id}`, { ...asAdmin, headers: { 'if-match': '"1"' } });
    await work();
    expect(await view(id, asAdmin)).toMatchObject({
      state: 'completed',
      counts: { changed: 2, unchanged: 0, refused: 2 },
    });
    const first = await refusedOf(id, asAdmin, '?limit=1');
    expect(first.items).toMatchObject([{ customerId: made[0]?.id, code: 'customers.too-many-tags' }]);
    expect(first.items[0].detail).toContain('50');
    const rest = await refusedOf(id, asAdmin, `?limit=1&cursor=${first.next}`);
    expect(rest).toMatchObject({ items: [{ customerId: made[1]?.id, code: 'customers.deleted' }], next: null });
  });

  test('is there for whoever asked for it and for the admin, and 404 for others', async () => {
    const { some, run, api } = await bulk();
    await some(1);
    const { id } = await run({ filter: everyone, changes: { level: 'vip' } });
    const status = async (as: As) => (await api.call('GET', `/v1/bulk-edits/${id}`, as)).status;
    expect(await Promise.all([asLi, asAdmin, asWang].map(status))).toEqual([200, 200, 404]);
  });
});

describe('a hand-over in bulk', () => {
  test('gives each customer to the new owner, with the reason in his history and one event', async () => {
    const { some, run, one, told } = await bulk();
    const made = await some(3);
    const filter = { field: 'ownerId', op: 'is', value: li };
    const done = await run({ filter, changes: { ownerId: wang }, reason: '区域调整' }, asChen);
    expect(done).toMatchObject({ state: 'completed', reason: '区域调整', counts: { changed: 3 } });
    for (const { id } of made) expect(await one(id, asWang)).toMatchObject({ ownerId: wang, version: 2 });
    expect(told('customer.owner-changed')).toEqual(new Map(made.map(({ id }) => [id, 1])));
  });

  test('gives nobody to one who leaves while it is going on', async () => {
    const { some, start, work, view, table, refusedOf } = await bulk();
    const ids = (await some(60)).map(({ id }) => id);
    const id = await start({ ids, changes: { ownerId: wang }, reason: '区域调整' }, asChen);
    const member = await readMember(table, wang);
    if (member === undefined) throw new Error('Wang is not there');
    let isHere = true;
    const leaving: typeof table = {
      ...table,
      commit: async (writes, writer) => {
        await table.commit(writes, writer);
        if (isHere) await table.commit([putMember({ ...member, active: false }, 'any', [])]);
        isHere = false;
      },
    };
    await work(leaving);
    // The first fifty were on their way by then.
    expect(await view(id, asChen)).toMatchObject({ state: 'completed', counts: { changed: 50, refused: 10 } });
    expect((await refusedOf(id, asChen)).items[0]).toMatchObject({ code: 'customers.unknown-owner' });
  });

  test('403 for who may not hand over, though he may edit', async () => {
    const { some, post } = await bulk();
    await some(1);
    const answer = await post({ filter: everyone, changes: { ownerId: emily }, reason: '调整' });
    expect(answer).toMatchObject({ status: 403, body: { permission: 'customers.hand-over' } });
  });
});

describe('a bulk edit that is stopped', () => {
  test('changes nobody more, and says how far it came', async () => {
    const { some, start, work, view, api } = await bulk();
    await some(3);
    const id = await start({ filter: everyone, changes: { level: 'vip' } });
    const cancel = () => api.call('POST', `/v1/bulk-edits/${id}/cancel`, asLi);
    expect(await cancel()).toMatchObject({ status: 202, body: { state: 'cancelling' } });
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'customers.bulk-edit-state' } });
    await work();
    expect(await view(id)).toMatchObject({ state: 'cancelled', counts: { total: 0 } });
  });

  test('stops by itself where its requester has left meanwhile', async () => {
    const { some, start, work, view, table, one } = await bulk();
    const [first] = await some(1);
    const id = await start({ ids: [first?.id], changes: { level: 'vip' } });
    const member = await readMember(table, li);
    if (member === undefined) throw new Error('Li is not there');
    await table.commit([putMember({ ...member, active: false }, 'any', [])]);
    await work();
    expect(await view(id, asAdmin)).toMatchObject({ state: 'cancelled', counts: { total: 0 } });
    expect(await one(first?.id ?? '', asAdmin)).toMatchObject({ level: 'normal', version: 1 });
  });
});
