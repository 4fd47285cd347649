import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { ranked } from '#domain/tickets/assignment.ts';
import { manualQueue, type Queue } from '#domain/tickets/queue.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartment, readServiceDepartmentIds } from '#store/members.ts';
import { putQueue, readQueue, readWaiting } from '#store/tickets-queues.ts';
import { readAgents, readNeeds } from './candidates.ts';
import { getTicketQueueContract, putTicketQueueContract, suggestAssigneesContract } from './queue-contracts.ts';
import { readVisible } from './read-visible.ts';

export const getTicketQueue = route(getTicketQueueContract, async ({ params }, caller, world) => {
  await assertDepartment(world, caller, params.id);
  return viewOf(world, await readQueue(world.table, params.id));
});

/** What waits already is given out by the next sweep. */
export const putTicketQueue = route(putTicketQueueContract, async ({ params, body }, caller, world) => {
  await assertDepartment(world, caller, params.id);
  const { version } = await readQueue(world.table, params.id);
  const after = { departmentId: params.id, ...body, looksAt: world.now.toISOString(), version: version + 1 };
  return world.commit([putQueue(after)], await viewOf(world, after));
});

async function assertDepartment({ table }: World, caller: Caller, departmentId: string): Promise<void> {
  const isReached = reaches(caller, 'tickets.work', { departmentId });
  if (!isReached || (await readDepartment(table, departmentId)) === undefined) {
    throw new DomainError('missing', 'tickets.queue-not-found');
  }
}

async function viewOf(world: World, { looksAt: _, ...queue }: Queue) {
  const [agents, { waiting }] = await Promise.all([
    readAgents(world, queue.departmentId),
    readWaiting(world.table, queue.departmentId),
  ]);
  return {
    ...queue,
    waiting: waiting.length,
    agents: agents.map(({ member: { id, name }, candidate: { open, capacity, away } }) => ({
      ...{ memberId: id, name, open, capacity },
      ...(away === undefined ? {} : { away }),
    })),
  };
}

const suggestedMax = 20;

/** Of its queue; one in triage has none, so of the service departments. */
export const suggestAssignees = route(suggestAssigneesContract, async ({ params }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  const { departmentId } = ticket;
  const departmentIds = departmentId === undefined ? await readServiceDepartmentIds(world.table) : [departmentId];
  const queue = departmentId === undefined ? manualQueue('') : await readQueue(world.table, departmentId);
  const [agents, needs] = await Promise.all([
    Promise.all(departmentIds.map((id) => readAgents(world, id))),
    readNeeds(world, queue, ticket),
  ]);
  const byId = new Map(agents.flat().map((agent) => [agent.member.id, agent]));
  const weighed = ranked(
    [...byId.values()].map(({ candidate }) => candidate),
    needs,
  );
  return {
    ticketId: ticket.id,
    items: weighed.slice(0, suggestedMax).map(({ candidate, score, reasons, against, fits }) => ({
      memberId: candidate.memberId,
      name: byId.get(candidate.memberId)?.member.name ?? '',
      score: Math.round(score * 100) / 100,
      reasons: [...reasons],
      against: [...against],
      fits,
      open: candidate.open,
      capacity: candidate.capacity,
    })),
  };
});
