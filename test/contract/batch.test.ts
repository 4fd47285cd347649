import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context as LambdaContext, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DomainError } from '#domain/shared/error.ts';
import { defineEvent, type Event } from '#events/define.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { deadLetters, type SetAside } from '#functions/batch/set-aside.ts';
import { foreignSubscription, subscription } from '#functions/batch/subscription.ts';
import { newMeter } from '#functions/http/meter.ts';
import type { World } from '#functions/http/world.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import { StaleWrite, type Table } from '#store/table.ts';
import { tables } from '#test/engine.ts';
import { idOf, TestClock, testObserver, testParts } from '#test/world.ts';

const opened = defineEvent({
  context: 'tickets',
  type: 'ticket.opened',
  version: 1,
  summary: 'A test ticket was opened.',
  detail: z.object({ n: z.int() }),
  example: { n: 1 },
});
const noticed = defineEvent({
  context: 'customers',
  type: 'ticket.noticed',
  version: 1,
  summary: 'The test consumer noticed a ticket.',
  detail: z.object({ n: z.int() }),
  example: { n: 1 },
});

function toEvent(n: number, more: Partial<Event> = {}): Event {
  return {
    id: idOf('evt', n),
    type: 'ticket.opened',
    version: 1,
    subject: idOf('tkt', n),
    at: '2026-11-22T00:00:00.000Z',
    actorId: idOf('mem', 1),
    cause: idOf('cus', 1),
    detail: { n },
    ...more,
  };
}

function bodyOf(event: Event): string {
  const envelope = { id: 'b', source: 'guanxi.tickets', 'detail-type': event.type, time: event.at, detail: event };
  return JSON.stringify(envelope);
}

const eventSourceARN = 'arn:aws:sqs:eu-central-1:000000000000:customers-on-ticket-opened';

function batchOf(...bodies: readonly string[]): SQSEvent {
  return { Records: bodies.map((body, i) => ({ messageId: `m${i}`, body, eventSourceARN })) } as unknown as SQSEvent;
}

const counterKey = { pk: 'customers#counter', sk: 'n' };

/** Counts each ticket: whatever is handled twice is counted twice. */
async function count({ detail, subject }: Consumed<{ n: number }>, world: World): Promise<void> {
  const event = world.event(noticed, subject, { n: detail.n });
  const row = { pk: `customers#${subject}`, sk: event.id };
  await world.commit(
    [
      { op: 'add', key: counterKey, add: { count: 1, sum: detail.n } },
      { op: 'put', key: row, item: {}, expect: 'absent', events: [event] },
    ],
    undefined,
  );
}

function container(table: Table = memoryTable()) {
  const observer = testObserver();
  const setAside: SetAside[] = [];
  const records: Parameters<typeof observer.record>[0][] = [];
  const watched = {
    ...observer,
    record: (outcome: (typeof records)[number]) => {
      records.push(outcome);
      return '0';
    },
  };
  const deadLetters = async (message: SetAside) => {
    setAside.push(message);
  };
  return { parts: testParts(new TestClock(), table), observer: watched, deadLetters, setAside, records, table };
}

const lambda = { awsRequestId: 'run-1' } as LambdaContext;
const definition = { context: 'customers', name: 'on-ticket-opened', events: [opened] } as const;
const counting = subscription(definition, count);

describe.each(tables)('a subscription over $name', { timeout: 30_000 }, ({ open }) => {
  test('an event that arrives often, in one batch, in the next and beside another, takes effect once', async () => {
    const table = await open();
    const batch = batchOf(...[1, 2, 1, 3, 1, 2].map((n) => bodyOf(toEvent(n))));
    const one = container(table);
    const other = container(table);

    const answers = await Promise.all([counting.within(one)(batch, lambda), counting.within(other)(batch, lambda)]);
    answers.push(await counting.within(container(table))(batch, lambda));

    expect(answers).toEqual(answers.map(() => ({ batchItemFailures: [] })));
    expect(await table.get(counterKey)).toEqual({ count: 3, sum: 6 });
    expect([...one.observer.bugs, ...other.observer.bugs]).toEqual([]);
  });

  test('the row that remembers an event is in the consumer’s own partition and lives 30 days', async () => {
    const table = await open();
    await counting.within(container(table))(batchOf(bodyOf(toEvent(1))), lambda);

    const pk = `customers#seen#on-ticket-opened#${idOf('evt', 1)}`;
    expect(await table.get({ pk, sk: 'seen' })).toEqual({ at: '2026-11-22T01:00:00.000Z' });
    const row = (table as Partial<MemoryTable>).rows?.().find(({ key }) => key.pk === pk);
    if (row !== undefined) expect(row.expiresAt).toBe(Date.parse('2026-12-22T01:00:00Z') / 1000);
  });
});

