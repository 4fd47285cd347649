import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messages } from '#domain/audit/messages.ts';
import { routes } from '#functions/audit/routes.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import { signedBy, type Table, type Write } from '#store/table.ts';
import { idOf, inProcess, testParts } from '#test/world.ts';
import { deliver, recordOf } from './feed.ts';

const customerId = idOf('cus', 1);
const keys = [
  { pk: `customers#${customerId}`, sk: '~customer' },
  { pk: `customers#${customerId}`, sk: `contact#${idOf('con', 2)}` },
  { pk: `contracts#${idOf('ctr', 3)}`, sk: 'contract' },
];

interface Step {
  readonly item: number;
  readonly level: string | undefined;
  readonly system: boolean;
}

const step = fc.record({
  item: fc.nat(keys.length - 1),
  level: fc.option(fc.constantFrom('vip', 'normal', 'key'), { nil: undefined }),
  system: fc.boolean(),
});
const steps = fc.array(step, { minLength: 1, maxLength: 25 });

/** Writes as the steps say: a level is a change, none a deletion; what the system notes is no change. */
async function write(table: Table, all: readonly Step[]): Promise<void> {
  for (const [i, { item, level, system }] of all.entries()) {
    const key = keys[item] as (typeof keys)[number];
    const put: Write = { op: 'put', key, item: { level, customerId, marks: [i] }, expect: 'any' };
    const signed = signedBy(table, { actor: system ? 'system:x/y' : idOf('mem', 1), request: `r${i}` });
    await signed.commit([level === undefined ? { op: 'delete', key, expect: 'any' } : put]);
  }
}

function auditRows(table: MemoryTable) {
  return table.rows().filter(({ key }) => key.pk.startsWith('audit#'));
}

async function recorded(all: readonly Step[]) {
  const table = memoryTable();
  const parts = testParts(undefined, table);
  await write(table, all);
  const records = table.changes.map(recordOf);
  await deliver(parts, records);
  const { call } = inProcess('audit', routes, messages, { parts });
  const verify = async () => (await call('GET', `/v1/audit/verify?subject=${customerId}&limit=200`)).body;
  return { table, parts, records, call, verify };
}

test('whatever is written, the chains hold and end as the items stand', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { table, verify } = await recorded(all);
      expect(await verify()).toEqual({ ok: true, rows: auditRows(table).length, next: null });
    }),
    { numRuns: 60 },
  );
});

test('delivered twice, out of step and by a reader that dies at any write, the rows are the same', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(30), fc.nat(30), async (all, cut, death) => {
      const { table, records } = await recorded(all);
      const other = memoryTable();
      let left = death;
      const dying: Table = {
        ...other,
        commit: async (writes, writer) => {
          left -= 1;
          if (left === 0) throw new Error('killed before the write');
          await other.commit(writes, writer);
          if (left === -1) throw new Error('killed after the write');
        },
      };
      const parts = testParts(undefined, dying);
      await deliver(parts, records.slice(0, cut));
      await deliver(parts, records);
      expect(auditRows(other)).toEqual(auditRows(table));
    }),
    { numRuns: 60 },
  );
});

test('any row that is altered, removed, moved or put in is found', async () => {
  const tampering = fc.constantFrom('text', 'forged', 'removed', 'swapped', 'inserted');
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), tampering, async (all, at, how) => {
      const { table, verify } = await recorded(all);
      const rows = auditRows(table);
      fc.pre(rows.length > 0);
      const { key, item } = rows[at % rows.length] as (typeof rows)[number];
      const chain = `${key.pk} ${key.sk.slice(0, -8)}`;
      const isAlone = rows.filter((each) => `${each.key.pk} ${each.key.sk}`.startsWith(chain)).length === 1;
      // Of what is not the subject itself, and is gone with its only row, nothing is left to look at.
      const isSubject = key.sk.startsWith('~customer') && (await table.get(keys[0] as typeof key)) !== undefined;
      fc.pre(how !== 'removed' || !isAlone || isSubject);
      const indexed = { gsi1: { pk: `audit#subject#${customerId}`, sk: `2030-01-01T00:00:00.000Z#1#${at}` } };
      const put = (where: typeof key, slim: object): Write => ({
        ...{ op: 'put', key: where, item: {}, slim: { ...slim }, expect: 'any' },
        ...indexed,
      });
      const entry = String(item['entry']);
      const forged = entry.replace('"changed"', '"created"').replace('r', 'x');
      const next = { pk: key.pk, sk: `${key.sk.slice(0, -8)}${String(Number(key.sk.slice(-8)) + 1).padStart(8, '0')}` };
      const writes: Record<string, Write> = {
        text: put(key, { entry: forged, hash: item['hash'] }),
        // Whoever has the table has not the key of the hashes.
        forged: put(key, { entry: forged, hash: Buffer.from(forged).toString('base64url').slice(0, 43) }),
        removed: { op: 'delete', key, expect: 'any' },
        swapped: put(next, item),
        inserted: put(next, { entry: forged, hash: item['hash'] }),
      };
      await table.commit([writes[how] as Write]);
      expect((await verify()).ok).toBe(false);
    }),
    { numRuns: 120 },
  );
});
