import { expect, test } from 'vitest';
import { engineTable } from '#test/engine.ts';
import { customerId } from '#test/steps/records.ts';
import { idOf } from '#test/world.ts';
import { aQuote, attachments, pdf } from './given.ts';

test('a file is announced for 2 write units, found good for 2, read for 1; each 3 where it is about a person', async () => {
  const engine = await engineTable();
  const { announce, put, get } = await attachments(engine.table);
  let id = '';
  const announced = await engine.used(async () => {
    id = (await announce(aQuote)).body.id;
  });
  const settled = await engine.used(() => put(id, pdf));
  const read = await engine.used(() => get(id));
  expect([announced, settled, read]).toEqual([
    { read: 0.5, write: 2 },
    { read: 1, write: 2 },
    { read: 1, write: 0 },
  ]);
  const ofPerson = await engine.used(() => announce({ ...aQuote, contactId: idOf('con', 1) }));
  expect(ofPerson).toEqual({ read: 1, write: 3 });
}, 20_000);

test('a page of 50 files costs at most 3 read units beside the record', async () => {
  const engine = await engineTable();
  const { announce, list } = await attachments(engine.table);
  for (let i = 0; i < 52; i += 1) await announce(aQuote);
  const { read } = await engine.used(async () => {
    expect((await list(customerId)).body.items).toHaveLength(50);
  });
  expect(read).toBeLessThanOrEqual(3);
}, 20_000);
