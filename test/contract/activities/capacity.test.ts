import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/activities/messages.ts';
import { routes } from '#functions/activities/routes.ts';
import { handler as sweep } from '#functions/activities/sweep.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { aCompany, customerId, rep } from '#test/steps/records.ts';
import { testContext } from '#test/steps/run.ts';
import { inProcess, TestClock } from '#test/world.ts';

let engine: EngineTable;
let api: ReturnType<typeof inProcess>;
beforeEach(async () => {
  engine = await engineTable();
  api = inProcess('activities', routes, messages, {
    table: engine.table,
    clock: new TestClock('2026-11-22T01:00:00.000Z'),
  });
  await aCompany(engine.table);
});

/** What the engine reports that the work consumed. */
async function consumed<T>(work: () => Promise<T>): Promise<{ read: number; write: number; result: T }> {
  const { capacity } = engine;
  Object.assign(capacity, { read: 0, write: 0 });
  const result = await work();
  return { read: capacity.read, write: capacity.write, result };
}

const post = (path: string, body: object) => api.call('POST', path, { ...rep, body });

describe('capacity as the engine reports it', () => {
  test('a follow-up from creation to reminded and done is 9 write units', async () => {
    const body = {
      customerId,
      subject: '确认续约报价与服务范围，并约好下周上门的时间',
      due: { local: '2026-11-24T09:00', zone: 'Asia/Shanghai' },
      lead: 'PT30M',
    };
    const created = await consumed(() => post('/v1/follow-ups', body));
    expect(created.result.status).toBe(201);
    api.clock.now = new Date('2026-11-24T00:30:00.000Z');
    const { run } = testContext(api.parts);
    const reminded = await consumed(() => run(sweep));
    const { id } = created.result.body;
    expect((await api.call('GET', `/v1/follow-ups/${id}`, rep)).body.remindedAt).toBe('2026-11-24T00:30:00.000Z');
    const done = await consumed(() => post(`/v1/follow-ups/${id}/complete`, {}));
    expect(done.result.body.state).toBe('completed');
    expect([created.write, reminded.write, done.write]).toEqual([3, 3, 3]);
    expect([created.read, done.read]).toEqual([1, 0.5]);
  });

  test('an interaction is 2 write units: its row and the customer’s list', async () => {
    const body = { channel: 'phone', direction: 'out', summary: '讨论续约' };
    const { write, read, result } = await consumed(() => post(`/v1/customers/${customerId}/interactions`, body));
    expect([result.status, write, read]).toEqual([201, 2, 1]);
  });

  test('a page of 50 open follow-ups is at most 2.5 read units', async () => {
    for (let n = 0; n < 51; n += 1) {
      await post('/v1/follow-ups', { customerId, subject: `回访 ${n}`, dueAt: '2026-12-01T01:00:00Z' });
    }
    const { read, result } = await consumed(() => api.call('GET', '/v1/follow-ups?state=open', rep));
    expect(result.body.items).toHaveLength(50);
    expect(read).toBeLessThanOrEqual(2.5);
  });
});
