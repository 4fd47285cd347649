import type { Client } from './client.ts';
import {
  contracts,
  customers,
  defaultOwner,
  departments,
  followUps,
  interactions,
  members,
  tickets,
} from './demo-company.ts';

export type People = Record<string, { readonly memberId: string }>;

const dayMs = 86_400_000;

/**
 * Enters the demo company through the public API, as its own people would. What is entered is the same every time;
 * dates count from the system's clock. Answers one member for each role.
 */
export async function loadDemo(api: Client): Promise<People> {
  const now = Date.parse((await api.control('GET', '/clock')).body.now);
  const departmentIds = await addDepartments(api);
  const memberIds = await addMembers(api, departmentIds);
  await setDefaultOwner(api, idIn(memberIds, defaultOwner));
  const who = (email: string) => ({ memberId: idIn(memberIds, email) });
  const customerIds = new Map<string, string>();
  for (const { owner, ...customer } of customers) {
    const { body } = await api.post('/v1/customers', { ...customer, ownerId: idIn(memberIds, owner) }, 'admin');
    customerIds.set(customer.name, body.id);
  }
  await Promise.all([
    ...interactions.map(({ customer, by, daysAgo, ...interaction }) =>
      api.post(
        `/v1/customers/${idIn(customerIds, customer)}/interactions`,
        { ...interaction, occurredAt: new Date(now - daysAgo * dayMs).toISOString() },
        who(by),
      ),
    ),
    ...followUps.map(({ customer, by, inDays, ...followUp }) =>
      api.post(
        '/v1/follow-ups',
        { ...followUp, customerId: idIn(customerIds, customer), dueAt: new Date(now + inDays * dayMs).toISOString() },
        who(by),
      ),
    ),
    ...contracts.map(({ customer, by, startsInDays, endsInDays, ...contract }) =>
      api.post(
        '/v1/contracts',
        {
          ...contract,
          customerId: idIn(customerIds, customer),
          startsOn: date(now + startsInDays * dayMs),
          endsOn: date(now + endsInDays * dayMs),
        },
        who(by),
      ),
    ),
    ...tickets.map(({ customer, by, ...ticket }) =>
      api.post('/v1/tickets', { ...ticket, customerId: idIn(customerIds, customer) }, who(by)),
    ),
  ]);
  return Object.fromEntries(members.map(({ role, email }) => [role, who(email)]));
}

async function addDepartments(api: Client): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, parent } of departments) {
    const parentId = parent === undefined ? {} : { parentId: idIn(ids, parent) };
    ids.set(name, (await api.post('/v1/departments', { name, ...parentId }, 'admin')).body.id);
  }
  return ids;
}

async function addMembers(api: Client, departmentIds: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { department, manager, ...member } of members) {
    const managerId = manager === undefined ? {} : { managerId: idIn(ids, manager) };
    const body = { ...member, departmentId: idIn(departmentIds, department), ...managerId };
    ids.set(member.email, (await api.post('/v1/members', body, 'admin')).body.id);
  }
  return ids;
}

/** Whoever does not sell himself enters customers for him (rules.md 1). */
async function setDefaultOwner(api: Client, defaultOwnerId: string): Promise<void> {
  const { headers } = await api.get('/v1/company', 'admin');
  const ifMatch = { 'if-match': headers.get('etag') ?? '' };
  const { status, body } = await api.send('PATCH', '/v1/company', { defaultOwnerId }, 'admin', ifMatch);
  if (status !== 200) throw new Error(`PATCH /v1/company answered ${status}: ${JSON.stringify(body)}`);
}

function idIn(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demo company names ${name}, which it does not have.`);
  return id;
}

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
