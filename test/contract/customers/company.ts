import type * as z from 'zod';
import { messages } from '#domain/customers/messages.ts';
import type { EventDef } from '#events/define.ts';
import type { Consumed } from '#functions/batch/consumer.ts';
import type { Subscription } from '#functions/batch/subscription.ts';
import { handler as onCampaignUnsubscribed } from '#functions/customers/on-campaign-unsubscribed.ts';
import { handler as onErasure } from '#functions/customers/on-erasure.ts';
import { handler as onMailFailed } from '#functions/customers/on-mail-failed.ts';
import { handler as onMember } from '#functions/customers/on-member.ts';
import { handler as onSearchable } from '#functions/customers/on-searchable.ts';
import { handler as onTimeline } from '#functions/customers/on-timeline.ts';
import { routes } from '#functions/customers/routes.ts';
import { routes as viewRoutes } from '#functions/customers/views-routes.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import { customers as declaration } from '#infra/contexts/customers.ts';
import { putDepartment, putMember } from '#store/members-directory.ts';
import { putCompany } from '#store/members-settings.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { type As, idOf, inProcess, TestClock, testParts } from '#test/world.ts';

/** A company of every role: two sales departments below one, each with its people. */
const sales = idOf('dep', 1);
export const east = idOf('dep', 2);
export const west = idOf('dep', 3);
export const service = idOf('dep', 4);
export const li = idOf('mem', 11);
export const wang = idOf('mem', 12);
export const emily = idOf('mem', 13);
const chen = idOf('mem', 14);
const zhao = idOf('mem', 15);

export const asLi: As = { memberId: li, role: 'sales-rep', departmentId: east, departments: east };
export const asWang: As = { memberId: wang, role: 'sales-rep', departmentId: east, departments: east };
export const asEmily: As = { memberId: emily, role: 'sales-rep', departmentId: west, departments: west };
/** Manages the east only. */
export const asChen: As = { memberId: chen, role: 'sales-manager', departmentId: east, departments: east };
export const asZhao: As = { memberId: zhao, role: 'service-agent', departmentId: service, departments: service };
export const asMarketing: As = { memberId: idOf('mem', 16), role: 'marketing' };
export const asFinance: As = { memberId: idOf('mem', 17), role: 'finance' };
export const asLegal: As = { memberId: idOf('mem', 18), role: 'legal' };
export const asAdmin: As = { memberId: idOf('mem', 19), role: 'admin' };

const at = '2026-11-01T00:00:00.000Z';
const stamps = { version: 1, createdAt: at, createdBy: 'system', updatedAt: at, updatedBy: 'system' };

const people = [
  [li, '李伟', 'sales-rep', east],
  [wang, '王芳', 'sales-rep', east],
  [emily, 'Emily Carter', 'sales-rep', west],
  [chen, '陈静', 'sales-manager', east],
  [zhao, '赵敏', 'service-agent', service],
] as const;

export async function enterMember(
  table: Table,
  [id, name, role, departmentId]: (typeof people)[number],
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const member = {
    id,
    name,
    email: `${id.slice(-4)}@example.com`,
    role,
    departmentId,
    locale: 'zh-CN' as const,
    zone: 'Asia/Shanghai',
    active: true,
    ...stamps,
    ...changes,
  };
  await table.commit([putMember(member, 'any', [])]);
}

export const body = {
  kind: 'company',
  name: '上海医疗器械有限公司',
  industry: 'medical',
  contact: { name: '王经理', mobile: '13800138000' },
} as const;

/** The context over a table in memory (or the given one) with that company in it; `deliver` brings its news. */
export async function company({
  table = memoryTable(),
  withDefaultOwner = true,
}: {
  table?: Table;
  withDefaultOwner?: boolean;
} = {}) {
  const clock = new TestClock();
  const parts = testParts(clock, table);
  await table.commit(
    [
      [sales, '销售部', undefined],
      [east, '华东', sales],
      [west, '华西', sales],
      [service, '客服部', undefined],
    ].map(([id = '', name = '', parentId]) =>
      putDepartment({ id, name, ...(parentId === undefined ? {} : { parentId }), ...stamps }, 'absent', []),
    ),
  );
  for (const person of people) await enterMember(table, person);
  if (withDefaultOwner) {
    const settings = { name: '远山', zone: 'Asia/Shanghai', locale: 'zh-CN', currency: 'CNY', region: 'CN' } as const;
    await table.commit([putCompany({ ...settings, defaultOwnerId: emily, version: 1 })]);
  }
  const context = inProcess('customers', [...routes, ...viewRoutes], messages, { clock, parts, as: asLi });
  let delivered = 0;
  const deliver = async (): Promise<void> => {
    const { news } = table as MemoryTable;
    for (; delivered < news.length; delivered += 1) {
      const event = news[delivered];
      if (event !== undefined) await bring(parts, event as Consumed);
    }
  };
  const create = async (changes: Readonly<Record<string, unknown>> = {}, as: As = asLi, query = '') => {
    const answer = await context.call('POST', `/v1/customers${query}`, { ...as, body: { ...body, ...changes } });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  return { ...context, deliver, create, bring: (event: Consumed) => bring(parts, event) };
}

const subscriptions = new Map<string, Subscription<never, World>>([
  ['on-timeline', onTimeline as unknown as Subscription<never, World>],
  ['on-searchable', onSearchable as unknown as Subscription<never, World>],
  ['on-member', onMember as unknown as Subscription<never, World>],
  ['on-erasure', onErasure as unknown as Subscription<never, World>],
  ['on-campaign-unsubscribed', onCampaignUnsubscribed as unknown as Subscription<never, World>],
  ['on-mail-failed', onMailFailed as unknown as Subscription<never, World>],
]);

/** As the bus would: to every subscription that declares the event. */
async function bring(parts: Parameters<typeof makeWorld>[0], event: Consumed): Promise<void> {
  for (const { name, events } of declaration.subscriptions ?? []) {
    const def: EventDef | undefined = events.find(({ type }) => type === event.type);
    const found = subscriptions.get(name);
    if (def === undefined || found === undefined) continue;
    const detail = def.detail.parse(event.detail) as z.output<typeof def.detail>;
    await found.consumer.consume({ ...event, detail: detail as never }, makeWorld(parts));
  }
}
