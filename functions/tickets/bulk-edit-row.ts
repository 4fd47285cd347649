import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { type BulkEditInput, type BulkOutcome, isThere, patchFor } from '#domain/tickets/bulk-edit.ts';
import { revisionOf } from '#domain/tickets/ticket.ts';
import { call } from '#functions/http/call.ts';
import { route } from '#functions/http/contract.ts';
import { InvalidInput } from '#functions/http/problem.ts';
import type { World } from '#functions/http/world.ts';
import { StaleWrite, withConsistentReads } from '#store/table.ts';
import type { Refused } from '#store/tickets-bulk-edits.ts';
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

export type Edited =
  | { readonly outcome: Exclude<BulkOutcome, 'refused'> }
  | { readonly outcome: 'refused'; readonly why: Omit<Refused, 'id'> };

/** A ticket that somebody else changes at the same moment is tried so often. */
const attemptsMax = 4;

/** Changes one ticket as if the requester did it himself: by the operation of the API, with his rights. */
export async function editTicket(id: string, wanted: Wanted, caller: Caller, world: World): Promise<Edited> {
  for (let attempt = 1; ; attempt += 1) {
    const table = attempt === 1 ? world.table : withConsistentReads(world.table);
    try {
      return { outcome: await edit(id, wanted, caller, { ...world, table }) };
    } catch (error) {
      if (error instanceof StaleWrite && attempt < attemptsMax) continue;
      return { outcome: 'refused', why: whyOf(error) };
    }
  }
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

/** The rule that said no. What is no fault of the ticket's is thrown again. */
function whyOf(error: unknown): Omit<Refused, 'id'> {
  if (error instanceof DomainError) {
    const { code, facts = {} } = error.errors[0] ?? error;
    return { code, ...(Object.keys(facts).length === 0 ? {} : { facts }) };
  }
  if (error instanceof StaleWrite) return { code: 'shared.conflict' };
  // What stands in the ticket is not what the contract takes by now.
  if (error instanceof InvalidInput) return { code: 'shared.invalid-input' };
  throw error;
}
