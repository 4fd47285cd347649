import { messages } from '#domain/customers/messages.ts';
import { bulkEditContinued, bulkEditPartQueued, bulkEditRequested } from '#events/customers.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { routes } from '#functions/customers/bulk-edits-routes.ts';
import { handler as onBulkEdit } from '#functions/customers/on-bulk-edit.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { type As, inProcess } from '#test/world.ts';
import { asLi, company } from './company.ts';

const queued: ReadonlySet<string> = new Set(
  [bulkEditRequested, bulkEditContinued, bulkEditPartQueued].map(({ type }) => type),
);

type Body = Readonly<Record<string, unknown>>;

/** The company with bulk edits; `work` does what the queue would. */
export async function bulk(table: Table = memoryTable()) {
  const given = await company({ table });
  const { clock, parts } = given;
  const api = inProcess('customers', routes, messages, { clock, parts, as: asLi });
  const news = () => (table as MemoryTable).news;
  let seen = 0;
  const bring = (event: Consumed<never>, over: Table = table): Promise<void> =>
    onBulkEdit.consumer.consume(event, makeWorld({ ...parts, table: over }, { cause: event.cause }));
  /** Everything that waits in the queue, over the given table: what fails there stays in it. */
  const work = async (over: Table = table): Promise<void> => {
    for (; seen < news().length; seen += 1) {
      const event = news()[seen];
      if (event !== undefined && queued.has(event.type)) await bring(event as Consumed<never>, over);
    }
  };
  const post = (body: Body, as: As = asLi, headers = {}) =>
    api.call('POST', '/v1/bulk-edits', { ...as, body, headers });
  const view = async (id: string, as: As = asLi) => (await api.call('GET', `/v1/bulk-edits/${id}`, as)).body;
  const refusedOf = async (id: string, as: As = asLi, query = '') =>
    (await api.call('GET', `/v1/bulk-edits/${id}/refused${query}`, as)).body;
  const start = async (body: Body, as: As = asLi): Promise<string> => {
    const answer = await post(body, as);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  };
  /** Starts, works to the end, and answers how it ended. */
  const run = async (body: Body, as: As = asLi) => {
    const id = await start(body, as);
    await work();
    return view(id, as);
  };
  /** Customers by number, in their order; each with a contact of his own. */
  const some = async (count: number, changes: (n: number) => Body = () => ({}), as: As = asLi) => {
    const made = [];
    for (let n = 1; n <= count; n += 1) {
      clock.advance(20);
      const contact = { name: `联系人${n}`, mobile: `139${String(n).padStart(8, '0')}` };
      made.push(await given.create({ name: `上海第${n}号贸易有限公司`, tags: [], contact, ...changes(n) }, as));
    }
    return made as { id: string; number: string; name: string }[];
  };
  const one = async (id: string, as: As = asLi) => (await given.call('GET', `/v1/customers/${id}`, as)).body;
  /** How often each customer was news of this type. */
  const told = (type: string): Map<string, number> => {
    const of = news().filter((event) => event.type === type);
    return new Map([...Map.groupBy(of, ({ subject }) => subject)].map(([id, all]) => [id, all.length]));
  };
  return { ...given, api, post, view, start, run, work, bring, some, one, told, news, refusedOf };
}
