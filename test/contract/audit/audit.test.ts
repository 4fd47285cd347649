import { beforeAll, describe, expect, test } from 'vitest';
import { defaultProfile } from '#domain/members/duty.ts';
import type { Role } from '#domain/shared/rights.ts';
import { manualQueue } from '#domain/tickets/queue.ts';
import { putWorkProfile } from '#store/members-work.ts';
import { putQueue } from '#store/tickets-queues.ts';
import { type Merging, merging } from '#test/contract/customers/merging.ts';
import { idOf, testParts } from '#test/world.ts';
import { deliver, recordOf } from './feed.ts';

const legal = { role: 'legal' } as const;

/** Two customers with something of every kind, of whom one is merged into the other: all of it read from the stream. */
let given: Merging;
let read = 0;

const readOn = async (): Promise<void> => {
  const { table } = given;
  const records = table.changes.map(recordOf).slice(read);
  read = table.changes.length;
  await deliver(testParts(undefined, table), records);
};

beforeAll(async () => {
  given = await merging();
  await readOn();
});

const get = async (query: string, as: { readonly role: Role } = legal) =>
  given.call('audit', 'GET', `/v1/audit${query}`, as);

async function all(query: string) {
  const items: Record<string, unknown>[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await get(`${query}&limit=7${cursor}`);
    items.push(...body.items);
    if (body.next === null) return items;
    cursor = `&cursor=${body.next}`;
  }
}

async function verified(subject: string) {
  const { body } = await get(`/verify?subject=${subject}&limit=200`);
  return { ok: body.ok, broken: body.broken, next: body.next };
}

describe('the audit of a customer', () => {
  test('tells of everything that is his, newest first, each row once whatever the page', async () => {
    const items = await all(`?subject=${given.loserId}`);
    const kinds = new Set(items.map(({ kind }) => kind));
    const ofHis = [
      'customer',
      'contact',
      'consent',
      'note',
      'interaction',
      'follow-up',
      'contract',
      'ticket',
      'attachment',
    ];
    expect([...kinds]).toEqual(expect.arrayContaining(ofHis));
    const instants = items.map(({ at }) => String(at));
    expect(instants).toEqual(instants.toSorted().toReversed());
    expect(new Set(items.map(({ hash }) => hash)).size).toBe(items.length);
  });

  test('says who changed what from what to what, and for which request', async () => {
    const { body: before } = await given.call('customers', 'GET', `/v1/customers/${given.loserId}`);
    const sent = {
      body: { level: 'vip' },
      headers: { 'if-match': `"${before.version}"`, 'content-type': 'application/merge-patch+json' },
    };
    expect(await given.call('customers', 'PATCH', `/v1/customers/${given.loserId}`, sent)).toMatchObject({
      status: 200,
    });
    await readOn();
    const [latest] = (await get(`?subject=${given.loserId}&limit=1`)).body.items;
    expect(latest).toMatchObject({
      id: given.loserId,
      kind: 'customer',
      action: 'changed',
      actorId: expect.stringMatching(/^mem_/),
      requestId: 'req-1',
      changes: [{ field: '/level', from: before.level, to: 'vip' }],
    });
    const done = await all(`?actor=${latest.actorId}`);
    expect(done.map(({ hash }) => hash)).toContain(latest.hash);
    expect(new Set(done.map(({ actorId }) => actorId))).toEqual(new Set([latest.actorId]));
  });

  test('shows nothing in clear that he said, or by which he is known', async () => {
    const rows = given.table.rows().filter(({ key }) => key.pk.startsWith('audit#'));
    const text = JSON.stringify(rows);
    const personal = [
      '李四',
      '王五',
      '13900139000',
      '13700137000',
      'li.si',
      '已电话沟通',
      '无法开机',
      '故障',
      '同意书',
      '展会',
    ];
    expect(personal.filter((each) => text.includes(each))).toEqual([]);
  });

  test('is found with the survivor once he is merged, and holds; each of his things keeps its own', async () => {
    const { survivorId, loserId, of } = given;
    const before = await all(`?subject=${loserId}`);
    const merge = { survivorId, loserIds: [loserId] };
    expect((await given.call('customers', 'POST', '/v1/merges', { body: merge })).status).toBeLessThan(300);
    await given.deliver();
    await readOn();
    const hashes = new Set((await all(`?subject=${survivorId}`)).map(({ hash }) => hash));
    expect(before.filter(({ hash }) => !hashes.has(hash))).toEqual([]);
    const moved = (await all(`?subject=${of.contract}`))[0];
    expect(moved?.['changes']).toEqual([{ field: '/customerId', from: loserId, to: survivorId }]);
    for (const subject of [survivorId, loserId, of.contract, of.ticket, of.interaction, of.followUp]) {
      expect([subject, await verified(subject)]).toEqual([subject, { ok: true, next: null }]);
    }
  });
});

