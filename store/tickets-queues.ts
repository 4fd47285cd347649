import { manualQueue, Queue } from '#domain/tickets/queue.ts';
import type { TicketSummary } from '#domain/tickets/ticket.ts';
import { agendaKey, type Key, partition } from './keys.ts';
import type { Item, Table, Write } from './table.ts';
import { assignedCount, toSummary, workList } from './tickets.ts';

const queuesPartition = partition('tickets', 'assignment');

function queueKey(departmentId: string): Key {
  return { pk: queuesPartition, sk: departmentId };
}

/** 0.5 RRU. Nobody has said how: agents take their work themselves. */
export async function readQueue(table: Table, departmentId: string): Promise<Queue> {
  const item = await table.get(queueKey(departmentId));
  return item === undefined ? manualQueue(departmentId) : toQueue(item, departmentId);
}

export function toQueue({ departmentId: _, ...item }: Item, departmentId: string): Queue {
  return Queue.parse({ ...item, departmentId });
}

export function isQueueKey({ pk }: Key): boolean {
  return pk === queuesPartition;
}

/** All that are given out, whoever's they are; departments are few. */
export async function readQueues(table: Table): Promise<Queue[]> {
  const { items } = await table.query({ pk: queuesPartition, limit: 500 });
  return items.map(({ key, item }) => toQueue(item, key.sk)).filter(({ mode }) => mode !== 'manual');
}

/** The version after the one that was read. */
export function putQueue({ departmentId, ...item }: Queue): Write {
  const { looksAt } = item;
  return {
    op: 'put',
    key: queueKey(departmentId),
    item,
    ...(looksAt === undefined ? {} : { agenda: agendaKey('tickets', looksAt, departmentId) }),
    expect: item.version === 1 ? 'absent' : { version: item.version - 1 },
  };
}

/** 1 WRU. Goes round: of parallel arrivals each gets a number of its own. */
export function nextTurn(table: Table, departmentId: string): Promise<number> {
  return table.next({ pk: partition('tickets', 'turn'), sk: departmentId }, 'turn');
}

const openMax = 500;

/** Open tickets of each: 0.5 RRU for about ten. */
export async function readLoads(table: Table, memberIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await Promise.all(memberIds.map((id) => assignedCount(table, id, openMax)));
  return new Map(memberIds.map((id, i) => [id, counts[i] ?? 0]));
}

/** Rows of a queue that are looked through for such as wait. */
const lookedAtMax = 5000;

/** What waits in a queue for somebody: active and nobody's; whether that is all. 0.5 RRU for ten tickets of the queue. */
export async function readWaiting(
  table: Table,
  departmentId: string,
): Promise<{ readonly waiting: readonly TicketSummary[]; readonly isAll: boolean }> {
  const waiting: TicketSummary[] = [];
  let seen = 0;
  const list = { of: { departmentIds: [departmentId] }, group: 'active', after: undefined, limit: 500 } as const;
  for await (const row of workList(table, list)) {
    if (seen === lookedAtMax) return { waiting, isAll: false };
    const summary = toSummary(row);
    if (summary.assigneeId === undefined) waiting.push(summary);
    seen += 1;
  }
  return { waiting, isAll: true };
}
