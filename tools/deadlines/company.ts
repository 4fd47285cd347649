import { SYSTEM } from '#domain/shared/ids.ts';
import { happened } from '#domain/tickets/flow.ts';
import { ticketIdFor } from '#domain/tickets/ids.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { realTime } from '#functions/http/make-world.ts';
import { signedBy, type Table } from '#store/table.ts';
import { putTicket } from '#store/tickets.ts';
import type { Client } from '../client.ts';

interface Company {
  readonly queue: string;
  readonly agents: readonly string[];
  readonly customers: readonly string[];
}

/** Agents of one queue with their manager, and customers. */
export async function enterCompany({ post }: Client, size: { agents: number; customers: number }): Promise<Company> {
  const queue = (await post('/v1/departments', { name: '客服部' }, 'admin')).body.id;
  const member = async (n: number, role: string, managerId?: string): Promise<string> => {
    const email = `${role}-${n}@ours.example.com`;
    const body = { name: `${role} ${n}`, email, role, departmentId: queue, locale: 'zh-CN', zone: 'Asia/Shanghai' };
    return (await post('/v1/members', { ...body, ...(managerId && { managerId }) }, 'admin')).body.id;
  };
  const manager = await member(0, 'service-manager');
  const agents: string[] = [];
  for (let n = 1; n <= size.agents; n += 1) agents.push(await member(n, 'service-agent', manager));
  const ownerId = await member(0, 'sales-rep');
  const customers: string[] = [];
  for (let n = 1; n <= size.customers; n += 1) {
    const contact = { name: `联系人${n}`, mobile: `138${String(n).padStart(8, '0')}` };
    const body = { kind: 'company', name: `上海第${n}号贸易有限公司`, ownerId, contact };
    customers.push((await post('/v1/customers', body, 'admin')).body.id);
  }
  return { queue, agents, customers };
}

/** Tickets opened in one second and assigned, their first warnings told: the rows that stand there when the first response falls due. */
export async function enterTickets(table: Table, company: Company, count: number, at: Date): Promise<string[]> {
  const signed = signedBy(table, { actor: SYSTEM });
  const tickets = Array.from({ length: count }, (_, n) => ticketOf(company, n, new Date(at.getTime() + (n % 1000))));
  for (let from = 0; from < count; from += writesAtOnce) {
    const part = tickets.slice(from, from + writesAtOnce);
    await signed.commit(part.map((ticket) => putTicket(ticket, deliveredSla, 'absent')));
  }
  return tickets.map(({ id }) => id);
}

const writesAtOnce = 100;

function ticketOf({ queue, agents, customers }: Company, n: number, now: Date): Ticket {
  const customerId = customers[n % customers.length];
  return {
    id: ticketIdFor(`tkt_${realTime.ulid(now)}`, customerId),
    number: `FK202603${String(n + 1).padStart(3, '0')}`,
    ...(customerId === undefined ? {} : { customerId }),
    departmentId: queue,
    assigneeId: agents[n % agents.length],
    kind: 'fault',
    severity: 'moderate',
    priority: 'normal',
    channel: 'phone',
    subject: `设备停机 ${n + 1}`,
    description: '无法开机，请尽快处理。',
    tags: [],
    state: 'open',
    cycle: 1,
    history: [happened('opened', { by: SYSTEM, now })],
    terms: [],
    told: ['firstResponse/warning'],
    escalations: [],
    version: 1,
    quietVersions: 0,
  };
}
