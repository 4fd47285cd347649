import { DomainError } from '#domain/shared/error.ts';
import { verdictsOn } from '#domain/tickets/cycles.ts';
import { assertAnswerable } from '#domain/tickets/verdict.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { showSatisfactionContract } from './satisfaction-contracts.ts';
import { askPage, notePage } from './satisfaction-page.ts';
import { readAsked } from './survey-link.ts';

/** Mail scanners follow every link, so this only asks. */
export const showSatisfaction: Operation<typeof showSatisfactionContract> = async ({ params }, caller, world) => {
  const { ticket, cycle } = await readAsked(world, params.token);
  try {
    assertAnswerable(ticket, cycle, world.now);
  } catch (error) {
    if (error instanceof DomainError) return notePage('over', caller.locale);
    throw error;
  }
  return askPage(ticket, verdictsOn(ticket.history, cycle).at(-1)?.type, caller.locale);
};
