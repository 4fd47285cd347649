import { expect } from 'vitest';
import type { Who } from '#tools/client.ts';
import type { System } from './system.ts';

/** What goes before each ticket's own: of a customer, in a department, given to a member. */
export async function aTicket(
  system: System,
  who: { readonly memberId: string },
  more: { readonly customerId: string; readonly departmentId: string; readonly kind?: string },
): Promise<{ readonly id: string; readonly number: string }> {
  const told = { severity: 'moderate', channel: 'phone', subject: '设备停机', description: '无法开机' };
  const { id, number } = (await system.post('/v1/tickets', { kind: 'fault', ...told, ...more }, who)).body;
  await system.post(`/v1/tickets/${id}/assign`, { assigneeId: who.memberId }, who);
  return { id, number };
}

/** Who was written to about a ticket, and when (UTC, to the minute). */
export async function toldOf(system: System, ticketId: string, kind: string) {
  const mails = await system.mails(`?kind=${kind}`);
  return mails
    .filter(({ headers }) => headers['x-guanxi-ref']?.startsWith(`${ticketId}#`))
    .map(({ to, at, text, headers }) => ({ to: to[0], at: at.slice(0, 16), text, ref: headers['x-guanxi-ref'] }));
}

/** The time account of one promise of a ticket, of which each piece follows on the one before and the sums are exact. */
export async function accountOf(system: System, ticketId: string, who: Who, target: string, cycle = 1) {
  const { body } = await system.get(`/v1/tickets/${ticketId}/sla`, who);
  const account = body.cycles[cycle - 1][target] as Account;
  const sums: Record<string, number> = {};
  let from = account.startedAt;
  for (const segment of account.segments) {
    expect(segment.from).toBe(from);
    from = segment.to;
    sums[segment.kind] = (sums[segment.kind] ?? 0) + Date.parse(segment.to) - Date.parse(segment.from);
  }
  const said = Object.entries(account.sums).map(([kind, duration]) => [kind, msOf(duration)]);
  expect(Object.fromEntries(said)).toEqual(sums);
  expect(msOf(account.elapsed)).toBe(Date.parse(from) - Date.parse(account.startedAt));
  /** The clock runs on while a test asks: in whole minutes. */
  const minutes = Object.fromEntries(Object.entries(sums).map(([kind, ms]) => [kind, Math.round(ms / 60_000)]));
  return { ...account, by: account.by?.slice(0, 16), minutes };
}

/** `PT7H30M0.25S` in milliseconds. */
function msOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

interface Account {
  readonly startedAt: string;
  readonly by?: string;
  readonly state: string;
  readonly segments: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
  readonly sums: Readonly<Record<string, string>>;
  readonly elapsed: string;
}

/** What the customer answers on the page that the latest mail about the result leads to. */
export async function answerByLink(system: System, ticketId: string, sent: Readonly<Record<string, string>>) {
  const { text = '' } = (await toldOf(system, ticketId, 'ticket.resolved')).at(-1) ?? {};
  const [link = ''] = /\S+\/v1\/satisfaction\/[\w.~-]+/.exec(text) ?? [];
  const body = new URLSearchParams(sent);
  const answer = await fetch(link, { method: 'POST', body });
  expect(answer.status).toBe(200);
}
