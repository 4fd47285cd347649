import { encodeTime } from 'ulid';
import { beforeEach, describe, expect, test } from 'vitest';
import { record } from '#domain/activities/interaction.ts';
import { customerCreated, customerDeleted } from '#events/customers.ts';
import { handler as onCustomer } from '#functions/activities/on-customer.ts';
import { recorded } from '#functions/activities/recorded.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { readSilence } from '#store/activities-silence.ts';
import { memoryTable } from '#store/memory.ts';
import { engineTable } from '#test/engine.ts';
import { aCompany, colleague, rep, sales } from '#test/steps/records.ts';
import { idOf, TestClock, testParts } from '#test/world.ts';

const clock = new TestClock('2026-03-02T06:00:00.000Z');
const at = clock.now.toISOString();
let parts: ReturnType<typeof testParts>;
let world: ReturnType<typeof makeWorld>;
const { consumer } = onCustomer;

beforeEach(async () => {
  parts = testParts(clock, memoryTable());
  world = makeWorld(parts);
  await aCompany(parts.table);
});

/** Customer `n`, who came at the instant that his id says. */
const cus = (n: number, bornAt = at): string =>
  `cus_${encodeTime(Date.parse(bornAt), 10)}${String(n).padStart(16, '0')}`;

type News = Parameters<typeof consumer.consume>[0];
let told = 0;
const toldOf = (type: string, detail: object): News => {
  told += 1;
  const subject = 'customerId' in detail ? String(detail.customerId) : '';
  const event = { id: idOf('evt', told), type, version: 1, subject, at, actorId: rep.memberId, cause: subject, detail };
  return event as Consumed as News;
};
const created = (customerId: string, ownerId = rep.memberId): News =>
  toldOf(customerCreated.type, { customerId, ownerId, departmentId: sales });

const inBulk = (events: readonly News[]) => consumer.inBulk?.(events, world);

describe('customers who are entered together', () => {
  test('have the silences that they have one by one', async () => {
    const one = makeWorld(testParts(clock, memoryTable()));
    await aCompany(one.table);
    const news = [created(cus(1)), created(cus(2), colleague.memberId), created(cus(3))];
    for (const event of news) await consumer.consume(event, one);
    expect(await inBulk(news)).toEqual([]);
    for (const { subject } of news) {
      const silence = await readSilence(world.table, subject);
      expect(silence).toBeDefined();
      expect(silence).toEqual(await readSilence(one.table, subject));
    }
  });

  test('leave to be done alone whatever else is told, whatever is told twice, and who comes alone', async () => {
    const twice = created(cus(1));
    const gone = toldOf(customerDeleted.type, { customerId: cus(3) });
    expect(await inBulk([twice, gone])).toEqual([twice, gone]);
    expect(await inBulk([twice, created(cus(2)), gone, created(cus(1))])).toEqual([twice, gone]);
  });

  test('are refused together where one is known already, and nothing of him is lost', async () => {
    await consumer.consume(created(cus(1)), world);
    await consumer.consume(toldOf(customerDeleted.type, { customerId: cus(1) }), world);
    await expect(inBulk([created(cus(1)), created(cus(2))])).rejects.toThrow('changed');
    expect((await readSilence(world.table, cus(1)))?.gone).toBe('deleted');
    expect(await readSilence(world.table, cus(2))).toBeUndefined();
  });

  test('cost 3 WRU each and no read of their own', async () => {
    const { table, capacity } = await engineTable();
    await aCompany(table);
    const engine = makeWorld(testParts(clock, table));
    Object.assign(capacity, { read: 0, write: 0 });
    await consumer.inBulk?.(
      Array.from({ length: 50 }, (_, n) => created(cus(n))),
      engine,
    );
    expect(capacity.write / 50).toBeLessThanOrEqual(3);
    expect(capacity.read).toBeLessThanOrEqual(50);
  });
});

describe('an interaction that is recorded before the news of its customer comes', () => {
  const talk = async (occurredAt: string, customerId: string) => {
    const body = { channel: 'phone', direction: 'in', summary: 'They rang', occurredAt } as const;
    const at = { id: idOf('int', 1), customerId, now: clock.now, actorId: rep.memberId ?? '' };
    const interaction = record(body, at);
    const writes = await recorded(interaction, world);
    await world.commit(writes, undefined);
    return writes.length;
  };

  test('begins his silence where it is older than he', async () => {
    const earlier = '2026-02-20T06:00:00.000Z';
    expect(await talk(earlier, cus(1))).toBe(2);
    await expect(inBulk([created(cus(1)), created(cus(2))])).rejects.toThrow('changed');
    await consumer.consume(created(cus(1)), world);
    expect(await readSilence(world.table, cus(1))).toMatchObject({
      lastFollowUpAt: earlier,
      ownerId: rep.memberId,
      zone: 'Asia/Shanghai',
      nextAt: '2026-03-03T01:00:00.000Z',
    });
  });

  test('writes nothing but itself where it is not', async () => {
    expect(await talk(at, cus(1))).toBe(1);
  });
});
