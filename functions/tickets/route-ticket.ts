import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { type Arrival, type Routing, routedBy } from '#domain/tickets/routing.ts';
import type { Routed } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readCompany, readDepartments } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readNamedContact, readNamedCustomer } from './parties.ts';

/** Whose a ticket is: none of them where somebody asked whom we do not know. */
export interface Party {
  readonly customer?: Customer;
  /** The one who is named, else the main contact. */
  readonly contact?: Contact;
}

interface Named {
  readonly customerId?: string | undefined;
  readonly contactId?: string | undefined;
}

/** `at`: where in the body they are named. */
export async function readParty(
  table: Table,
  caller: Caller,
  { customerId, contactId }: Named,
  at = '',
): Promise<Party> {
  if (customerId === undefined) return {};
  const customer = await readNamedCustomer(table, caller, customerId, `${at}/customerId`);
  const contact =
    contactId === undefined ? undefined : await readNamedContact(table, customer, contactId, `${at}/contactId`);
  return { customer, contact: contact ?? customer.mainContact };
}

type Asked = Pick<Arrival, 'kind' | 'severity' | 'priority' | 'channel' | 'tags'>;

/** Nothing is read while there are no rules; else the departments and the company, 0.5 RRU each. */
export async function readRouted(
  { table }: World,
  routing: Routing | undefined,
  ticket: Asked,
  party: Party,
): Promise<Routed | undefined> {
  if (routing === undefined || routing.rules.length === 0) return undefined;
  const [arrival, departments] = await Promise.all([readArrival(table, ticket, party), readDepartments(table)]);
  const ids = new Set(departments.map(({ id }) => id));
  return routedBy(routing, arrival, (id) => ids.has(id));
}

/** Whoever has said in no language how he speaks speaks the company's. */
export async function readArrival(table: Table, ticket: Asked, { customer, contact }: Party): Promise<Arrival> {
  const { kind, severity, priority, channel, tags } = ticket;
  return {
    ...{ kind, severity, priority, channel, tags },
    level: customer?.level,
    customerKind: customer?.kind,
    territory: customer?.address?.province,
    language: contact?.locale ?? (await readCompany(table)).locale,
  };
}
