import { hourMs } from '#domain/shared/time.ts';
import { fault, people, ticketsApi } from './given.ts';

/** A ticket of the agent, answered, and so many hours old. */
export async function answered(hours: number, body: object = fault) {
  const api = await ticketsApi();
  const { id } = await api.open(body);
  await api.act(id, 'assign', { assigneeId: people.agent });
  await api.act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  api.clock.advance(hours * hourMs);
  return { ...api, id, view: async () => (await api.call('GET', `/v1/tickets/${id}`)).body };
}
