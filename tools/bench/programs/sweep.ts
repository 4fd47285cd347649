import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context as LambdaContext } from 'aws-lambda';
import { sweep } from '#functions/agenda/sweep.ts';
import { each } from '#functions/batch/each.ts';
import { env } from '#functions/http/env.ts';
import { realTime } from '#functions/http/make-world.ts';
import { observe } from '#functions/http/meter.ts';
import { documentClient, dynamoTable } from '#store/dynamo.ts';
import { agendaKey, type Key, partition } from '#store/keys.ts';
import { toRequest } from '#store/requests.ts';
import type { Write } from '#store/table.ts';
import { tell } from '../tell.ts';

/**
 * The rate of a sweep against that of the bare SDK at the very same conditional writes: every item of an agenda moves
 * on by an hour, by the one and by the other in turn.
 */
const itemsAtFirst = 600;
const itemsAtLast = 2400;
const roundsOfEach = 3;
/** Those of four shards (functions/agenda/shard.ts). */
const atOnce = 48;
const startMs = Date.parse('2026-11-22T00:00:00.000Z');
const hourMs = 60 * 60 * 1000;

const tableName = env('TABLE_NAME');
const client = documentClient();
const observer = observe('activities');
const table = dynamoTable({ tableName, client, capacity: observer.meter.capacity });
const lambda = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 600_000 } as LambdaContext;

/** Hours that have passed; each round moves everything by one. */
let hour = 0;
/** Set while memory is looked at, which takes time. */
let peakBytes: number | undefined;
let acts = 0;

const run = sweep({ context: 'activities', name: 'sweep' }, async (item, key) => {
  if (peakBytes !== undefined && ++acts % 250 === 0) peakBytes = Math.max(peakBytes, liveBytes());
  return [moved(key, item, hour + 1)];
}).within({
  observer,
  parts: { ...realTime, table, clock: () => new Date(startMs + hour * hourMs), secrets: async () => ({}) as never },
});

function moved(key: Key, item: Readonly<Record<string, unknown>>, to: number): Write {
  const at = new Date(startMs + to * hourMs).toISOString();
  const version = Number(item['version']);
  return {
    op: 'put',
    key,
    item: { ...item, version: version + 1, dueAt: at },
    agenda: agendaKey('activities', at, key.pk),
    expect: { version },
  };
}

function first(n: number): Write {
  const id = `fol_${String(n).padStart(26, '0')}`;
  const key = { pk: partition('activities', id), sk: 'follow-up' };
  const at = new Date(startMs).toISOString();
  const item = {
    version: 1,
    id,
    subject: '回访 call about the quotation',
    ownerId: 'mem_1',
    customerId: 'cus_1',
    dueAt: at,
  };
  return { op: 'put', key, item, agenda: agendaKey('activities', at, key.pk), expect: 'absent' };
}

/** What the collector has not yet taken says nothing about what is held. */
function liveBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** The most that is held while so many items are swept. */
async function mostBytes(count: number): Promise<number> {
  peakBytes = liveBytes();
  await swept(count);
  hour += 1;
  return peakBytes;
}

async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return count / ((performance.now() - startedMs) / 1000);
}

async function swept(count: number): Promise<void> {
  const { done } = await run({}, lambda);
  if (done !== count) throw new Error(`${done} of ${count} were swept.`);
}

/** The items are known beforehand: the bare SDK only writes. */
async function bare(count: number): Promise<void> {
  const writes = Array.from({ length: count }, (_, n) => {
    const { key, item } = first(n) as Extract<Write, { op: 'put' }>;
    return moved(key, { ...item, version: hour + 1 }, hour + 1);
  });
  await each(writes, atOnce, async (write) => {
    const { Put } = toRequest(tableName, write, 'bare');
    if (Put === undefined) throw new Error('not a put');
    await client.send(new PutCommand({ ...Put, ReturnConsumedCapacity: 'INDEXES' }));
  });
}

async function seed(from: number, to: number): Promise<void> {
  const writes = Array.from({ length: to - from }, (_, n) => {
    const write = first(from + n) as Extract<Write, { op: 'put' }>;
    return hour === 0
      ? write
      : { ...moved(write.key, { ...write.item, version: hour }, hour), expect: 'absent' as const };
  });
  await each(writes, atOnce, (write) => table.commit([write]));
}

await seed(0, itemsAtFirst);
const pairs: { swept: number; bare: number }[] = [];
for (let round = 0; round <= roundsOfEach; round += 1) {
  const sweepRate = await rate(itemsAtFirst, () => swept(itemsAtFirst));
  hour += 1;
  const bareRate = await rate(itemsAtFirst, () => bare(itemsAtFirst));
  hour += 1;
  // The first of each warms up.
  if (round > 0) pairs.push({ swept: sweepRate, bare: bareRate });
}
const bytesAtFirst = await mostBytes(itemsAtFirst);
await seed(itemsAtFirst, itemsAtLast);
tell({ pairs, bytesAtFirst, bytesAtLast: await mostBytes(itemsAtLast) });
client.destroy();
