import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messages as customerMessages } from '#domain/customers/messages.ts';
import { messages } from '#domain/members/messages.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import { handler as onMember } from '#functions/customers/on-member.ts';
import { routes as customerRoutes } from '#functions/customers/routes.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { routes } from '#functions/members/routes.ts';
import { readCustomer } from '#store/customers.ts';
import { readMember } from '#store/members.ts';
import type { MemoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { inProcess } from '#test/world.ts';
import { asAdmin, asChen, asFinance, asLi, company, emily, li, wang } from './company.ts';

const chen = asChen.memberId ?? '';

/** The company with what changes members; `told` brings one event to those who own customers. */
async function withMembers() {
  const given = await company();
  const { parts, clock, table } = given;
  const members = inProcess('members', routes, messages, { parts, clock, as: asAdmin });
  const change = async (id: string, body: object) => {
    clock.advance(1000);
    const { headers } = await members.call('GET', `/v1/members/${id}`);
    return members.call('PATCH', `/v1/members/${id}`, { headers: { 'if-match': headers['etag'] ?? '' }, body });
  };
  const departures = () => (table as MemoryTable).news.filter(({ type }) => type === 'member.deactivated');
  const tell = (event: unknown, over: Table = table) =>
    onMember.consumer.consume(event as Consumed<never>, makeWorld({ ...parts, table: over }));
  const handOver = (id: string, ownerId: string) =>
    given.call('POST', `/v1/customers/${id}/hand-over`, { ...asAdmin, body: { ownerId, reason: '调整' } });
  const ownerOf = async (id: string) => (await readCustomer(table, id))?.ownerId ?? '';
  const some = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        given.create({
          name: `上海第${n}号贸易有限公司`,
          contact: { name: 'x', mobile: `139${String(n).padStart(8, '0')}` },
        }),
      ),
    ) as Promise<{ id: string }[]>;
  return { ...given, change, departures, tell, handOver, ownerOf, some };
}

describe('GET /v1/customers/{id}/hand-overs', () => {
  test('200 with each change of owner, the latest first, over pages', async () => {
    const { create, handOver, call } = await company().then(async (given) => ({
      ...given,
      handOver: (id: string, ownerId: string, reason: string) =>
        given.call('POST', `/v1/customers/${id}/hand-over`, { ...asAdmin, body: { ownerId, reason } }),
    }));
    const { id } = await create();
    await handOver(id, wang, '区域调整');
    await handOver(id, emily, '客户要求');
    const page = (query: string) => call('GET', `/v1/customers/${id}/hand-overs${query}`, asAdmin);
    const first = (await page('?limit=1')).body;
    expect(first.items).toMatchObject([{ fromOwnerId: wang, toOwnerId: emily, reason: '客户要求' }]);
    const rest = (await page(`?limit=1&cursor=${first.next}`)).body;
    expect(rest.items).toMatchObject([{ fromOwnerId: li, toOwnerId: wang, actorId: asAdmin.memberId }]);
  });

  test('403 for who sees a card only, 404 for who does not see the customer', async () => {
    const { create, call } = await company();
    const { id } = await create();
    const status = async (as: object) => (await call('GET', `/v1/customers/${id}/hand-overs`, as)).status;
    expect(await status(asFinance)).toBe(403);
    expect(await status({ ...asLi, memberId: wang })).toBe(404);
  });

  test('a customer restored after his owner had left shows that he went to the heir', async () => {
    const { create, call, change } = await withMembers();
    const { id } = await create();
    await call('DELETE', `/v1/customers/${id}`, { ...asAdmin, headers: { 'if-match': '"1"' } });
    expect((await change(li, { active: false })).status).toBe(200);
    expect((await call('POST', `/v1/customers/${id}/restore`, asAdmin)).body).toMatchObject({ ownerId: emily });
    const { items } = (await call('GET', `/v1/customers/${id}/hand-overs`, asAdmin)).body;
    expect(items).toMatchObject([{ fromOwnerId: li, toOwnerId: emily, reason: 'member.deactivated' }]);
  });
});