test('who deleted a draft stands beside the end of its chain', async () => {
  const { call, survivorId: customerId } = given;
  const amount = { minor: 1, currency: 'CNY' };
  const draft = {
    customerId,
    kind: 'sales',
    title: 't',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    amount,
    state: 'draft',
  };
  const { body } = await call('contracts', 'POST', '/v1/contracts', { body: draft });
  await call('contracts', 'DELETE', `/v1/contracts/${body.id}`, { headers: { 'if-match': '"1"' } });
  await readOn();
  const ofIt = (await all(`?subject=${customerId}`)).filter(({ id }) => id === body.id);
  expect(ofIt.map(({ kind, action }) => `${kind} ${action}`).toSorted()).toEqual([
    ...['contract created', 'contract removed', 'removal created'],
  ]);
  expect(ofIt.find(({ kind }) => kind === 'removal')).toMatchObject({ actorId: expect.stringMatching(/^mem_/) });
  expect(await verified(body.id)).toEqual({ ok: true, next: null });
});

describe('whoever asks', () => {
  const roles = ['sales-rep', 'sales-manager', 'service-agent', 'service-manager', 'marketing', 'finance'] as const;

  test.each(roles)('%s may not', async (role) => {
    expect((await get('?subject=company', { role })).status).toBe(403);
    expect((await get('/verify?subject=company', { role })).status).toBe(403);
  });

  test('names a subject or a member, and a period that begins before it ends', async () => {
    expect((await get('')).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '?subject', code: 'audit.no-filter' }],
    });
    expect((await get('?subject=company&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z')).status).toBe(422);
    expect((await get(`?subject=${given.of.contact}`)).status).toBe(400);
    expect((await get('?subject=company&to=2020-01-01T00:00:00Z')).body).toEqual({ items: [], next: null });
  });

  test('sees who was made able to do what, and how a queue was given out', async () => {
    const [memberId, departmentId] = [idOf('mem', 71), idOf('dep', 71)];
    const profile = { ...defaultProfile(memberId), version: 1 };
    const queue = { ...manualQueue(departmentId), version: 1 };
    await given.table.commit([putWorkProfile(profile), putQueue(queue)]);
    await given.table.commit([putWorkProfile({ ...profile, capacity: 5, version: 2 })]);
    await given.table.commit([putQueue({ ...queue, mode: 'round-robin', version: 2 })]);
    await readOn();
    const [lastOfHis] = (await get(`?subject=${memberId}`)).body.items;
    expect(lastOfHis).toMatchObject({ kind: 'work-profile', changes: [{ field: '/capacity', from: 20, to: 5 }] });
    const [lastOfQueue] = (await get(`?subject=${departmentId}`)).body.items;
    expect(lastOfQueue).toMatchObject({
      kind: 'queue',
      changes: [{ field: '/mode', from: 'manual', to: 'round-robin' }],
    });
  });

  test('sees what is the whole company’s under its name', async () => {
    for (const subject of ['company', 'fields', 'lists']) {
      expect([subject, (await get(`?subject=${subject}`)).status]).toEqual([subject, 200]);
      expect(await verified(subject)).toMatchObject({ ok: true });
    }
  });
});
