import { describe, expect, test } from 'vitest';
import { handler as onMailRequested } from '#functions/members/on-mail-requested.ts';
import { idOf, testWorld } from '#test/world.ts';
import { aMember, ifMatch, type MembersApi, membersApi } from './steps.ts';

const facts = { customerId: idOf('cus', 1), dueAt: '2026-11-22T01:00:00.000Z' };

async function told({ parts, clock }: MembersApi, memberId: string, times = 1, first = 0): Promise<void> {
  for (let i = first; i < first + times; i += 1) {
    clock.advance(1000);
    const ref = `${idOf('fol', i)}#overdue`;
    const detail = { kind: 'follow-up.overdue', ref, to: { memberId }, facts } as const;
    const event = { type: 'mail.requested', version: 1, subject: ref, actorId: 'system', cause: ref, detail };
    const at = clock.now.toISOString();
    await onMailRequested.consumer.consume({ ...event, id: idOf('evt', i), at }, testWorld(parts));
  }
}

async function inbox(times: number) {
  const api = membersApi();
  const { id } = await aMember(api);
  await told(api, id, times);
  const as = { memberId: id, role: 'sales-rep' } as const;
  const list = async (query = '') => (await api.call('GET', `/v1/notifications?${query}`, as)).body;
  const post = (path: string) => api.call('POST', `/v1/notifications/${path}`, as);
  return { ...api, id, as, list, post };
}

describe('GET /v1/notifications', () => {
  test("200 newest first, page by page, with titles in the caller's language and zone", async () => {
    const { list, call, as } = await inbox(3);
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.next}`);
    const refs = [...first.items, ...second.items].map(({ refId }) => refId);
    expect(refs).toEqual([idOf('fol', 2), idOf('fol', 1), idOf('fol', 0)]);
    expect(first.items[0]).toMatchObject({
      title: 'A follow-up is overdue since 22 November 2026 at 09:00',
      read: false,
    });
    const chinese = await call('GET', '/v1/notifications', { ...as, headers: { 'accept-language': 'zh-CN' } });
    expect(chinese.body.items[0].title).toBe('跟进已逾期，应于 2026年11月22日 09:00 完成');
  });

  test('200 with nothing for whoever got nothing: an inbox is his own', async () => {
    const { call } = await inbox(1);
    const other = await call('GET', '/v1/notifications', { memberId: idOf('mem', 99), role: 'admin' });
    expect(other).toMatchObject({ status: 200, body: { items: [], next: null } });
    expect(await call('GET', '/v1/notifications', { anonymous: true })).toMatchObject({ status: 401 });
  });

  test('who is told as a manager and as the successor of the owner finds it once', async () => {
    const api = membersApi();
    const [leaver, successor] = [await aMember(api), await aMember(api)];
    const body = { active: false, successorId: successor.id };
    await api.call('PATCH', `/v1/members/${leaver.id}`, { ...ifMatch(1), body });
    for (const { id } of [leaver, successor, successor]) await told(api, id);
    const { items } = (await api.call('GET', '/v1/notifications', { memberId: successor.id })).body;
    expect(items).toHaveLength(1);
  });

  test("an inactive member's goes to his successor", async () => {
    const api = membersApi();
    const [leaver, successor] = [await aMember(api), await aMember(api)];
    const body = { active: false, successorId: successor.id };
    await api.call('PATCH', `/v1/members/${leaver.id}`, { ...ifMatch(1), body });
    await told(api, leaver.id);
    const { items } = (await api.call('GET', '/v1/notifications', { memberId: successor.id })).body;
    expect(items).toHaveLength(1);
  });
});

describe('reading', () => {
  test('POST …/read 200 takes one out of the unread, again changes nothing', async () => {
    const { list, post } = await inbox(2);
    const [newest] = (await list()).items;
    expect(await post(`${newest.id}/read`)).toMatchObject({ status: 200, body: { read: true } });
    expect(await post(`${newest.id}/read`)).toMatchObject({ status: 200, body: { read: true } });
    expect((await list('unread=true')).items.map(({ refId }: { refId: string }) => refId)).toEqual([idOf('fol', 0)]);
    expect((await list()).items.map(({ read }: { read: boolean }) => read)).toEqual([true, false]);
  });

  test('POST …/read 404 for one that is not there or another’s', async () => {
    const { list, call, post } = await inbox(1);
    const [{ id }] = (await list()).items;
    expect(await post(`${idOf('ntf', 404)}/read`)).toMatchObject({ status: 404, body: { code: 'members.not-found' } });
    expect(await call('POST', `/v1/notifications/${id}/read`)).toMatchObject({ status: 404 });
  });

  test('POST …/read-all 200 reads what has arrived, and nothing that comes later', async () => {
    const api = await inbox(3);
    expect(await api.post('read-all')).toMatchObject({ status: 200, body: { readUpTo: api.clock.now.toISOString() } });
    expect((await api.list('unread=true')).items).toEqual([]);
    expect((await api.list()).items.every(({ read }: { read: boolean }) => read)).toBe(true);
    await told(api, api.id, 1, 3);
    expect((await api.list('unread=true')).items).toHaveLength(1);
  });

  test('POST …/read-all 200 with null in an empty inbox', async () => {
    const { post } = await inbox(0);
    expect(await post('read-all')).toMatchObject({ status: 200, body: { readUpTo: null } });
  });
});
