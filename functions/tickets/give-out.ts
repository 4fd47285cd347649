import { SYSTEM } from '#domain/shared/ids.ts';
import { minuteMs } from '#domain/shared/time.ts';
import { type Candidate, canTakeMore, chosen, inOrder } from '#domain/tickets/assignment.ts';
import { assign } from '#domain/tickets/flow.ts';
import type { Needs, Queue } from '#domain/tickets/queue.ts';
import { isActive, type Ticket } from '#domain/tickets/ticket.ts';
import { ticketAssigned } from '#events/tickets.ts';
import type { World } from '#functions/http/world.ts';
import { StaleWrite, type Write } from '#store/table.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { nextTurn, putQueue, readQueue, readWaiting } from '#store/tickets-queues.ts';
import { readSla } from '#store/tickets-sla.ts';
import { readAgents, readNeeds } from './candidates.ts';

/** Gives a ticket that waits in a queue to whoever is to work on it; false where nobody can take it now. */
export async function giveOut(world: World, ticketId: string): Promise<boolean> {
  const ticket = await readTicket(world.table, ticketId);
  if (ticket === undefined || !isWaiting(ticket)) return true;
  const queue = await readQueue(world.table, ticket.departmentId);
  if (queue.mode === 'manual') return true;
  const [agents, needs] = await Promise.all([readCandidates(world, queue), readNeeds(world, queue, ticket)]);
  return offer(world, queue, { ticket, needs }, agents);
}

interface Offered {
  readonly ticket: Waiting;
  readonly needs: Needs;
}

async function readCandidates(world: World, { departmentId }: Queue): Promise<Candidate[]> {
  return (await readAgents(world, departmentId)).map(({ candidate }) => candidate);
}

/** False where it fits none of them. */
async function offer(
  world: World,
  queue: Queue,
  { ticket, needs }: Offered,
  candidates: readonly Candidate[],
): Promise<boolean> {
  if (chosen(candidates, needs, queue.mode, 0) === undefined) return false;
  const turn = await nextTurn(world.table, queue.departmentId);
  const assigneeId = chosen(candidates, needs, queue.mode, turn);
  if (assigneeId !== undefined) await handTo(world, ticket, assigneeId);
  return true;
}

type Waiting = Ticket & { readonly departmentId: string };

function isWaiting(ticket: Ticket): ticket is Waiting {
  return isActive(ticket) && ticket.assigneeId === undefined && ticket.departmentId !== undefined;
}

/** Who was faster has given it to somebody, or changed it: then its news brings us here again. */
async function handTo(world: World, ticket: Waiting, assigneeId: string): Promise<void> {
  const { id, departmentId, customerId } = ticket;
  const to = { assigneeId, departmentId };
  const after = assign(ticket, to, { by: SYSTEM, now: world.now });
  const customer = customerId === undefined ? {} : { customerId };
  const assigned = world.event(ticketAssigned, id, { ticketId: id, ...to, ...customer });
  const write = putTicket(after, await readSla(world.table, after), { version: ticket.version }, [assigned]);
  try {
    await world.table.commit([write]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

/** Tickets given out in one go; the next event, or the next look, goes on. */
const atOnce = 50;

/** Tickets that are read together. */
const readAtOnce = 25;

/**
 * Gives out what waits, complaints and the most urgent first; whether something is left. What nobody can take keeps nothing back
 * that stands behind it, and costs its own reads alone: who could take it is read anew only after somebody was given something.
 */
async function giveOutAll(world: World, queue: Queue): Promise<boolean> {
  const { waiting, isAll } = await readWaiting(world.table, queue.departmentId);
  const ordered = inOrder(waiting);
  let [given, isLeft] = [0, !isAll];
  let candidates: Candidate[] | undefined;
  for (let i = 0; i < ordered.length; i += readAtOnce) {
    candidates ??= await readCandidates(world, queue);
    if (!candidates.some(canTakeMore)) return true;
    const part = ordered.slice(i, i + readAtOnce).map(({ id }) => readOffered(world, queue, id));
    for (const offered of await Promise.all(part)) {
      if (offered === undefined) continue;
      if (given === atOnce) return true;
      candidates ??= await readCandidates(world, queue);
      if (await offer(world, queue, offered, candidates)) {
        given += 1;
        candidates = undefined;
      } else isLeft = true;
    }
  }
  return isLeft;
}

/** Undefined for what has been given out, or solved, since the queue was read. */
async function readOffered(world: World, queue: Queue, ticketId: string): Promise<Offered | undefined> {
  const ticket = await readTicket(world.table, ticketId);
  if (ticket === undefined || !isWaiting(ticket) || ticket.departmentId !== queue.departmentId) return undefined;
  return { ticket, needs: await readNeeds(world, queue, ticket) };
}

export async function giveOutQueue(world: World, queue: Queue): Promise<void> {
  if (queue.mode !== 'manual' && (await giveOutAll(world, queue))) await lookAgain(world, queue.departmentId);
}

/** While work waits, its queue is looked at so often: somebody may come on duty by the clock, without any news. */
const everyMs = 15 * minuteMs;

/** Puts the queue on the agenda, unless it stands there: who arrives later does not put it off. */
export async function lookAgain({ table, now }: World, departmentId: string): Promise<void> {
  const queue = await readQueue(table, departmentId);
  if (queue.mode === 'manual' || queue.looksAt !== undefined) return;
  try {
    await table.commit([putQueue(nextLook(queue, now))]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

function nextLook(queue: Queue, now: Date): Queue {
  return { ...queue, looksAt: new Date(now.getTime() + everyMs).toISOString(), version: queue.version + 1 };
}

/** The sweep's look at a queue: it stays on the agenda while something waits that nobody can take. */
export async function lookAtQueue(world: World, queue: Queue): Promise<Write[]> {
  if (queue.mode !== 'manual' && (await giveOutAll(world, queue))) return [putQueue(nextLook(queue, world.now))];
  const { looksAt: _, ...done } = queue;
  return [putQueue({ ...done, version: queue.version + 1 })];
}
