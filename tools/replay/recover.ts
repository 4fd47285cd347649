import { decodeTime } from 'ulid';
import type { Client } from '../client.ts';
import type { EnteredContract, EnteredCustomer } from './expected.ts';
import type { Loaded } from './load.ts';
import type { Plan } from './plan.ts';
import { all, Unfit } from './system.ts';

/** What stands in the system, by which the expected reminders are reckoned. */
export interface Entered {
  readonly contracts: readonly EnteredContract[];
  readonly customers: readonly EnteredCustomer[];
}

export function enteredOf(plan: Plan, loaded: Loaded): Entered {
  const managers = managersOf(plan);
  return {
    contracts: loaded.contracts.map(({ plan: { owner, endsOn }, id, createdAt }) => ({
      id,
      endsOn,
      owner,
      manager: managers.get(owner) ?? owner,
      enteredAt: new Date(createdAt),
    })),
    customers: loaded.customers.map(({ plan: { owner }, createdAt }) => ({
      owner,
      ownerId: loaded.memberIds.get(owner) ?? '',
      enteredAt: new Date(createdAt),
    })),
  };
}

/** After an interruption while the clock ran: reads back what was entered. */
export async function recover(api: Client, plan: Plan): Promise<Entered> {
  const managers = managersOf(plan);
  const members = await all<{ id: string; email: string }>(api, '/v1/members?limit=200');
  const emails = new Map(members.map(({ id, email }) => [id, email]));
  const customers = await all<{ ownerId: string; createdAt: string }>(api, '/v1/customers?limit=200');
  const contracts: EnteredContract[] = [];
  for (const { id: ownerId, email } of members) {
    type Row = { id: string; endsOn: string };
    for (const { id, endsOn } of await all<Row>(api, `/v1/contracts?ownerId=${ownerId}&limit=200`)) {
      const manager = managers.get(email) ?? email;
      // The instant stands in the id; a list row has no other.
      const enteredAt = new Date(decodeTime(id.slice('ctr_'.length)));
      contracts.push({ id, endsOn, owner: email, manager, enteredAt });
    }
  }
  if (contracts.length !== plan.contracts.length) {
    throw new Unfit(
      `The system holds ${contracts.length} of ${plan.contracts.length} contracts and its clock has moved on. Start anew.`,
    );
  }
  return {
    contracts,
    customers: customers.map(({ ownerId, createdAt }) => ({
      ownerId,
      owner: emails.get(ownerId) ?? '',
      enteredAt: new Date(createdAt),
    })),
  };
}

function managersOf(plan: Plan): Map<string, string> {
  return new Map(plan.members.flatMap(({ email, manager }) => (manager === undefined ? [] : [[email, manager]])));
}
