import type { Client } from '../client.ts';
import { type ContractPlan, type CustomerPlan, type MemberPlan, type Plan, salesDepartment, zone } from './plan.ts';
import { pool } from './pool.ts';

export interface Loaded {
  /** By e-mail. */
  readonly memberIds: ReadonlyMap<string, string>;
  readonly customers: readonly { readonly plan: CustomerPlan; readonly id: string; readonly createdAt: string }[];
  readonly contracts: readonly { readonly plan: ContractPlan; readonly id: string; readonly createdAt: string }[];
  readonly requests: number;
  readonly usd: number;
}

const width = 8;

/**
 * Enters the plan through the public API. Each POST carries an Idempotency-Key made from the input, so that a load which
 * was interrupted goes on where it stopped: what was entered is answered again and not entered twice.
 */
export async function load(
  api: Client,
  plan: Plan,
  progress: (done: number, of: number, what: string) => void,
): Promise<Loaded> {
  const spent = { requests: 0, usd: 0 };
  const post = async (path: string, body: unknown, key: string): Promise<{ id: string; createdAt: string }> => {
    const answer = await api.post(path, body, 'admin', {
      'idempotency-key': `replay-${encodeURIComponent(key)}`.slice(0, 200),
    });
    spent.requests += 1;
    spent.usd += Number(answer.headers.get('x-cost-usd') ?? 0);
    return answer.body;
  };
  const memberIds = await members(post, plan);
  const customers = await accounts(api, post, plan, memberIds);
  const customerIds = new Map(customers.map(({ plan: { name }, id }) => [name, id]));
  let done = 0;
  const contracts = await pool(plan.contracts, width, async (contract) => {
    const { id, createdAt } = await post(
      '/v1/contracts',
      contractBody(contract, customerIds, memberIds),
      `contract-${contract.opportunityId}`,
    );
    done += 1;
    progress(done, plan.contracts.length, 'contracts');
    return { plan: contract, id, createdAt };
  });
  return { memberIds, customers, contracts, ...spent };
}

type Post = (path: string, body: unknown, key: string) => Promise<{ id: string; createdAt: string }>;

async function members(post: Post, plan: Plan): Promise<Map<string, string>> {
  const sales = await post('/v1/departments', { name: salesDepartment }, 'department-sales');
  const offices = new Map<string, string>();
  for (const name of plan.departments) {
    offices.set(name, (await post('/v1/departments', { name, parentId: sales.id }, `department-${name}`)).id);
  }
  const ids = new Map<string, string>();
  const add = async ({ name, email, role, department, manager }: MemberPlan): Promise<void> => {
    const managerId = manager === undefined ? {} : { managerId: ids.get(manager) };
    const body = { name, email, role, departmentId: offices.get(department), locale: 'en', zone, ...managerId };
    ids.set(email, (await post('/v1/members', body, `member-${email}`)).id);
  };
  await pool(
    plan.members.filter(({ manager }) => manager === undefined),
    width,
    add,
  );
  await pool(
    plan.members.filter(({ manager }) => manager !== undefined),
    width,
    add,
  );
  return ids;
}

async function accounts(
  api: Client,
  post: Post,
  plan: Plan,
  memberIds: ReadonlyMap<string, string>,
): Promise<Loaded['customers'][number][]> {
  const ids = new Map<string, string>();
  const add = async (customer: CustomerPlan): Promise<Loaded['customers'][number]> => {
    const parentId = customer.parent === undefined ? {} : { parentId: ids.get(customer.parent) };
    const body = {
      kind: 'company',
      name: customer.name,
      industry: customer.industry,
      ownerId: memberIds.get(customer.owner),
      externalIds: [{ system: 'b2b-sales', id: customer.name }],
      contact: { name: 'Office', email: customer.email, locale: 'en' },
      ...parentId,
    };
    const { id, createdAt } = await post('/v1/customers?onDuplicate=create', body, `customer-${customer.name}`);
    ids.set(customer.name, id);
    for (const email of customer.collaborators) {
      const answer = await api.send(
        'PUT',
        `/v1/customers/${id}/collaborators/${memberIds.get(email)}`,
        undefined,
        'admin',
      );
      if (answer.status >= 300) throw new Error(`collaborator of ${customer.name}: ${JSON.stringify(answer.body)}`);
    }
    return { plan: customer, id, createdAt };
  };
  const heads = await pool(
    plan.customers.filter(({ parent }) => parent === undefined),
    width,
    add,
  );
  return [
    ...heads,
    ...(await pool(
      plan.customers.filter(({ parent }) => parent !== undefined),
      width,
      add,
    )),
  ];
}

function contractBody(
  contract: ContractPlan,
  customerIds: ReadonlyMap<string, string>,
  memberIds: ReadonlyMap<string, string>,
) {
  return {
    customerId: customerIds.get(contract.customer),
    kind: 'sales',
    title: contract.title,
    amount: { minor: contract.minor, currency: 'USD' },
    startsOn: contract.startsOn,
    endsOn: contract.endsOn,
    zone,
    ownerId: memberIds.get(contract.owner),
    externalNumber: contract.opportunityId,
  };
}
