import { inOrder, rankOf } from '#domain/tickets/assignment.ts';
import type { TicketSummary } from '#domain/tickets/ticket.ts';
import type { World } from '#functions/http/world.ts';
import { toSummary, type WorkList, workList } from '#store/tickets.ts';

/** No index knows this order: so many tickets are looked at, in that of the work list. */
const lookedAtMax = 5000;

interface Asked {
  readonly of: WorkList['of'];
  readonly limit: number;
  /** The rank behind which to go on. */
  readonly after: string | undefined;
  readonly isWanted: (ticket: TicketSummary) => boolean;
}

/** 投诉优先: what is being worked on, complaints first, then by priority, then by what is due; 0.5 RRU for ten of them. */
export async function listByPriority({ table }: World, { of, limit, after, isWanted }: Asked) {
  const found: TicketSummary[] = [];
  let seen = 0;
  for await (const row of workList(table, { of, group: 'active', after: undefined, limit: lookedAtMax })) {
    const summary = toSummary(row);
    if (isWanted(summary)) found.push(summary);
    seen += 1;
    if (seen === lookedAtMax) break;
  }
  const rest = inOrder(found).filter((each) => after === undefined || rankOf(each) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last === undefined || rest.length <= limit ? undefined : rankOf(last) };
}
