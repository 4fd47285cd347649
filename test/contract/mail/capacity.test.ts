import { beforeAll, expect, test } from 'vitest';
import { minuteMs } from '#domain/shared/time.ts';
import { messageIdOf } from '#functions/mail/digest.ts';
import { readMessage, readMessages } from '#store/mail.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { contactId, customerId, mailTest, resolved, toPhone, warning } from './steps.ts';

let engine: EngineTable;
let mail: Awaited<ReturnType<typeof mailTest>>;
beforeAll(async () => {
  engine = await engineTable();
  mail = await mailTest({ table: engine.table });
});

const used: EngineTable['used'] = (work) => engine.used(work);

test('a mail to staff costs 6 WRU: two writes of the row and its index, on and off the agenda', async () => {
  const { write } = await used(() => mail.request(toPhone));
  expect(mail.sent).toHaveLength(1);
  expect(write).toBe(6);
});

test('one that waits for its minute costs 11 WRU alone, with others 6, and their letter 7', async () => {
  const steps = ['a', 'b', 'c'].map((step) => ({ ...warning, ref: `${warning.ref}/${step}` }));
  const minute = async (asked: readonly (Omit<typeof warning, 'ref'> & { readonly ref: string })[]) => {
    for (const each of asked) await mail.request(each);
    mail.clock.advance(minuteMs);
    await mail.sweep();
  };
  expect((await used(() => minute([warning]))).write).toBe(11);
  expect((await used(() => minute(steps))).write).toBe(3 * 6 + 7);
});

test('a mail to a customer costs 10 WRU: another index, what was written, and the news of it', async () => {
  const { write } = await used(() => mail.request(resolved));
  expect(write).toBe(10);
});

test('a delivery report costs 1 RRU and 4 WRU, said again 1 RRU', async () => {
  const id = messageIdOf(resolved.kind, resolved.ref, contactId);
  expect(await used(() => mail.report('Delivery', id))).toEqual({ read: 1, write: 4 });
  expect(await used(() => mail.report('Delivery', id))).toEqual({ read: 1, write: 0 });
});

test('a message 0.5 RRU, a page of a customer 0.5 RRU', async () => {
  const id = messageIdOf(resolved.kind, resolved.ref, contactId);
  expect((await used(() => readMessage(engine.table, id))).read).toBe(0.5);
  expect((await used(() => readMessages(engine.table, { customerId }, { limit: 50 }))).read).toBe(0.5);
});

test('the engine keeps a message single as the table in memory does', async () => {
  const again = { ...toPhone, ref: `${toPhone.ref}/engine` };
  const before = mail.sent.length;
  await Promise.all([mail.request(again), mail.request(again), mail.request(again)]);
  expect(mail.sent.length).toBe(before + 1);
});
