import * as z from 'zod';

const roles = [
  'admin',
  'sales-rep',
  'sales-manager',
  'service-agent',
  'service-manager',
  'marketing',
  'finance',
  'legal',
  'customer',
] as const;
export const Role = z.enum(roles);
export type Role = z.output<typeof Role>;

/** How far a permission reaches. `own`: owner or collaborator; `department`: the member's and all below it. */
export type Reach = 'own' | 'department' | 'all';

/**
 * Who may do what (rules.md 1), the whole of it. What is not here is refused.
 * `customers.read` has masks and card views on top: see `viewOf` in domain/customers/access.ts.
 */
const rights = {
  'members.read': everyone('all'),
  'members.write': { admin: 'all' },
  'company.write': { admin: 'all' },
  'lists.write': { admin: 'all' },

  'customers.read': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    marketing: 'all',
    finance: 'all',
    legal: 'all',
    admin: 'all',
  },
  'customers.create': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    admin: 'all',
  },
  'customers.edit': { 'sales-rep': 'own', 'sales-manager': 'department', admin: 'all' },
  'customers.hand-over': { 'sales-manager': 'department', admin: 'all' },
  'customers.delete': { 'sales-manager': 'department', admin: 'all' },
  /** Forgetting a person: rules.md 1 names nobody for it but who may do everything. */
  'persons.erase': { admin: 'all' },
  'customers.restore': { 'sales-manager': 'department', admin: 'all' },
  /** Merging, taking it back, and looking for those who may be the same. */
  'customers.merge': { 'sales-manager': 'department', admin: 'all' },
  'contacts.edit': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    admin: 'all',
  },
  'consents.write': { 'sales-rep': 'own', 'sales-manager': 'department', marketing: 'all', admin: 'all' },

  'interactions.read': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    admin: 'all',
  },
  'interactions.write': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    admin: 'all',
  },
  'follow-ups.write': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'own',
    'service-manager': 'own',
    admin: 'all',
  },

  'contracts.read': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'all',
    'service-manager': 'all',
    finance: 'all',
    legal: 'all',
    admin: 'all',
  },
  /** Create and edit. The service manager only service and warranty contracts (domain/contracts). */
  'contracts.write': { 'sales-rep': 'own', 'sales-manager': 'department', 'service-manager': 'all', admin: 'all' },
  /** A further term is agreed by sales: of service contracts the service manager only keeps what was agreed. */
  'contracts.renew': { 'sales-rep': 'own', 'sales-manager': 'department', admin: 'all' },
  'contracts.end': { 'sales-manager': 'department', admin: 'all' },

  /** Legal sees complaints only; sales sees those of its customers, without internal notes. */
  'tickets.read': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'department',
    'service-manager': 'all',
    legal: 'all',
    admin: 'all',
  },
  'tickets.create': {
    'sales-rep': 'own',
    'sales-manager': 'department',
    'service-agent': 'department',
    'service-manager': 'all',
    admin: 'all',
  },
  'tickets.work': { 'service-agent': 'department', 'service-manager': 'all', admin: 'all' },

  /** Policies and calendars, also to be seen: an agent has everything of tickets but these. */
  'sla.manage': { 'service-manager': 'all', admin: 'all' },

  'campaigns.read': { marketing: 'all', admin: 'all' },
  'campaigns.write': { marketing: 'all', admin: 'all' },
  'costs.read': { finance: 'all', admin: 'all' },
  'audit.read': { legal: 'all', admin: 'all' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Permission = keyof typeof rights;
export const permissions = Object.keys(rights) as Permission[];

/** How far the role's permission reaches, or undefined where it has none. */
export function reachOf(role: Role, permission: Permission): Reach | undefined {
  const granted: Partial<Record<Role, Reach>> = rights[permission];
  return granted[role];
}

/** All staff see names, departments and roles of all members; the customer role nothing until the portal. */
function everyone(reach: Reach): Partial<Record<Role, Reach>> {
  return Object.fromEntries(roles.filter((role) => role !== 'customer').map((role) => [role, reach]));
}
