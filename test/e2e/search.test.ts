import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

const patienceMs = 5000;

describe('search on the assembly', () => {
  const guanxi = system('2026-03-02T00:00:00Z');

  const found = async (q: string, who: Parameters<typeof guanxi.get>[1]): Promise<string[]> => {
    const { status, body } = await guanxi.get(`/v1/customers/search?q=${encodeURIComponent(q)}`, who);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body.items.map(({ id }: { id: string }) => id);
  };
  /** Asks again and again, as somebody does who waits for it: within five seconds by the wall's clock. */
  const foundWithin = async (q: string, who: Parameters<typeof guanxi.get>[1], expected: string[]): Promise<number> => {
    const startedMs = performance.now();
    for (;;) {
      const ids = await found(q, who);
      const ms = performance.now() - startedMs;
      if (JSON.stringify(ids) === JSON.stringify(expected) || ms > patienceMs) {
        expect(ids).toEqual(expected);
        return ms;
      }
      await setTimeout(100);
    }
  };

  test('a new customer is found within five seconds, so is his new name, and in the bin he is no more', async () => {
    const { members } = await aCompany(guanxi);
    const rep = { memberId: members.rep };
    const { id, version } = await aCustomer(guanxi, members.rep, '重庆长江光学仪器有限公司');
    await foundWithin('cqcj', rep, [id]);
    for (const q of ['长江光学', 'changjiang', 'zhongqing', '8000', '13800138000', '王经理', 'wang@theirs', 'C2026']) {
      expect([q, await found(q, rep)]).toEqual([q, [id]]);
    }
    expect(await found('长江光学', { memberId: members.second })).toEqual([]);

    const headers = { 'if-match': `"${version}"` };
    await guanxi.send('PATCH', `/v1/customers/${id}`, { name: '成都岷江光学仪器有限公司' }, rep, headers);
    await foundWithin('岷江', rep, [id]);
    expect(await found('长江', rep)).toEqual([]);

    // The snapshot is written in between, by its own function with its own rights, and holds what it should.
    await guanxi.pass('PT15M');
    const { assembly, parts } = guanxi.local();
    const buckets = assembly.ofType('AWS::S3::Bucket').map(({ name }) => name);
    expect(buckets.flatMap((bucket) => parts.storage?.list(bucket, 'snapshot') ?? [])).toHaveLength(1);
    expect(await found('minjiang', rep)).toEqual([id]);

    const fresh = (await guanxi.get(`/v1/customers/${id}`, 'admin')).headers.get('etag') ?? '';
    const gone = await guanxi.send('DELETE', `/v1/customers/${id}`, undefined, 'admin', { 'if-match': fresh });
    expect(gone.status).toBe(204);
    await foundWithin('岷江', rep, []);
  });
});
