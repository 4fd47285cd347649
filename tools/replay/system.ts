import type { Client } from '../client.ts';
import { type Plan, salesDepartment } from './plan.ts';

/** Why the running system cannot take this folder; the tool then ends with 2. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** Holds nothing that is not of this folder, and its clock stands before the first close date, unless the load was complete. */
export async function fitness(api: Client, plan: Plan): Promise<'empty' | 'begun' | 'running'> {
  const now: string = await api
    .control('GET', '/clock')
    .then(({ body }) => body.now)
    .catch((cause: unknown) => {
      throw new Unfit(
        `No system answers at ${api.controlUrl}. Start it first: GUANXI_CLOCK=2016-10-01T00:00:00Z npm start -- --empty`,
        { cause },
      );
    });
  const names = new Set([salesDepartment, ...plan.departments]);
  const emails = new Set(plan.members.map(({ email }) => email));
  const departments: { name: string }[] = (await api.get('/v1/departments', 'admin')).body.items;
  const members = await all<{ email: string }>(api, '/v1/members?limit=200');
  const customers = await all<{ name: string }>(api, '/v1/customers?limit=200');
  const accounts = new Set(plan.customers.map(({ name }) => name));
  const foreign =
    departments.some(({ name }) => !names.has(name)) ||
    members.some(({ email }) => !emails.has(email)) ||
    customers.some(({ name }) => !accounts.has(name));
  if (foreign)
    throw new Unfit('The system is not empty. Start it with: GUANXI_CLOCK=2016-10-01T00:00:00Z npm start -- --empty');
  const first = plan.contracts.map(({ startsOn }) => startsOn).toSorted()[0] ?? '9999';
  if (now.slice(0, 10) >= first) {
    if (customers.length === plan.customers.length) return 'running';
    throw new Unfit(
      `The system's clock (${now}) is past the first close date (${first}). Start it with GUANXI_CLOCK=2016-10-01T00:00:00Z.`,
    );
  }
  return departments.length === 0 ? 'empty' : 'begun';
}

/** Every row of a list, page by page. */
export async function all<T>(api: Client, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await api.get(`${path}${cursor}`, 'admin');
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    items.push(...body.items);
    if (body.next === null || body.next === undefined) return items;
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
}
