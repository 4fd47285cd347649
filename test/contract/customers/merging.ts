import { resolve } from 'node:path';
import type { Consumed } from '#functions/batch/consumer.ts';
import type { Subscription } from '#functions/batch/subscription.ts';
import { handler as sweep } from '#functions/customers/sweep.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import type { World } from '#functions/http/world.ts';
import { declarations } from '#infra/contexts.ts';
import { putRecipient, putRecipientPointer } from '#store/campaigns.ts';
import { agendaPartition, agendaShards } from '#store/keys.ts';
import { putMessage } from '#store/mail.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import { aCompany, type Company } from '#test/company.ts';
import { type MemoryFiles, memoryFiles } from '#test/files.ts';
import { idOf, TestClock, testParts } from '#test/world.ts';

/** Two customers with something of every kind, over all contexts that a merge touches. */
export interface Merging {
  readonly call: Company['call'];
  readonly ids: Company['ids'];
  readonly table: MemoryTable;
  readonly files: MemoryFiles;
  readonly survivorId: string;
  readonly loserId: string;
  /** Of the loser: one of each kind. */
  readonly of: Readonly<
    Record<'contact' | 'interaction' | 'followUp' | 'contract' | 'ticket' | 'mail' | 'attachment' | 'note', string>
  >;
  /** Brings all news to everyone who keeps something about customers, until there is none; `again` what failed, as a queue does. */
  readonly deliver: (options?: {
    readonly twice?: true;
    readonly backwards?: true;
    readonly again?: true;
  }) => Promise<void>;
  /** What falls due within so many minutes, and its news. */
  readonly pass: (minutes: number) => Promise<void>;
  /** Contexts that hear of no merge for now, as if they were down. */
  readonly deaf: Set<string>;
  /** The latest news of this type once more, and what comes of it: a message that was long on its way. */
  readonly repeat: (type: string) => Promise<void>;
}

const about: ReadonlySet<string> = new Set([
  ...['on-customer-merged', 'on-timeline', 'on-searchable', 'on-merge-reported', 'on-person-erased', 'on-erasure'],
]);
/** Whoever writes about customers; mail itself is sent by others. */
const consumers = new Map<string, Subscription<never, World>>();
for (const { context, subscriptions = [] } of declarations) {
  for (const { name } of subscriptions) {
    if (!about.has(name) && !(context === 'activities' && name === 'on-customer')) continue;
    const { handler } = await import(/* @vite-ignore */ resolve(`functions/${context}/${name}.ts`));
    consumers.set(`${context}/${name}`, handler);
  }
}

const loserBody = {
  kind: 'company',
  name: '上海医疗器械（浦东）有限公司',
  industry: 'medical',
  source: 'exhibition',
  tags: ['老客户'],
  externalIds: [{ system: 'erp', id: '4711' }],
  contact: { name: '李四', mobile: '13900139000', email: 'li.si@example.com' },
};

