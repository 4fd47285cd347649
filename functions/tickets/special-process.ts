import * as z from 'zod';
import { type Caller, may, reach, reaches } from '#domain/shared/caller.ts';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { mayChooseJointOwner } from '#domain/tickets/access.ts';
import { notClosed } from '#domain/tickets/flow.ts';
import { closeProcess, involve, openProcess } from '#domain/tickets/special-flow.ts';
import { revisionOf, type Ticket } from '#domain/tickets/ticket.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import type { World } from '#functions/http/world.ts';
import { readMember } from '#store/members.ts';
import { StaleWrite } from '#store/table.ts';
import { readProcess, readProcesses } from '#store/tickets-special-processes.ts';
import { commitProcess, processWrite, readHandled, viewOf } from './commit-process.ts';
import { readOwnerId } from './joint-owner.ts';
import { readVisible } from './read-visible.ts';
import {
  changeSpecialProcessContract,
  closeSpecialProcessContract,
  getSpecialProcessContract,
  listSpecialProcessesContract,
  startSpecialProcessContract,
} from './special-process-contracts.ts';
import { isSeenBy } from './watching.ts';

export const startSpecialProcess = route(startSpecialProcessContract, async ({ params, body }, caller, world) => {
  const ticket = await readVisible(world, caller, params.id);
  notClosed(ticket);
  if ((await readProcess(world.table, ticket.id)) !== undefined) {
    throw new DomainError('conflict', 'tickets.special-process-exists', { number: ticket.number });
  }
  const jointOwnerId = await readOwnerId(world.table, ticket.customerId);
  const opening = { trigger: 'complex', reason: body.reason, jointOwnerId } as const;
  const process = openProcess(ticket, opening, { by: caller.memberId, now: world.now });
  return world.commit([processWrite(world, undefined, process)], viewOf(process, ticket));
});

export const getSpecialProcess = route(getSpecialProcessContract, async ({ params }, caller, world) => {
  const { stored, ticket } = await readHandled(world, caller, params.id);
  return viewOf(stored, ticket);
});

export const changeSpecialProcess = route(
  changeSpecialProcessContract,
  async ({ params, body, ifMatch }, caller, world) => {
    const handled = await readHandled(world, caller, params.id);
    const { process, stored, ticket } = handled;
    if (revisionOf(stored) !== ifMatch) throw new StaleWrite([]);
    const after = involve(process, body, { by: caller.memberId, now: world.now });
    if (after.jointOwnerId !== process.jointOwnerId && !mayChooseJointOwner(caller)) {
      throw new DomainError('forbidden', 'tickets.joint-owner-by-manager');
    }
    await assertSeen(world, ticket, body);
    return commitProcess(world, handled, after);
  },
);

/** Nobody is involved in what he may not see: being named gives no right. All who may not are said at once. */
async function assertSeen(
  { table }: World,
  ticket: Ticket,
  {
    jointOwnerId,
    memberIds = [],
  }: { readonly jointOwnerId?: string | undefined; readonly memberIds?: readonly string[] | undefined },
): Promise<void> {
  const named = [
    ...(jointOwnerId === undefined ? [] : [{ pointer: '/jointOwnerId', id: jointOwnerId }]),
    ...memberIds.map((id, i) => ({ pointer: `/memberIds/${i}`, id })),
  ];
  const seen = await Promise.all(named.map(({ id }) => isSeenBy(table, id, ticket)));
  const errors = named
    .filter((_, i) => seen[i] === false)
    .map(({ pointer }) => ({ pointer, code: 'tickets.unknown-member' as const }));
  if (errors.length > 0) throw new DomainError('invalid', 'tickets.unknown-member', {}, errors);
}

export async function assertResponsible({ table }: World, ticket: Ticket, memberId: string | undefined): Promise<void> {
  if (memberId === undefined || (await isSeenBy(table, memberId, ticket))) return;
  throw invalidField('/memberId', 'tickets.unknown-member');
}

export const closeSpecialProcess = route(closeSpecialProcessContract, async ({ params }, caller, world) => {
  const handled = await readHandled(world, caller, params.id);
  const after = closeProcess(handled.process, handled.ticket, { by: caller.memberId, now: world.now });
  return commitProcess(world, handled, after);
});

export const listSpecialProcesses = route(listSpecialProcessesContract, async ({ query }, caller, world) => {
  const { limit, state } = query;
  const jointOwnerId = query.jointOwnerId ?? (seesAll(caller) ? undefined : caller.memberId);
  await assertMayList(world, caller, jointOwnerId);
  const after = fromCursor(z.string().min(1).max(200), query.cursor);
  const { items, next } = await readProcesses(world.table, { jointOwnerId, state, after, limit });
  return { items, next: next === undefined ? null : toCursor(next) };
});

function seesAll(caller: Caller): boolean {
  return reach(caller, 'tickets.read') === 'all' && may(caller, 'tickets.work');
}

/** One's own, and of those whose tickets one sees as their manager. Legal sees single complaints, and so their processes. */
async function assertMayList({ table }: World, caller: Caller, jointOwnerId: string | undefined): Promise<void> {
  if (jointOwnerId === undefined || jointOwnerId === caller.memberId || seesAll(caller)) return;
  const departmentId = (await readMember(table, jointOwnerId))?.departmentId;
  if (caller.role !== 'legal' && reaches(caller, 'tickets.read', { departmentId })) return;
  throw new DomainError('forbidden', 'tickets.others-processes');
}
