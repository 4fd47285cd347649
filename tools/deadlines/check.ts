import type { Local } from '#local/local.ts';
import type { Table } from '#store/table.ts';
import { ticketKey, toTicket } from '#store/tickets.ts';
import type { Client } from '../client.ts';

/** What is wrong with how the deadlines were handled; nothing where each was, and none twice. */
export async function faultsOf(api: Client, local: Local, table: Table, ids: readonly string[]): Promise<string[]> {
  const notices = requested(local);
  const executions = local.parts.states.view().map(({ name }) => name);
  const breaches = local.parts.bus.events('ticket.target-breached').map(({ detail }) => subjectOf(detail));
  return [
    ...once('breach', breaches, ids),
    ...once(
      'execution',
      executions,
      ids.map((id) => `${id}-1-firstResponse`),
    ),
    ...once(
      'notice',
      notices,
      ids.map((id) => `${id}#firstResponse/1/assignee`),
    ),
    ...(await untold(table, ids)),
    ...(await inLetters(api, ids.length)),
    ...local.endpoint.refusals.map((refusal) => `denied: ${refusal}`),
  ];
}

function subjectOf(detail: unknown): string {
  return (detail as { subject: string }).subject;
}

/** References of the mails that were asked for; two of one reference go to one person. */
function requested(local: Local): string[] {
  return local.parts.bus
    .events('mail.requested')
    .map(({ detail }) => (detail as { detail: { kind: string; ref: string } }).detail)
    .filter(({ kind }) => kind === 'ticket.escalated')
    .map(({ ref }) => ref);
}

function once(what: string, found: readonly string[], expected: readonly string[]): string[] {
  const unique = new Set(found);
  const missing = expected.filter((each) => !unique.has(each)).length;
  const doubled = found.length - unique.size;
  const unexpected = unique.size - (expected.length - missing);
  return missing + doubled + unexpected === 0
    ? []
    : [`${what}: ${missing} missing, ${doubled} twice, ${unexpected} unexpected`];
}

/** Each ticket itself says that its promise is broken and that one person was told of it. */
async function untold(table: Table, ids: readonly string[]): Promise<string[]> {
  let untold = 0;
  for (let from = 0; from < ids.length; from += 100) {
    const part = ids.slice(from, from + 100);
    const rows = await table.getMany(part.map(ticketKey));
    for (const [i, row] of rows.entries()) {
      const { told, escalations } = toTicket(part[i] ?? '', row ?? {});
      const history = escalations.flatMap((each) => each.history);
      if (!told.includes('firstResponse/breach') || history.length !== 1) untold += 1;
    }
  }
  return untold === 0 ? [] : [`${untold} tickets do not say that somebody was told`];
}

/** Everybody is told in letters and in the inbox: each ticket once in both. */
async function inLetters({ control, get }: Client, count: number): Promise<string[]> {
  const { items } = (await control('GET', '/mail?kind=ticket.escalated')).body as {
    items: { to: string[]; text: string }[];
  };
  const told = items.flatMap(({ text }) => text.match(/FK202603\d+/g) ?? []);
  const mails = new Set(told).size;
  const members = (await get('/v1/members?limit=200', 'admin')).body.items as { id: string }[];
  let unread = 0;
  for (const { id } of members) {
    for (let cursor = ''; ; ) {
      const { body } = await get(`/v1/notifications?limit=200${cursor}`, { memberId: id });
      unread += body.items.length;
      if (body.next === null) break;
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
  }
  return [
    ...(mails === count && told.length === count ? [] : [`letters: ${told.length} lines of ${mails} tickets`]),
    ...(unread === count ? [] : [`inboxes: ${unread} entries`]),
  ];
}