describe('nobody’s customers are orphaned', () => {
  const someone = fc.constantFrom(li, wang, chen);
  const act = fc.oneof(
    fc.record({
      kind: fc.constant('leave' as const),
      who: someone,
      to: fc.option(fc.constantFrom(li, wang, chen), { freq: 2 }),
    }),
    fc.record({ kind: fc.constant('return' as const), who: someone }),
    fc.record({ kind: fc.constant('give' as const), customer: fc.nat(2), to: fc.constantFrom(li, wang, chen, emily) }),
    fc.record({ kind: fc.constant('tell' as const), which: fc.nat(5) }),
  );

  test('whoever leaves and returns in whatever order, and however late it is told, each has an active owner', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        const { change, departures, tell, handOver, ownerOf, some, table } = await withMembers();
        const made = await some(3);
        const told = new Set<number>();
        for (const each of acts) {
          if (each.kind === 'leave')
            await change(each.who, { active: false, ...(each.to && { successorId: each.to }) });
          if (each.kind === 'return') await change(each.who, { active: true });
          if (each.kind === 'give') await handOver(made[each.customer]?.id ?? '', each.to);
          if (each.kind === 'tell') {
            const waiting = departures().flatMap((_, i) => (told.has(i) ? [] : [i]));
            const next = waiting[each.which % waiting.length];
            if (next === undefined) continue;
            told.add(next);
            await tell(departures()[next]);
          }
        }
        for (const [i, event] of departures().entries()) if (!told.has(i)) await tell(event);
        for (const { id } of made) {
          const owner = await readMember(table, await ownerOf(id));
          expect([owner?.active, owner?.id === emily]).toContain(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('also where somebody leaves, and it is told, while one customer is on his way to him', async () => {
    const { change, departures, tell, ownerOf, some, parts, table } = await withMembers();
    const [customer] = await some(1);
    let isFirst = true;
    const interrupted: Table = {
      ...table,
      commit: async (writes, writer) => {
        if (isFirst) {
          isFirst = false;
          expect((await change(wang, { active: false, successorId: chen })).status).toBe(200);
          await tell(departures()[0]);
        }
        await table.commit(writes, writer);
      },
    };
    const { call } = inProcess('customers', customerRoutes, customerMessages, {
      parts: { ...parts, table: interrupted },
    });
    const body = { ownerId: wang, reason: '调整' };
    expect((await call('POST', `/v1/customers/${customer?.id}/hand-over`, { ...asAdmin, body })).status).toBe(200);
    const given = (table as MemoryTable).news.filter(({ type }) => type === 'customer.owner-changed');
    for (const event of given) await tell(event);
    expect(await ownerOf(customer?.id ?? '')).toBe(chen);
  });

  test('also where the successor leaves, with nothing of his own and so without one, before it is told', async () => {
    const { change, departures, tell, ownerOf, some } = await withMembers();
    const [customer] = await some(1);
    await change(li, { active: false, successorId: wang });
    expect((await change(wang, { active: false })).status).toBe(200);
    for (const event of departures()) await tell(event);
    expect(await ownerOf(customer?.id ?? '')).toBe(emily);
  });

  test('also where the successor leaves, and it is told, while they are on their way to him', async () => {
    const { change, departures, tell, ownerOf, some, table } = await withMembers();
    const made = await some(3);
    await change(li, { active: false, successorId: wang });
    let isFirst = true;
    const interrupted: Table = {
      ...table,
      commit: async (writes, writer) => {
        if (isFirst) {
          isFirst = false;
          expect((await change(wang, { active: false, successorId: chen })).status).toBe(200);
          await tell(departures()[1]);
        }
        await table.commit(writes, writer);
      },
    };
    await tell(departures()[0], interrupted);
    expect(await Promise.all(made.map(({ id }) => ownerOf(id)))).toEqual([chen, chen, chen]);
  });
});
