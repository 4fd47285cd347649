import { describe, expect, test } from 'vitest';
import { followUpIdFor } from '#domain/activities/follow-up-id.ts';
import { messages } from '#domain/customers/messages.ts';
import { handler as sweep } from '#functions/customers/sweep.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { putFollowUp } from '#store/activities.ts';
import { readCustomer } from '#store/customers.ts';
import type { MemoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { type As, idOf } from '#test/world.ts';
import {
  asAdmin,
  asChen,
  asEmily,
  asLi,
  asWang,
  asZhao,
  body,
  company,
  east,
  emily,
  enterMember,
  li,
  wang,
  west,
} from './company.ts';

type Company = Awaited<ReturnType<typeof company>>;
const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
const days = 24 * 60 * 60 * 1000;

/** Runs the sweep over what is due in the bin, as long as there is something. */
async function sweepAll({ parts, table, clock }: Company): Promise<void> {
  for (let run = 0; run < 50; run += 1) {
    const due = await dueRows(table, clock.now);
    if (due.length === 0) return;
    for (const { key, item } of due) {
      await table.commit(await sweep.act(item, key, clock.now.toISOString(), makeWorld(parts)));
    }
  }
  throw new Error('the sweep never ends');
}

async function dueRows(table: Table, now: Date) {
  const shards = await Promise.all(
    [0, 1, 2, 3].map((shard) =>
      table.query({ index: 'agenda', pk: `customers#due#${shard}`, to: `${now.toISOString()}#~`, limit: 100 }),
    ),
  );
  const keys = shards.flatMap(({ items }) => items.map(({ key }) => key));
  const items = await table.getMany(keys);
  return keys.flatMap((key, i) => (items[i] === undefined ? [] : [{ key, item: items[i] }]));
}

describe('DELETE /v1/customers/{id} and restore', () => {
  test('204: out of every list, there for managers only, and back with restore', async () => {
    const given = await company();
    const { id, number } = await given.create({ tags: ['甲'] });
    const items = async (query: string, as: As) => (await given.call('GET', `/v1/customers?${query}`, as)).body.items;
    await given.deliver();

    expect((await given.call('DELETE', `/v1/customers/${id}`, { ...asChen, ...ifMatch(1) })).status).toBe(204);
    await given.deliver();

    for (const query of [
      '',
      'sort=name',
      'sort=lastFollowUpAt',
      'tag=%E7%94%B2',
      `number=${number}`,
      'phone=13800138000',
    ]) {
      expect(await items(query, asAdmin)).toEqual([]);
      expect(await items(query, asLi)).toEqual([]);
    }
    expect((await given.call('GET', `/v1/customers/${id}`)).status).toBe(404);
    expect((await given.call('GET', `/v1/customers/${id}`, asChen)).body.deletedAt).toBe(given.clock.now.toISOString());
    expect(await readCustomer(given.table, id)).toBeUndefined();
    const patch = { ...asChen, body: { level: 'vip' }, ...ifMatch(2) };
    expect((await given.call('PATCH', `/v1/customers/${id}`, patch)).body).toMatchObject({
      status: 409,
      code: 'customers.deleted',
    });

    const back = await given.call('POST', `/v1/customers/${id}/restore`, asChen);
    await given.deliver();
    expect(back).toMatchObject({ status: 200, body: { version: 3 } });
    expect(back.body.deletedAt).toBeUndefined();
    for (const query of ['', 'sort=name', 'sort=lastFollowUpAt', 'tag=%E7%94%B2', `number=${number}`]) {
      expect(await items(query, asLi)).toMatchObject([{ id }]);
    }
    expect((await given.call('POST', `/v1/customers/${id}/restore`, asChen)).body).toMatchObject({
      status: 409,
      code: 'customers.not-deleted',
    });
  });

  test('403 for a rep, 404 for a manager of another department, 412 and 428 for what was not read', async () => {
    const given = await company();
    const { id } = await given.create();
    const status = async (asked: object) => (await given.call('DELETE', `/v1/customers/${id}`, asked)).status;
    expect(await status({ ...asLi, ...ifMatch(1) })).toBe(403);
    expect(await status({ ...asChen, departments: west, departmentId: west, ...ifMatch(1) })).toBe(404);
    expect(await status({ ...asChen, ...ifMatch(7) })).toBe(412);
    expect(await status(asChen)).toBe(428);
  });

  test('409 names what is still open', async () => {
    const given = await company();
    const { id } = await given.create();
    await given.table.commit([followUp(id)]);
    const answer = await given.call('DELETE', `/v1/customers/${id}`, { ...asChen, ...ifMatch(1) });
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'customers.open-work',
      open: [{ kind: 'follow-up', id: followUpId(id) }],
    });
  });

  test('in the bin his keys stay taken; 30 days later everything of him is gone but number, ids and consents', async () => {
    const given = await company();
    const { id, number, mainContact } = await given.create({
      tags: ['甲', '乙'],
      externalIds: [{ system: 'erp', id: '1' }],
    });
    for (let i = 0; i < 30; i += 1) {
      const contact = { name: `联系人${i}`, mobile: `137${String(i).padStart(8, '0')}` };
      await given.call('POST', `/v1/customers/${id}/contacts`, { body: contact });
    }
    const consent = {
      contactId: mainContact.id,
      purpose: 'marketing',
      channel: 'email',
      granted: true,
      basis: 'consent',
      source: '表单',
    };
    await given.call('POST', `/v1/customers/${id}/consents`, { body: consent });
    await given.deliver();
    await given.call('DELETE', `/v1/customers/${id}`, { ...asChen, ...ifMatch(1) });
    await given.deliver();
    expect((await given.call('POST', '/v1/customers', { body })).status).toBe(409);

    given.clock.advance(30 * days - 1000);
    await sweepAll(given);
    expect((await given.call('GET', `/v1/customers/${id}`, asChen)).status).toBe(200);
    given.clock.advance(1000);
    await sweepAll(given);
    await given.deliver();

    const table = given.table as MemoryTable;
    const hasId = ({ key, item }: (typeof all)[number]) => key.pk.includes(id) || JSON.stringify(item).includes(id);
    const all = table.rows();
    // What the search has still to look at names him by his id, and goes with its next snapshot.
    const left = all.filter((row) => hasId(row) && row.key.pk !== 'customers#search-changes');
    const kept = ['claim', 'claim', 'consent#', 'erasure', '~custome'];
    expect(left.map(({ key }) => key.sk.slice(0, 8)).sort()).toEqual(kept);
    expect(JSON.stringify(left)).not.toContain('王经理');
    expect(table.news).toContainEqual(expect.objectContaining({ type: 'customer.erased', detail: { customerId: id } }));
    expect((await given.call('GET', `/v1/customers/${id}`, asAdmin)).status).toBe(404);
    const next = await given.create();
    expect(next.number).not.toBe(number);
  });
});

