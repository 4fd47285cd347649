import type { Consumed } from '#functions/batch/consumer.ts';
import { handler as onTargetBreached } from '#functions/tickets/on-target-breached.ts';
import { nameOf } from '#functions/tickets/start-climb.ts';
import { testWorld } from '#test/world.ts';
import { fault, people, ticketsApi } from './given.ts';

const hourMs = 3_600_000;

/** The workflow as Step Functions runs it: a name begins once, ever. */
function workflow(api: Awaited<ReturnType<typeof ticketsApi>>) {
  type Start = Parameters<typeof api.climb>[0];
  const runs = new Map<string, { readonly climb: Start; readonly waitUntil: string | undefined }>();
  let heard = 0;
  const note = (climb: Start, answer: object) =>
    void runs.set(nameOf(climb), {
      climb,
      waitUntil: 'waitUntil' in answer ? String(answer.waitUntil) : undefined,
    });
  const startClimb = async (climb: Start, answer?: object) => {
    if (!runs.has(nameOf(climb))) note(climb, answer ?? (await api.climb(climb)));
  };
  return {
    names: () => [...runs.keys()],
    /** What has been told since, and the looks that are due. */
    go: async () => {
      const told = api.news('ticket.target-breached');
      for (const event of told.slice(heard)) {
        await onTargetBreached.consumer.consume(event as Consumed<never>, { ...testWorld(api.parts), startClimb });
      }
      heard = told.length;
      for (const { climb, waitUntil } of [...runs.values()]) {
        const isDue = waitUntil !== undefined && Date.parse(waitUntil) <= api.clock.now.getTime();
        if (isDue) note(climb, await api.climb(climb));
      }
    },
  };
}

/** A ticket of somebody whose rungs are three people, under the default policy, with sweep and workflow on its clock. */
export async function climbing(body: object = fault) {
  const api = await ticketsApi();
  const { id } = await api.open(body);
  await api.act(id, 'assign', { assigneeId: people.colleague });
  const { names, go } = workflow(api);
  return {
    ...api,
    id,
    names,
    /** Hour by hour. */
    pass: async (hours: number) => {
      for (let hour = 0; hour < hours; hour += 1) {
        api.clock.advance(hourMs);
        await api.sweep();
        await go();
      }
    },
    /** Who was told of a promise, by rung. */
    told: (promise = 'resolution') =>
      api
        .mails('ticket.escalated')
        .filter(([ref]) => ref.startsWith(`${id}#${promise}/`))
        .map(([ref]) => ref.split('/').at(-1)),
  };
}
