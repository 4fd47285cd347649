import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { follow } from '#domain/tickets/special-flow.ts';
import { nextMeasureDue, type SpecialProcess } from '#domain/tickets/special-process.ts';
import { revisionOf, type Ticket } from '#domain/tickets/ticket.ts';
import type { Event } from '#events/define.ts';
import {
  specialProcessClosed,
  specialProcessJointOwnerChanged,
  specialProcessOpened,
  specialProcessReopened,
  specialProcessReported,
} from '#events/tickets.ts';
import type { World } from '#functions/http/world.ts';
import type { Write } from '#store/table.ts';
import { putProcess, readProcess } from '#store/tickets-special-processes.ts';
import { readVisible } from './read-visible.ts';
import type { SpecialProcessView } from './special-process-contracts.ts';

export interface Handled {
  readonly ticket: Ticket;
  /** As it is stored. */
  readonly stored: SpecialProcess;
  /** Where its ticket has brought it, though the news may still be on its way. */
  readonly process: SpecialProcess;
}

/** Ticket and process, or 404. Who sees the ticket sees its process. */
export async function readHandled(world: World, caller: Caller, ticketId: string): Promise<Handled> {
  const ticket = await readVisible(world, caller, ticketId);
  const stored = await readProcess(world.table, ticketId);
  if (stored === undefined) throw new DomainError('missing', 'tickets.no-special-process');
  return { ticket, stored, process: follow(stored, ticket, { by: SYSTEM, now: world.now }) };
}

/** The next version over the one that was read, with the news that it is. */
export function processWrite(world: World, before: SpecialProcess | undefined, after: SpecialProcess): Write {
  const next = before === undefined ? after : { ...after, version: before.version + 1 };
  return putProcess(next, newsOf(world, before, next));
}

/** Nothing is written where nothing differs. */
export async function commitProcess(
  world: World,
  { ticket, stored }: Handled,
  after: SpecialProcess,
  beside: readonly Write[] = [],
): Promise<SpecialProcessView> {
  if (after === stored) return viewOf(stored, ticket);
  const view = viewOf({ ...after, version: stored.version + 1 }, ticket);
  return world.commit([processWrite(world, stored, after), ...beside], view);
}

export function viewOf({ quietVersions, ...process }: SpecialProcess, ticket: Ticket): SpecialProcessView {
  const { assigneeId, departmentId } = ticket;
  const dueAt = nextMeasureDue(process);
  return {
    ...process,
    version: revisionOf({ version: process.version, quietVersions }),
    lead: {
      ...(assigneeId === undefined ? {} : { assigneeId }),
      ...(departmentId === undefined ? {} : { departmentId }),
    },
    ...(dueAt === undefined ? {} : { nextDueAt: dueAt }),
  };
}

/** What differs is what there is to tell. */
function newsOf(world: World, before: SpecialProcess | undefined, after: SpecialProcess): Event[] {
  const { ticketId: id, state, outcome = 'without-result' } = after;
  const about = aboutProcess(after);
  if (before === undefined) return [world.event(specialProcessOpened, id, about)];
  const isReopened = after.cycle > before.cycle;
  const isMoved = isReopened || state !== before.state;
  return [
    ...(isReopened ? [world.event(specialProcessReopened, id, about)] : []),
    ...(after.jointOwnerId === before.jointOwnerId ? [] : [world.event(specialProcessJointOwnerChanged, id, about)]),
    ...(isMoved && state === 'reported' ? [world.event(specialProcessReported, id, about)] : []),
    ...(isMoved && state === 'closed' ? [world.event(specialProcessClosed, id, { ...about, outcome })] : []),
  ];
}

function aboutProcess({ ticketId, customerId, cycle, jointOwnerId }: SpecialProcess) {
  return {
    ...{ ticketId, cycle },
    ...(customerId === undefined ? {} : { customerId }),
    ...(jointOwnerId === undefined ? {} : { jointOwnerId }),
  };
}