const followUpId = (customerId: string) => followUpIdFor(customerId, idOf('fol', 1));

function followUp(customerId: string) {
  const at = '2026-11-22T01:00:00.000Z';
  const stamps = { version: 1, createdAt: at, createdBy: li, updatedAt: at, updatedBy: li };
  const due = { dueAt: at, due: { local: '2026-11-22T09:00', zone: 'Asia/Shanghai' }, dueSetAt: at, turn: 0 };
  return putFollowUp(
    {
      id: followUpId(customerId),
      customerId,
      ownerId: li,
      subject: '回访',
      state: 'open',
      overdue: false,
      ...due,
      ...stamps,
    },
    'absent',
    [],
  );
}

describe('POST /v1/customers/{id}/hand-over', () => {
  const body = { ownerId: emily, reason: '区域调整' };

  test('200: the customer, his department and his lists follow the new owner, and others are told', async () => {
    const given = await company();
    const { id } = await given.create({ tags: ['甲'] });
    const answer = await given.call('POST', `/v1/customers/${id}/hand-over`, { ...asChen, body });
    await given.deliver();
    expect(answer).toMatchObject({ status: 200, body: { ownerId: emily, departmentId: west, version: 2 } });
    expect((given.table as MemoryTable).news.at(-1)).toMatchObject({
      type: 'customer.owner-changed',
      detail: { customerId: id, fromOwnerId: li, toOwnerId: emily, departmentId: west },
    });
    for (const query of ['', 'sort=name', 'sort=lastFollowUpAt', 'tag=%E7%94%B2']) {
      expect((await given.call('GET', `/v1/customers?${query}`, asEmily)).body.items).toMatchObject([{ id }]);
      expect((await given.call('GET', `/v1/customers?${query}`, asChen)).body.items).toEqual([]);
    }
    const { timeline } = (await given.call('GET', `/v1/customers/${id}/overview`, asEmily)).body;
    expect(timeline[0]).toMatchObject({
      kind: 'customer.owner-changed',
      title: 'Emily Carter',
      actorId: asChen.memberId,
    });
  });

  test('403 for a rep, 404 for another department, 409 to the same owner, 422 to one who cannot own', async () => {
    const given = await company();
    const { id } = await given.create();
    const ask = (as: As, ownerId = emily) =>
      given.call('POST', `/v1/customers/${id}/hand-over`, { ...as, body: { ...body, ownerId } });
    expect((await ask(asLi)).status).toBe(403);
    expect((await ask({ ...asChen, departments: west })).status).toBe(404);
    expect((await ask(asChen, li)).body).toMatchObject({ status: 409, code: 'customers.already-owner' });
    expect((await ask(asChen, asZhao.memberId)).body).toMatchObject({ status: 422, code: 'customers.unknown-owner' });
  });
});

