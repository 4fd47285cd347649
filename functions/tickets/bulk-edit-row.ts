import type { Caller } from '#domain/shared/caller.ts';
import { type BulkEditInput, isThere, patchFor } from '#domain/tickets/bulk-edit.ts';
import { revisionOf } from '#domain/tickets/ticket.ts';
import { type Edited, edited } from '#functions/batch/bulk-edit.ts';
import { call } from '#functions/http/call.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { assignTicket } from './assign-ticket.ts';
import { changeTicket } from './change-ticket.ts';
import { closeTicket } from './close-ticket.ts';
import { readVisible } from './read-visible.ts';
import { assignTicketContract, changeTicketContract } from './ticket-contracts.ts';
import { closeTicketContract } from './work-contracts.ts';

const assign = route(assignTicketContract, assignTicket);
const change = route(changeTicketContract, changeTicket);
const close = route(closeTicketContract, closeTicket);

export type Wanted = Pick<BulkEditInput, 'changes' | 'reason'>;

/** Changes one ticket as if the requester did it himself: by the operation of the API, with his rights. */
export function editTicket(id: string, wanted: Wanted, caller: Caller, world: World): Promise<Edited> {
  return edited(world, (current) => edit(id, wanted, caller, current));
}

async function edit(id: string, wanted: Wanted, caller: Caller, world: World): Promise<'changed' | 'unchanged'> {
  const { changes } = wanted;
  const params = { id };
  const ticket = await readVisible(world, caller, id);
  if (isThere(ticket, changes)) return 'unchanged';
  if (changes.assign !== undefined) {
    await call(assign, { params, body: changes.assign }, caller, world);
    return 'changed';
  }
  if (changes.close !== undefined) {
    await call(close, { params, body: { reason: changes.close } }, caller, world);
    return 'changed';
  }
  const patch = patchFor(ticket, wanted);
  if (patch === undefined) return 'unchanged';
  await call(change, { params, body: patch, ifMatch: revisionOf(ticket) }, caller, world);
  return 'changed';
}
