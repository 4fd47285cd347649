import type { Context as LambdaContext } from 'aws-lambda';
import { newContact } from '#domain/customers/contact.ts';
import { newCustomer } from '#domain/customers/customer.ts';
import type { Member } from '#domain/members/member.ts';
import { firstStamps } from '#domain/shared/stamps.ts';
import { cannedMessages, messages, slaMessages, specialProcessMessages } from '#domain/tickets/messages.ts';
import type { Event } from '#events/define.ts';
import { routes as answerRoutes } from '#functions/tickets/answers-routes.ts';
import { routes as bulkRoutes } from '#functions/tickets/bulk-edits-routes.ts';
import { type Climb, climbLadder } from '#functions/tickets/climb-ladder.ts';
import { routes as intakeRoutes } from '#functions/tickets/intake-routes.ts';
import { routes as linkRoutes } from '#functions/tickets/links-routes.ts';
import { routes as readingRoutes } from '#functions/tickets/reading-routes.ts';
import { routes } from '#functions/tickets/routes.ts';
import { routes as slaRoutes } from '#functions/tickets/sla-routes.ts';
import { routes as specialRoutes } from '#functions/tickets/special-processes-routes.ts';
import { handler as sweep } from '#functions/tickets/sweep.ts';
import { putCustomer } from '#store/customers.ts';
import { putAdminIds, putDepartment, putMember } from '#store/members-directory.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { type As, type Call, idOf, inProcess, TestClock, testObserver, testParts, testWorld } from '#test/world.ts';

/** A company with two service teams under one service department, and sales beside it. */
export const departments = {
  service: idOf('dep', 3),
  north: idOf('dep', 4),
  south: idOf('dep', 5),
  sales: idOf('dep', 6),
};
export const people = {
  admin: idOf('mem', 1),
  agent: idOf('mem', 5),
  colleague: idOf('mem', 6),
  southerner: idOf('mem', 7),
  teamLead: idOf('mem', 8),
  serviceManager: idOf('mem', 9),
  rep: idOf('mem', 10),
  otherRep: idOf('mem', 11),
};
export const customers = { wei: idOf('cus', 1), silent: idOf('cus', 2), english: idOf('cus', 3) };
export const contacts = { wei: idOf('con', 1), silent: idOf('con', 2), english: idOf('con', 3) };

const start = new Date('2026-11-23T01:00:00.000Z');

function member(id: string, role: Member['role'], departmentId: string, more: Partial<Member> = {}) {
  const email = `${id.slice(-4)}@example.com`;
  const fields = {
    id,
    name: role,
    email,
    role,
    departmentId,
    locale: 'en',
    zone: 'Asia/Shanghai',
    active: true,
  } as const;
  return putMember({ ...fields, ...more, ...firstStamps(start, 'system') }, 'absent', []);
}

function customer(
  id: string,
  contactId: string,
  reach: { readonly email?: string; readonly mobile?: string; readonly locale?: 'en' },
  level = 'normal',
) {
  const contact = { name: 'Li Wei', ...reach };
  const made = newCustomer(
    { kind: 'company', name: 'Wei Ltd', level, contact },
    {
      id,
      number: `C20261100${id.slice(-1)}`,
      owner: { id: people.rep, departmentId: departments.sales },
      mainContact: newContact(contact, contactId),
      now: start,
      actorId: people.rep,
    },
  );
  return putCustomer(made, 'absent');
}

export async function aCompany(table: Table): Promise<void> {
  const { service, north, south, sales } = departments;
  const department = (id: string, parentId?: string) =>
    putDepartment(
      { id, name: id, ...(parentId === undefined ? {} : { parentId }), ...firstStamps(start, 'system') },
      'absent',
      [],
    );
  await table.commit([
    department(service),
    department(north, service),
    department(south, service),
    department(sales),
    member(people.admin, 'admin', service),
    member(people.agent, 'service-agent', north, { managerId: people.teamLead }),
    member(people.colleague, 'service-agent', north),
    member(people.southerner, 'service-agent', south),
    member(people.teamLead, 'service-manager', north),
    member(people.serviceManager, 'service-manager', service),
    member(people.rep, 'sales-rep', sales),
    member(people.otherRep, 'sales-rep', sales),
    putAdminIds({ version: 0, ids: [] }, [people.admin]),
    customer(customers.wei, contacts.wei, { email: 'li.wei@example.com' }),
    customer(customers.english, contacts.english, { email: 'e@example.com', locale: 'en' }),
    customer(customers.silent, contacts.silent, { mobile: '13800138000' }, 'vip'),
  ]);
}