describe('a batch', () => {
  test('a message that fails comes back alone; those beside it are done', async () => {
    const held = container();
    const failing = subscription(definition, async (event, world) => {
      if (event.detail.n === 2) throw new Error('outage');
      await count(event, world);
    });
    const batch = batchOf(...[1, 2, 3].map((n) => bodyOf(toEvent(n))));

    expect(await failing.within(held)(batch, lambda)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await held.table.get(counterKey)).toEqual({ count: 2, sum: 4 });
    expect(held.observer.bugs).toHaveLength(1);
    expect(held.setAside).toEqual([]);
    expect(held.records).toMatchObject([
      { route: 'on-ticket-opened', status: 500, isApi: false, cause: idOf('cus', 1) },
    ]);
  });

  test.each([
    { what: 'is not JSON', body: '{', reason: 'not JSON' },
    { what: 'is no envelope', body: '{"detail":{}}', reason: 'contract: /id' },
    { what: 'holds no event', body: bodyOf({ ...toEvent(1), id: '' }), reason: 'contract: /id' },
    { what: 'breaks its contract', body: bodyOf(toEvent(1, { detail: { n: 'one' } })), reason: 'contract: /n' },
    {
      what: 'is of a type not subscribed to',
      body: bodyOf(toEvent(1, { type: 'ticket.closed' })),
      reason: 'contract: /detail/type',
    },
  ])('a message that $what is set aside at once with its reason and does not come back', async ({ body, reason }) => {
    const held = container();

    expect(await counting.within(held)(batchOf(body, bodyOf(toEvent(9))), lambda)).toEqual({ batchItemFailures: [] });
    expect(held.setAside).toEqual([
      {
        body,
        reason: expect.stringContaining(reason) as string,
        source: 'customers/on-ticket-opened',
        queue: eventSourceARN,
      },
    ]);
    expect(await held.table.get(counterKey)).toEqual({ count: 1, sum: 9 });
  });

  test('a rule that says no sets the message aside, because it will say no again', async () => {
    const held = container();
    const refusing = subscription(definition, async () => {
      throw new DomainError('conflict', 'customers.duplicate');
    });

    expect(await refusing.within(held)(batchOf(bodyOf(toEvent(1))), lambda)).toEqual({ batchItemFailures: [] });
    expect(held.setAside).toMatchObject([{ reason: 'rule: customers.duplicate' }]);
  });

  test('a message that cannot be set aside comes back, so that nothing is lost', async () => {
    const held = {
      ...container(),
      deadLetters: async () => {
        throw new Error('queue outage');
      },
    };
    expect(await counting.within(held)(batchOf('{'), lambda)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });

  test('a version that this consumer does not know is for another and is done', async () => {
    const held = container();
    expect(await counting.within(held)(batchOf(bodyOf(toEvent(1, { version: 2 }))), lambda)).toEqual({
      batchItemFailures: [],
    });
    expect(held.setAside).toEqual([]);
    expect(await held.table.get(counterKey)).toBeUndefined();
  });

  test('events of one subject are handled in the order of the batch, others beside them', async () => {
    const seen: number[] = [];
    const third = Promise.withResolvers<void>();
    const slow = subscription(definition, async ({ detail }) => {
      if (detail.n === 1) await third.promise;
      if (detail.n === 3) third.resolve();
      seen.push(detail.n);
    });
    const batch = batchOf(...[1, 2, 3, 4].map((n) => bodyOf(toEvent(n, { subject: n <= 2 ? 'a' : 'b' }))));
    await slow.within(container())(batch, lambda);

    expect(seen.filter((n) => n <= 2)).toEqual([1, 2]);
    expect(seen.filter((n) => n > 2)).toEqual([3, 4]);
  });

  test('what is done for many at a time is not done again one by one, and what is left over is', async () => {
    const [together, alone]: number[][] = [[], []];
    const even = subscription(
      {
        ...definition,
        inBulk: async (events) => {
          together?.push(...events.map(({ detail }) => detail.n).filter((n) => n % 2 === 0));
          return events.filter(({ detail }) => detail.n % 2 !== 0);
        },
      },
      async ({ detail }) => void alone?.push(detail.n),
    );
    await even.within(container())(batchOf(...[1, 2, 3, 4].map((n) => bodyOf(toEvent(n)))), lambda);
    expect([together, alone]).toEqual([
      [2, 4],
      [1, 3],
    ]);
  });

  test('where doing many at a time fails each is done alone, and only the one that fails comes back', async () => {
    const done: number[] = [];
    const refuse = (n: number) => {
      if (n === 2) throw new Error('not this one');
    };
    const picky = subscription(
      {
        ...definition,
        inBulk: async (events) => {
          for (const { detail } of events) refuse(detail.n);
          return [];
        },
      },
      async ({ detail }) => {
        refuse(detail.n);
        done.push(detail.n);
      },
    );
    const batch = batchOf(...[1, 2, 3].map((n) => bodyOf(toEvent(n))));
    const given = container();
    expect(await picky.within(given)(batch, lambda)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(done).toEqual([1, 3]);
    expect(given.observer.bugs).toMatchObject([{ message: 'not this one' }, { message: 'not this one' }]);
  });

  test('a race that many lose together is no bug, and each is done alone', async () => {
    const racing = subscription({ ...definition, inBulk: () => Promise.reject(new StaleWrite([])) }, count);
    const given = container();
    expect(await racing.within(given)(batchOf(bodyOf(toEvent(1))), lambda)).toEqual({ batchItemFailures: [] });
    expect([given.observer.bugs, await given.table.get(counterKey)]).toMatchObject([[], { count: 1 }]);
  });

  test('a lost race is run once more on consistent reads before the message comes back', async () => {
    const table = memoryTable();
    const key = { pk: 'customers#1', sk: 'a' };
    await table.commit([{ op: 'put', key, item: { version: 2 }, expect: 'absent' }]);
    const behind: Table = {
      ...table,
      get: async (asked, how) => (how?.consistent === true ? table.get(asked) : { version: 1 }),
    };
    const bumping = subscription(definition, async (_event, world) => {
      const version = Number((await world.table.get(key))?.['version']);
      await world.commit([{ op: 'put', key, item: { version: version + 1 }, expect: { version } }], undefined);
    });

    expect(await bumping.within(container(behind))(batchOf(bodyOf(toEvent(1))), lambda)).toEqual({
      batchItemFailures: [],
    });
    expect(await table.get(key)).toEqual({ version: 3 });

    const lost = subscription(definition, async (_event, world) => {
      await world.commit([{ op: 'put', key, item: { version: 2 }, expect: { version: 1 } }], undefined);
    });
    expect(await lost.within(container(table))(batchOf(bodyOf(toEvent(2))), lambda)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });

  test('what is done later is charged to the object that caused it, and no row is written where none is needed', async () => {
    const table = memoryTable();
    const projecting = subscription({ ...definition, dedupe: false }, count);
    await projecting.within(container(table))(batchOf(bodyOf(toEvent(1))), lambda);

    expect(table.news).toMatchObject([{ type: 'ticket.noticed', cause: idOf('cus', 1), actorId: 'system' }]);
    expect(table.rows().map(({ key }) => key.pk)).toEqual(['customers#counter', `customers#${idOf('tkt', 1)}`]);
  });

  test('what AWS itself reports is consumed once, by the id of its envelope', async () => {
    const table = memoryTable();
    const seen: Consumed<{ mail: { messageId: string } }>[] = [];
    const foreign = foreignSubscription(
      {
        context: 'mail',
        name: 'on-email-bounced',
        detail: z.object({ mail: z.object({ messageId: z.string() }) }),
        subjectOf: ({ mail }) => mail.messageId,
      },
      async (event, world) => {
        await world.commit([], undefined);
        seen.push(event);
      },
    );
    const body = JSON.stringify({
      id: 'aws-1',
      source: 'aws.ses',
      'detail-type': 'Email Bounced',
      time: '2026-11-22T00:00:00Z',
      detail: { mail: { messageId: 'm-1', more: 1 } },
    });
    for (let i = 0; i < 2; i += 1) await foreign.within(container(table))(batchOf(body, body), lambda);

    expect(seen).toMatchObject([{ id: 'aws-1', type: 'Email Bounced', subject: 'm-1', cause: 'm-1' }]);
  });
});

describe('the dead letters', () => {
  test('a message goes out as it came, with its reason and source, in characters that a queue takes', async () => {
    const sqs = mockClient(SQSClient);
    sqs.on(SendMessageCommand).resolves({});
    const meter = newMeter();
    await deadLetters(
      'https://queue',
      meter,
    )({ body: '{"a":"关"}', reason: `bad\u0000关${'x'.repeat(2000)}`, source: 'relay', bus: 'crm' });

    const [call] = sqs.commandCalls(SendMessageCommand);
    expect(call?.args[0].input).toMatchObject({
      QueueUrl: 'https://queue',
      MessageBody: '{"a":"关"}',
      MessageAttributes: {
        source: { DataType: 'String', StringValue: 'relay' },
        bus: { DataType: 'String', StringValue: 'crm' },
      },
    });
    const reason = call?.args[0].input.MessageAttributes?.['reason']?.StringValue ?? '';
    expect(reason.startsWith('bad?关xxx')).toBe(true);
    expect(reason).toHaveLength(1000);
    expect(meter.queueRequests).toBe(1);
    sqs.restore();
  });
});
