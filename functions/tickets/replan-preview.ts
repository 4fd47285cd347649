import type { Policy } from '#domain/tickets/policy.ts';
import { added, compared, corrected, noTimers } from '#domain/tickets/replan.ts';
import type { World } from '#functions/http/world.ts';
import { readDepartments } from '#store/members.ts';
import { readRunning } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';
import type { CalendarView } from './sla-views.ts';

/** As many as can be read and counted while somebody waits. */
const ticketsMax = 3000;
const ticketsAtOnce = 200;

/** What would happen to the timers that run; `replaced` says what the policy of a ticket would become, if it is concerned. */
export async function previewOf(
  { table, now }: World,
  replaced: (policy: Policy) => Policy | undefined,
): Promise<NonNullable<CalendarView['preview']>> {
  const departmentIds = (await readDepartments(table)).map(({ id }) => id);
  let timers = noTimers;
  let tickets = 0;
  let seen = 0;
  let after: string | undefined;
  do {
    const page = await readRunning(table, departmentIds, after, ticketsAtOnce);
    for (const ticket of page.tickets) {
      const before = await readSla(table, ticket);
      const policy = replaced(before.policy);
      if (policy === undefined) continue;
      tickets += 1;
      timers = added(timers, compared(ticket, before, corrected(ticket, before, policy, now).sla, now));
    }
    seen += page.tickets.length;
    after = page.next;
  } while (after !== undefined && seen < ticketsMax);
  return { tickets, complete: after === undefined, timers };
}
