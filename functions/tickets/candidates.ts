import { departmentAndBelow } from '#domain/members/department.ts';
import { type WorkProfile, whyOffDuty } from '#domain/members/duty.ts';
import type { Member } from '#domain/members/member.ts';
import type { Candidate } from '#domain/tickets/assignment.ts';
import { type Needs, type Queue, skillsFor } from '#domain/tickets/queue.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { readCompany, readDepartments, readMembersIn } from '#store/members.ts';
import { readWorkProfiles } from '#store/members-work.ts';
import { readLoads } from '#store/tickets-queues.ts';
import { readParties } from './parties.ts';

export interface Agent {
  readonly member: Member;
  readonly candidate: Candidate;
}

/** Who works on a queue: the active agents and managers of service of its department and those below. */
export async function readAgents({ table, now }: World, departmentId: string): Promise<Agent[]> {
  const departments = departmentAndBelow(await readDepartments(table), departmentId);
  const members = (await readMembersIn(table, departments)).filter(worksOnTickets);
  const ids = members.map(({ id }) => id);
  const [profiles, loads] = await Promise.all([readWorkProfiles(table, ids), readLoads(table, ids)]);
  return members.flatMap((member, i) => {
    const profile = profiles[i];
    return profile === undefined ? [] : [{ member, candidate: candidateOf(member, profile, loads, now) }];
  });
}

export function worksOnTickets({ active, role }: Member): boolean {
  return active && (role === 'service-agent' || role === 'service-manager');
}

function candidateOf(
  { id, zone }: Member,
  profile: WorkProfile,
  loads: ReadonlyMap<string, number>,
  now: Date,
): Candidate {
  const { skills, languages, territories, capacity } = profile;
  const away = whyOffDuty(profile, zone, now);
  const load = { capacity, open: loads.get(id) ?? 0 };
  return { memberId: id, skills, languages, territories, ...load, ...(away === undefined ? {} : { away }) };
}

/** What the ticket asks of whoever works on it: the queue's skills, the reader's language, the customer's province. */
export async function readNeeds({ table }: World, queue: Queue, ticket: Ticket): Promise<Needs> {
  const { customer, contact } = await readParties(table, ticket);
  const language = contact?.locale ?? (await readCompany(table)).locale;
  return { skills: skillsFor(queue, ticket), language, territory: customer?.address?.province };
}