describe('when a member', () => {
  const news = (type: string, detail: Record<string, unknown>) => ({
    ...{ id: idOf('evt', 1), type, version: 1, subject: li, at: '2026-11-22T01:00:00.000Z' },
    ...{ actorId: asAdmin.memberId ?? '', cause: li, detail },
  });

  test('leaves, his customers go to his successor, each once, however often it is told', async () => {
    const given = await company();
    for (let i = 0; i < 5; i += 1)
      await given.create({ name: `甲${i}`, contact: { name: 'x', mobile: `1380000000${i}` } });
    await enterMember(given.table, [li, '李伟', 'sales-rep', east], { active: false, successorId: emily });
    await given.bring(news('member.deactivated', { memberId: li, successorId: emily }));
    await given.bring(news('member.deactivated', { memberId: li, successorId: emily }));
    const { items } = (await given.call('GET', '/v1/customers', asEmily)).body;
    expect(items).toHaveLength(5);
    const moves = (given.table as MemoryTable).news.filter(({ type }) => type === 'customer.owner-changed');
    expect(moves).toHaveLength(5);
  });

  test('leaves, his successor takes his place as a collaborator, once and never beside himself as the owner', async () => {
    const given = await company();
    const theirs = await given.create({}, asWang);
    const emilys = await given.create({ name: '乙', contact: { name: 'x', mobile: '13800000002' } }, asEmily);
    for (const { id } of [theirs, emilys]) {
      expect((await given.call('PUT', `/v1/customers/${id}/collaborators/${li}`, asAdmin)).status).toBe(200);
    }
    await enterMember(given.table, [li, '李伟', 'sales-rep', east], { active: false, successorId: emily });
    await given.bring(news('member.deactivated', { memberId: li, successorId: emily }));
    await given.bring(news('member.deactivated', { memberId: li, successorId: emily }));
    const read = async ({ id }: { id: string }) => (await given.call('GET', `/v1/customers/${id}`, asAdmin)).body;
    expect(await read(theirs)).toMatchObject({ ownerId: wang, collaboratorIds: [emily], version: 3 });
    expect(await read(emilys)).toMatchObject({ ownerId: emily, collaboratorIds: [], version: 3 });
    const { items } = (await given.call('GET', '/v1/customers', asEmily)).body;
    expect(items.map(({ id }: { id: string }) => id).toSorted()).toEqual([theirs.id, emilys.id].toSorted());
  });

  test('goes to another department, his customers follow him', async () => {
    const given = await company();
    const { id } = await given.create();
    await enterMember(given.table, [li, '李伟', 'sales-rep', west]);
    await given.bring(news('member.changed', { memberId: li, fields: ['departmentId'] }));
    expect((await given.call('GET', `/v1/customers/${id}`)).body).toMatchObject({ departmentId: west, version: 2 });
    expect((await given.call('GET', '/v1/customers', asChen)).body.items).toEqual([]);
  });
});

describe('collaborators', () => {
  test('200 puts and takes off as often as asked; 404 for a stranger, 409 for the owner', async () => {
    const { call, create } = await company();
    const { id } = await create();
    const ask = (method: string, memberId: string, as: As = asLi) =>
      call(method, `/v1/customers/${id}/collaborators/${memberId}`, as);
    expect((await ask('PUT', wang)).body).toMatchObject({ collaboratorIds: [wang], version: 2 });
    expect((await ask('PUT', wang)).body).toMatchObject({ collaboratorIds: [wang], version: 2 });
    expect((await call('GET', `/v1/customers/${id}`, asWang)).status).toBe(200);
    expect((await ask('PUT', idOf('mem', 999))).body).toMatchObject({
      status: 404,
      code: 'customers.member-not-found',
    });
    expect((await ask('PUT', li)).body).toMatchObject({ status: 409, code: 'customers.already-owner' });
    expect((await ask('DELETE', wang)).body).toMatchObject({ collaboratorIds: [], version: 3 });
    expect((await ask('DELETE', wang)).body).toMatchObject({ version: 3 });
    expect((await call('GET', `/v1/customers/${id}`, asWang)).status).toBe(404);
    expect((await ask('PUT', emily, asEmily)).status).toBe(404);
  });
});

test('every problem that a contract declares has its words in both languages', async () => {
  const { contracts } = await import('#functions/customers/contract.ts');
  const codes = contracts.flatMap(({ problems }) => Object.keys(problems ?? {}));
  for (const code of codes) expect(messages).toHaveProperty([code]);
});