export async function merging(): Promise<Merging> {
  const table = memoryTable();
  const files = memoryFiles();
  const company = await aCompany('none', () => table);
  const { call, ids } = company;
  const clock = new TestClock('2026-11-22T11:00:00.000Z');
  const parts = testParts(clock, table);
  const made = async (context: Parameters<typeof call>[0], path: string, body: unknown): Promise<string> => {
    const answer = await call(context, 'POST', path, { body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const survivorId = ids['cus'] ?? '';
  const customerId = await made('customers', '/v1/customers', loserBody);
  const path = `/v1/customers/${customerId}`;
  const contact = await made('customers', `${path}/contacts`, { name: '王五', mobile: '13700137000' });
  const consent = {
    contactId: contact,
    purpose: 'marketing',
    channel: 'email',
    granted: true,
    basis: 'consent',
    source: '展会',
  };
  await made('customers', `${path}/consents`, consent);
  const spoken = { contactId: contact, channel: 'phone', direction: 'out', summary: '已电话沟通' };
  const interaction = await made('activities', `${path}/interactions`, spoken);
  const due = { due: { local: '2026-12-01T09:00', zone: 'Asia/Shanghai' } };
  const followUp = await made('activities', '/v1/follow-ups', { customerId, subject: '回访', ...due });
  const amount = { minor: 120_000, currency: 'CNY' };
  const term = { startsOn: '2026-01-01', endsOn: '2027-12-31', amount };
  const contract = await made('contracts', '/v1/contracts', { customerId, kind: 'service', title: '维护', ...term });
  const asked = { kind: 'fault', severity: 'minor', channel: 'phone', subject: '故障', description: '无法开机' };
  const ticket = await made('tickets', '/v1/tickets', { customerId, ...asked });
  const wish = { kind: 'need', text: '希望增加服务点', contactId: contact };
  const note = await made('customers', `${path}/notes`, wish);
  const file = { name: '同意书.pdf', contentType: 'application/pdf', sizeBytes: 1000, contactId: contact };
  const attachment = await made('attachments', '/v1/attachments', { subjectId: customerId, ...file });
  const mail = idOf('msg', 77);
  await table.commit([
    putMessage(aMessage(mail, customerId, contact), 'absent'),
    putRecipient('token', {
      campaignId: ids['cmp'] ?? '',
      customerId,
      contactId: contact,
      state: 'ACCEPTED',
      version: 1,
    }),
    putRecipientPointer(ids['cmp'] ?? '', contact, 'token'),
  ]);
  const deaf = new Set<string>();
  let delivered = 0;
  const bring = async (event: Consumed, attempts = 1): Promise<void> => {
    for (const { context, subscriptions = [] } of declarations) {
      for (const { name, events } of subscriptions) {
        const consumer = consumers.get(`${context}/${name}`)?.consumer;
        const def = events.find(({ type }) => type === event.type);
        if (consumer === undefined || def === undefined) continue;
        if (name === 'on-customer-merged' && deaf.has(context)) continue;
        const news = { ...event, detail: def.detail.parse(event.detail) as never };
        await stubbornly(attempts, () => consumer.consume(news, Object.assign(makeWorld(parts), { files })));
      }
    }
  };
  const deliver: Merging['deliver'] = async ({ twice, backwards, again } = {}) => {
    while (delivered < table.news.length) {
      const news = table.news.slice(delivered);
      delivered = table.news.length;
      clock.advance(1000);
      for (const event of backwards === true ? news.toReversed() : news) {
        await bring(event as Consumed, again === true ? attemptsMax : 1);
        if (twice === true) await bring(event as Consumed);
      }
    }
  };
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(60_000);
      await runDue(table, parts, clock);
      await deliver();
    }
  };
  const repeat = async (type: string): Promise<void> => {
    const event = table.news.findLast((each) => each.type === type);
    if (event === undefined) throw new Error(`there was no ${type}`);
    await bring(event as Consumed);
    await deliver();
  };
  await deliver();
  return {
    call,
    ids,
    table,
    files,
    survivorId,
    loserId: customerId,
    of: { contact, interaction, followUp, contract, ticket, mail, attachment, note },
    deliver,
    pass,
    deaf,
    repeat,
  };
}

/** A customer of his own, whom the examples know nothing of. */
export async function another(given: Merging, name: string, mobile: string): Promise<string> {
  const body = { kind: 'company', name, contact: { name: '赵六', mobile } };
  return (await given.call('customers', 'POST', '/v1/customers', { body })).body.id;
}

/** Everything that stands in the table, less what only says when and how often it was written. */
export function standing(table: MemoryTable) {
  return table
    .rows()
    .filter(({ key }) => !/#(merge|seen|silence|due|search-[a-z]+)(#|$)/.test(key.pk) && !key.sk.startsWith('t#'))
    .map(({ key, item }) => {
      const { version: _, updatedAt: __, updatedBy: ___, quietVersions: ____, ...rest } = item;
      // A counter that has come back to zero is one that there was none of.
      return { ...key, rest: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== 0)) };
    });
}

const attemptsMax = 50;

async function stubbornly(attempts: number, work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === attempts) throw error;
    }
  }
}

async function runDue(table: MemoryTable, parts: Parameters<typeof makeWorld>[0], clock: TestClock): Promise<void> {
  for (let shard = 0; shard < agendaShards; shard += 1) {
    const pk = agendaPartition('customers', shard);
    const { items } = await table.query({ index: 'agenda', pk, to: `${clock.now.toISOString()}#~`, limit: 100 });
    for (const { key } of items) {
      const item = await table.get(key);
      if (item !== undefined) await table.commit(await sweep.act(item, key, clock.now.toISOString(), makeWorld(parts)));
    }
  }
}

function aMessage(id: string, customerId: string, contactId: string): Parameters<typeof putMessage>[0] {
  const at = '2026-11-20T01:00:00.000Z';
  return {
    id,
    kind: 'campaign',
    ref: `${idOf('cmp', 1)}#send`,
    to: { customerId, contactId },
    facts: {},
    subject: '新品',
    state: 'accepted',
    attempts: 1,
    cause: 'x',
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}
