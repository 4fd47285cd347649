import { type Caller, may, type Owned, reaches } from '../shared/caller.ts';
import type { Ticket } from './ticket.ts';

const salesRoles: ReadonlySet<string> = new Set(['sales-rep', 'sales-manager']);

/** Sales sees tickets through its customers, service through its queues. */
export function sells({ role }: Caller): boolean {
  return salesRoles.has(role);
}

/** What beyond the ticket itself decides whether it may be seen; read only where it does. */
interface Circumstances {
  readonly customer: () => Promise<Owned | undefined>;
  /** The department of the assignee: a ticket is in it as well as in its queue (rules.md 1). */
  readonly assigneeDepartmentId: () => Promise<string | undefined>;
}

export async function maySee(caller: Caller, ticket: Ticket, circumstances: Circumstances): Promise<boolean> {
  if (!may(caller, 'tickets.read')) return false;
  if (ticket.assigneeId === caller.memberId) return true;
  if (caller.role === 'legal') return ticket.kind === 'complaint';
  if (sells(caller)) {
    const customer = await circumstances.customer();
    return customer !== undefined && reaches(caller, 'customers.read', customer);
  }
  if (reaches(caller, 'tickets.read', { departmentId: ticket.departmentId })) return true;
  return reaches(caller, 'tickets.read', { departmentId: await circumstances.assigneeDepartmentId() });
}

/** Internal notes are service's; sales sees its customers' tickets without them (rules.md 1). */
export function seesNotes(caller: Caller): boolean {
  return may(caller, 'tickets.read') && !sells(caller);
}

/** Who may say that another than the customer's owner is the joint owner of a special process. */
export function mayChooseJointOwner({ role }: Caller): boolean {
  return role === 'service-manager' || role === 'admin';
}

/** Who is responsible for a measure may tick it, also where he sells: it is his. All else of a process is service's. */
export function mayComplete(caller: Caller, responsibleId: string): boolean {
  return may(caller, 'tickets.work') || responsibleId === caller.memberId;
}

/**
 * Who the contact is and how to reach him: an agent only while the ticket is open, afterwards the customer is masked for
 * him again (rules.md 1).
 */
export function seesContact({ role, memberId }: Caller, { state, assigneeId }: Ticket): boolean {
  return state !== 'closed' || role !== 'service-agent' || assigneeId === memberId;
}