/** Who calls, by the claims that his token has. */
export const as = {
  agent: {
    memberId: people.agent,
    role: 'service-agent',
    departmentId: departments.north,
    departments: departments.north,
  },
  southerner: {
    memberId: people.southerner,
    role: 'service-agent',
    departmentId: departments.south,
    departments: departments.south,
  },
  serviceManager: {
    memberId: people.serviceManager,
    role: 'service-manager',
    departmentId: departments.service,
    departments: `${departments.service} ${departments.north} ${departments.south}`,
  },
  rep: { memberId: people.rep, role: 'sales-rep', departmentId: departments.sales, departments: departments.sales },
  otherRep: {
    memberId: people.otherRep,
    role: 'sales-rep',
    departmentId: departments.sales,
    departments: departments.sales,
  },
  legal: { memberId: idOf('mem', 20), role: 'legal' },
  marketing: { memberId: idOf('mem', 21), role: 'marketing' },
} as const satisfies Record<string, As>;

export const complaint = {
  customerId: customers.wei,
  kind: 'complaint',
  severity: 'major',
  channel: 'phone',
  subject: '收到的货物存在破损',
  description: '外包装破损，机器外壳有裂痕。',
} as const;
export const fault = { ...complaint, kind: 'fault', severity: 'moderate', subject: 'Does not start' } as const;

/** The tickets in process, their sweep and their workflow's step, on one clock. */
export async function ticketsApi(table = memoryTable()) {
  const clock = new TestClock(start.toISOString());
  const parts = testParts(clock, table);
  const api = inProcess(
    'tickets',
    [
      ...routes,
      ...readingRoutes,
      ...intakeRoutes,
      ...linkRoutes,
      ...bulkRoutes,
      ...answerRoutes,
      ...specialRoutes,
      ...slaRoutes,
    ],
    { ...messages, ...cannedMessages, ...specialProcessMessages },
    {
      clock,
      parts,
      as: as.agent,
    },
  );
  const sla = inProcess('tickets', slaRoutes, { ...messages, ...slaMessages }, { clock, parts, as: as.serviceManager });
  await aCompany(table);
  const lambda = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'run' } as LambdaContext;
  return {
    ...api,
    /** Policies and calendars. */
    sla: sla.call,
    table,
    open: async (body: object = fault, call: Call = {}) =>
      (await api.call('POST', '/v1/tickets', { body, ...call })).body,
    /** A command on a ticket, which must succeed. */
    act: async (id: string, command: string, body?: object, call: Call = {}) => {
      const answer = await api.call('POST', `/v1/tickets/${id}/${command}`, {
        ...(body === undefined ? {} : { body }),
        ...call,
      });
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    sweep: () => sweep.within({ parts, observer: testObserver() })({}, lambda),
    climb: (climb: Climb) => climbLadder(climb, testWorld(parts)),
    news: (type: string): Event[] => table.news.filter((event) => event.type === type),
    mails: (kind: string) => mailsIn(table.news, kind),
  };
}

export function mailsIn(news: readonly Event[], kind: string) {
  const mails = news.filter(({ type }) => type === 'mail.requested').map(({ detail }) => detail as Mail);
  return mails.filter((mail) => mail.kind === kind).map(({ ref, to }) => [ref, to.memberId ?? to.contactId] as const);
}

interface Mail {
  readonly kind: string;
  readonly ref: string;
  readonly to: { readonly memberId?: string; readonly contactId?: string };
}
