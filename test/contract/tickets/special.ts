import type { Event } from '#events/define.ts';
import { handler as onSpecialProcess } from '#functions/tickets/on-special-process.ts';
import { type Call, testWorld } from '#test/world.ts';
import { fault, people, ticketsApi } from './given.ts';

type Consumed = Parameters<typeof onSpecialProcess.consumer.consume>[0];

const heard = ['ticket.opened', 'ticket.severity-changed', 'ticket.reopened', 'ticket.closed'];
export const major = { ...fault, severity: 'major' };
export const ifMatch = (version: number) => ({ headers: { 'if-match': `"${version}"` } });

/** Tickets whose news reaches special processes, everything twice. */
export async function started() {
  const api = await ticketsApi();
  let seen = 0;
  const consume = async (event: Event) => {
    for (let i = 0; i < 2; i += 1) await onSpecialProcess.consumer.consume(event as Consumed, testWorld(api.parts));
  };
  const news = { id: 'evt', version: 1, subject: 'x', at: '', actorId: 'system', cause: 'x' };
  const at = (id: string, path = '') => `/v1/tickets/${id}/special-process${path}`;
  return {
    ...api,
    /** What has been said since. */
    relay: async () => {
      const fresh = api.table.news.slice(seen);
      seen = api.table.news.length;
      for (const event of fresh) if (heard.includes(event.type)) await consume(event);
    },
    hear: (type: string, detail: object) => consume({ ...news, type, detail }),
    process: async (id: string, who: Call = {}) => (await api.call('GET', at(id), who)).body,
    /** A command on the process of a ticket. */
    on: (id: string, path: string, body?: object, who: Call = {}) =>
      api.call('POST', at(id, `/${path}`), { ...(body === undefined ? {} : { body }), ...who }),
    change: (id: string, version: number, body: object, who: Call = {}, path = '') =>
      api.call('PATCH', at(id, path), { body, ...ifMatch(version), ...who }),
    at,
  };
}

export async function aMajorTicket() {
  const api = await started();
  const { id } = await api.open(major);
  await api.act(id, 'assign', { assigneeId: people.agent });
  await api.relay();
  return { ...api, id };
}

export const measure = (memberId: string, dueAt = '2026-11-24T01:00:00.000Z') => ({
  what: 'New fuse',
  memberId,
  dueAt,
});
