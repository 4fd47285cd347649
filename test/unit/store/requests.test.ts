import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromWire, toItem } from '#store/attributes.ts';
import { agendaKey, agendaShards } from '#store/keys.ts';
import { backOff, persistently } from '#store/patience.ts';
import { toQuery, toRequest } from '#store/requests.ts';

const key = { pk: 'customers#1', sk: 'a' };

describe('what is sent', () => {
  test('a put stores the item, its slim part once, its places, its news and the mark of its commit', () => {
    const event = { id: 'evt_1' } as never;
    const { Put } = toRequest(
      'table',
      {
        op: 'put',
        key,
        item: { version: 2, name: 'n' },
        slim: { level: 'vip' },
        gsi1: { pk: 'customers#owner', sk: 'n' },
        agenda: { pk: 'customers#due#0', sk: 'at' },
        expiresAt: 9,
        events: [event],
        expect: { version: 1 },
      },
      'w',
    );
    expect(Put).toEqual({
      TableName: 'table',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      Item: {
        ...key,
        version: 2,
        name: 'n',
        slim: { level: 'vip' },
        gsi1pk: 'customers#owner',
        gsi1sk: 'n',
        agendapk: 'customers#due#0',
        agendask: 'at',
        expiresAt: 9,
        news: 1,
        events: [event],
        writeId: 'w',
      },
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': 1 },
    });
  });

  test('a put of what is audited says to its stream under what, by whom and for which request', () => {
    const contact = { pk: 'customers#cus_1', sk: 'contact#con_1' };
    const write = { op: 'put', key: contact, item: { name: 'n' }, expect: 'any' } as const;
    const { Put } = toRequest('table', write, 'w', { actor: 'mem_1', request: 'r1' });
    expect(Put?.Item).toEqual({ ...contact, name: 'n', audit: 'contact', actor: 'mem_1', request: 'r1', writeId: 'w' });
    const of = (key: typeof contact, item = {}) =>
      toRequest('table', { ...write, key, item }, 'w').Put?.Item?.['audit'];
    expect(of({ pk: 'tickets#x', sk: 'tkt_1' })).toBe('ticket');
    expect(of({ pk: 'customers#cus_1', sk: '~pulse' })).toBeUndefined();
    expect(of({ pk: 'customers#rehearsal#imp_1#customers#cus_1', sk: '~customer' })).toBeUndefined();
    expect(of({ pk: 'customers#cus_1', sk: 'said' }, { audit: 'reveal' })).toBe('reveal');
  });

  test('a put without news never reaches the relay’s filter', () => {
    const { Put } = toRequest('table', { op: 'put', key, item: {}, expect: 'absent', events: [] }, 'w');
    expect(Put?.Item).toEqual({ ...key, writeId: 'w' });
    expect(Put?.ConditionExpression).toBe('attribute_not_exists(pk)');
  });

  test('names of counters never meet DynamoDB’s reserved words', () => {
    const { Update } = toRequest('table', { op: 'add', key, add: { count: 1, 'a.b': 2 }, expiresAt: 9 }, 'w');
    expect(Update).toMatchObject({
      UpdateExpression: 'SET writeId = :writeId, expiresAt = :expiresAt ADD #c0 :c0, #c1 :c1',
      ExpressionAttributeNames: { '#c0': 'count', '#c1': 'a.b' },
      ExpressionAttributeValues: { ':c0': 1, ':c1': 2, ':writeId': 'w', ':expiresAt': 9 },
    });
  });

  test('a cursor brings its position and never its partition', () => {
    const after = { pk: 'tickets#foreign', sk: 'b', indexSk: 'x' };
    expect(
      toQuery('table', { pk: 'customers#1', limit: 1, after: { pk: after.pk, sk: 'b' } })?.ExclusiveStartKey,
    ).toEqual({
      pk: 'customers#1',
      sk: 'b',
    });
    expect(toQuery('table', { index: 'gsi1', pk: 'customers#1', limit: 1, after })?.ExclusiveStartKey).toMatchObject({
      gsi1pk: 'customers#1',
      gsi1sk: 'x',
    });
  });

  test('an index is never asked for a consistent read, which DynamoDB refuses', () => {
    expect(toQuery('table', { index: 'gsi1', pk: 'p', limit: 1, consistent: true })?.ConsistentRead).toBeUndefined();
    expect(toQuery('table', { pk: 'p', limit: 1, consistent: true })?.ConsistentRead).toBe(true);
  });
});

describe('what is read', () => {
  test('the store’s own attributes are taken off and the slim part is put back', () => {
    const row = { ...key, gsi1pk: 'a', gsi1sk: 'b', agendapk: 'c', agendask: 'd', expiresAt: 1, news: 1, events: [] };
    expect(toItem({ ...row, writeId: 'w', version: 2, slim: { level: 'vip' } })).toEqual({ version: 2, level: 'vip' });
  });

  test('a row as it comes over the wire is the row that was written', () => {
    const wire = {
      text: { S: '' },
      number: { N: '1.5' },
      no: { BOOL: false },
      none: { NULL: true },
      bytes: { B: Uint8Array.of(1) },
      list: { L: [{ S: 'a' }, { M: { deep: { L: [] } } }] },
    };
    expect(fromWire(wire)).toEqual({
      text: '',
      number: 1.5,
      no: false,
      none: null,
      bytes: Uint8Array.of(1),
      list: ['a', { deep: [] }],
    });
  });
});

describe('the agenda’s keys', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

  test('sort by instant however the instants are written', () => {
    const written = (at: Date, seconds: boolean): string =>
      seconds && at.getUTCMilliseconds() === 0 ? at.toISOString().replace('.000Z', 'Z') : at.toISOString();
    fc.assert(
      fc.property(instant, instant, fc.boolean(), fc.boolean(), (a, b, x, y) => {
        fc.pre(a.getTime() !== b.getTime());
        const [first, second] = [
          agendaKey('customers', written(a, x), 'z'),
          agendaKey('customers', written(b, y), 'a'),
        ];
        expect(first.sk < second.sk).toBe(a < b);
      }),
    );
    expect(
      agendaKey('customers', '2026-01-01T00:00:00Z', 'a').sk <
        agendaKey('customers', '2026-01-01T00:00:00.500Z', 'a').sk,
    ).toBe(true);
  });

  test('put an id always in the same one of the shards, and use them all', () => {
    const shards = Array.from({ length: 200 }, (_, n) => agendaKey('customers', '2026-01-01T00:00:00Z', `cus_${n}`).pk);
    expect(new Set(shards)).toEqual(new Set(Array.from({ length: agendaShards }, (_, n) => `customers#due#${n}`)));
    expect(agendaKey('customers', '2027-01-01T00:00:00Z', 'cus_7').pk).toBe(shards[7]);
  });
});

describe('patience', () => {
  test('waits at random below a limit that doubles up to two seconds', async () => {
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await backOff(attempt, { random: () => 0.5, pause: async (ms) => void pauses.push(ms) });
    }
    expect(pauses).toEqual([25, 50, 100, 200, 400, 800, 1000, 1000]);
  });

  test('ends with the first failure that does not pass', async () => {
    let tried = 0;
    const attempt = async () => {
      tried += 1;
      throw new Error(tried < 3 ? 'passing' : 'final');
    };
    const isPassing = (error: unknown) => error instanceof Error && error.message === 'passing';
    const work = persistently(attempt, isPassing, { random: () => 1, pause: async () => {} });
    await expect(work).rejects.toThrow('final');
  });
});
