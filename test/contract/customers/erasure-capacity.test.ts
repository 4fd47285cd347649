import { beforeAll, expect, test } from 'vitest';
import { messages } from '#domain/customers/messages.ts';
import { handler as onErasure } from '#functions/customers/on-erasure.ts';
import { routes } from '#functions/customers/persons-routes.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { memoryFiles } from '#test/files.ts';
import { inProcess } from '#test/world.ts';
import { asAdmin, company } from './company.ts';

/** What forgetting a person and telling him costs, by what the engine reports. */
let engine: EngineTable;
let given: Awaited<ReturnType<typeof company>>;
let api: ReturnType<typeof inProcess>;

beforeAll(async () => {
  engine = await engineTable();
  given = await company({ table: engine.table });
  const extend = (world: World) => ({ ...world, files: memoryFiles() });
  api = inProcess('customers', routes, messages, { clock: given.clock, parts: given.parts, extend, as: asAdmin });
}, 20_000);

async function aContact(n: number) {
  const { id } = await given.create({ name: `第${n}号有限公司`, contact: { name: '王', mobile: `1380000000${n}` } });
  const body = { name: '李四', mobile: `1390000000${n}`, email: `li${n}@example.com` };
  return { customerId: id, contactId: (await given.call('POST', `/v1/customers/${id}/contacts`, { body })).body.id };
}

const reason = { reason: '本人要求' };

test('erasing a contact with two keys costs at most 30 WRU at once, and to find that he has no other rows of ours 2 WRU and 12 RRU', async () => {
  const { contactId } = await aContact(1);
  let erasureId = '';
  const asked = await engine.used(async () => {
    const { status, body } = await api.call('POST', `/v1/contacts/${contactId}/erasure`, { body: reason });
    expect(status).toBe(202);
    erasureId = body.id;
  });
  expect(asked.write).toBeLessThanOrEqual(30);
  expect(asked.read).toBeLessThanOrEqual(8);
  const event = { type: 'person.erased', detail: { erasureId } } as never;
  const own = await engine.used(() => onErasure.consumer.consume(event, makeWorld(given.parts)));
  expect(own.write).toBeLessThanOrEqual(2);
  expect(own.read).toBeLessThanOrEqual(12);
  const read = await engine.used(() => api.call('GET', `/v1/erasures/${erasureId}`));
  expect(read).toEqual({ read: 0.5, write: 0 });
});

test('that somebody was erased is known without a further read', async () => {
  const body = { name: '王', mobile: '13700000001', email: 'wang@example.com' };
  const create = (n: number, mobile: string) =>
    engine.used(() =>
      given.create({ name: `另${n}有限公司`, contact: { ...body, mobile, email: `w${n}@example.com` } }),
    );
  const before = await create(1, '13700000002');
  const { contactId } = await aContact(2);
  await api.call('POST', `/v1/contacts/${contactId}/erasure`, { body: reason });
  const after = await create(2, '13700000003');
  expect(after.read).toBe(before.read);
  const refused = await given.call('POST', '/v1/customers', {
    body: { kind: 'company', name: '再来有限公司', contact: { ...body, mobile: '13900000002' } },
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'customers.erased-person' } });
});
