import type * as z from 'zod';
import { maySee as maySeeInteraction } from '#domain/activities/access.ts';
import type { Attachment, AttachmentKind } from '#domain/attachments/attachment.ts';
import { isReached, writesKind } from '#domain/contracts/access.ts';
import { seesHistory } from '#domain/customers/view.ts';
import { type Caller, may, reaches } from '#domain/shared/caller.ts';
import { maySee as maySeeTicket, seesNotes } from '#domain/tickets/access.ts';
import type { World } from '#functions/http/world.ts';
import { readInteraction } from '#store/activities-interactions.ts';
import { readContract } from '#store/contracts.ts';
import { readCustomer, readCustomerOrBinned } from '#store/customers.ts';
import { readView } from '#store/customers-view.ts';
import { readMember } from '#store/members.ts';
import { readTicket } from '#store/tickets.ts';

type Kind = z.output<typeof AttachmentKind>;

/**
 * What a caller may do with the attachments of one record, by the rights that he has to the record itself (rules.md 1).
 * `own`: he sees the record through masks, which nobody can put on a file, so he sees only what he brought himself.
 */
export interface Subject {
  /** Of a customer who was merged it is the survivor's. */
  readonly id: string;
  /** Whose contacts it may name. */
  readonly customerId: string | undefined;
  readonly sees: 'all' | 'public' | 'own' | 'none';
  readonly mayAdd: (kind: Kind) => boolean;
}

/** The record as the caller may see it; undefined for one that he does not see, as for none. */
export function readSubject(world: World, caller: Caller, id: string): Promise<Subject | undefined> {
  switch (id.slice(0, 3)) {
    case 'cus':
      return customerSubject(world, caller, id);
    case 'int':
      return interactionSubject(world, caller, id);
    case 'ctr':
      return contractSubject(world, caller, id);
    default:
      return ticketSubject(world, caller, id);
  }
}

/** The signed paper is brought by whoever records the consent. */
async function customerSubject({ table }: World, caller: Caller, id: string): Promise<Subject | undefined> {
  const customer = await readCustomerOrBinned(table, id);
  if (customer === undefined || !reaches(caller, 'customers.read', customer)) return undefined;
  const isBinned = customer.deletedAt !== undefined;
  if (isBinned && !reaches(caller, 'customers.restore', customer)) return undefined;
  const view = await readView(table, caller, customer.id);
  const permissionFor = (kind: Kind) => (kind === 'consent' ? 'consents.write' : 'customers.edit');
  return {
    id: customer.id,
    customerId: customer.id,
    sees: view === 'full' ? 'all' : seesHistory(view) ? 'own' : 'none',
    mayAdd: (kind) => !isBinned && reaches(caller, permissionFor(kind), customer),
  };
}

/** A recording that comes later is no correction: whoever may record what was said with the customer may bring it. */
async function interactionSubject({ table, now }: World, caller: Caller, id: string): Promise<Subject | undefined> {
  const interaction = await readInteraction(table, id);
  if (interaction === undefined) return undefined;
  const { customerId } = interaction;
  const customer = await readCustomer(table, customerId);
  if (!(await maySeeInteraction(caller, interaction, now, async () => customer))) return undefined;
  const mayAdd = customer !== undefined && reaches(caller, 'interactions.write', customer);
  return { id, customerId, sees: 'all', mayAdd: () => mayAdd };
}

async function contractSubject({ table }: World, caller: Caller, id: string): Promise<Subject | undefined> {
  const contract = await readContract(table, id);
  if (contract === undefined) return undefined;
  const { customerId, ownerId, kind } = contract;
  const circumstances = {
    customer: () => readCustomer(table, customerId),
    ownerDepartmentId: async () => (await readMember(table, ownerId))?.departmentId,
  };
  if (!(await isReached(caller, contract, 'contracts.read', circumstances))) return undefined;
  const mayAdd = writesKind(caller, kind) && (await isReached(caller, contract, 'contracts.write', circumstances));
  return { id, customerId, sees: 'all', mayAdd: () => mayAdd };
}

/** Who opened the ticket brings its papers, as whoever works on it. */
async function ticketSubject({ table }: World, caller: Caller, id: string): Promise<Subject | undefined> {
  const ticket = await readTicket(table, id);
  if (ticket === undefined) return undefined;
  const { customerId, assigneeId, history } = ticket;
  const isSeen = await maySeeTicket(caller, ticket, {
    customer: async () => (customerId === undefined ? undefined : readCustomer(table, customerId)),
    assigneeDepartmentId: async () =>
      assigneeId === undefined ? undefined : (await readMember(table, assigneeId))?.departmentId,
  });
  if (!isSeen) return undefined;
  const mayAdd = may(caller, 'tickets.work') || history[0]?.by === caller.memberId;
  return { id, customerId, sees: seesNotes(caller) ? 'all' : 'public', mayAdd: () => mayAdd };
}

export function seesAttachment(
  { sees }: Subject,
  { memberId }: Caller,
  { internal, createdBy }: Pick<Attachment, 'internal' | 'createdBy'>,
): boolean {
  switch (sees) {
    case 'all':
      return true;
    case 'public':
      return internal !== true;
    case 'own':
      return createdBy === memberId;
    case 'none':
      return false;
  }
}
