import PostalMime from 'postal-mime';
import { Campaign } from '#domain/campaigns/campaign.ts';
import { Customer } from '#domain/customers/customer.ts';
import { Member } from '#domain/members/member.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { Ticket } from '#domain/tickets/ticket.ts';
import { messageIdOf } from '#functions/mail/digest.ts';
import { handler as onMailRequested } from '#functions/mail/on-mail-requested.ts';
import { handler as onSesEvent } from '#functions/mail/on-ses-event.ts';
import { handler as sweep } from '#functions/mail/sweep.ts';
import type { Answer, MailWorld, Outgoing } from '#functions/mail/transport.ts';
import { putCampaign } from '#store/campaigns.ts';
import { consentNowKey, putCustomer } from '#store/customers.ts';
import { agendaPartition, agendaShards } from '#store/keys.ts';
import { readMessage } from '#store/mail.ts';
import { putMember } from '#store/members-directory.ts';
import { memoryTable } from '#store/memory.ts';
import type { Table } from '#store/table.ts';
import { putTicket } from '#store/tickets.ts';
import { idOf, TestClock, testParts, testWorld } from '#test/world.ts';

export const rep = idOf('mem', 2);
export const customerId = idOf('cus', 1);
export const contactId = idOf('con', 1);
export const ticketId = idOf('tkt', 1);
export const campaignId = idOf('cmp', 1);

export const warning = {
  kind: 'ticket.warning',
  ref: `${ticketId}#resolution/1/warning`,
  to: { memberId: rep },
  facts: { customerId, target: 'resolution', by: '2026-11-24T01:00:00.000Z' },
} as const;
/** To staff as well, and at once. */
export const toPhone = {
  kind: 'ticket.call',
  ref: `${ticketId}#call/1`,
  to: { memberId: rep },
  facts: { customerId, by: '2026-11-24T01:00:00.000Z' },
} as const;
export const resolved = {
  kind: 'ticket.resolved',
  ref: `${ticketId}#resolved/1`,
  to: { customerId, contactId },
  facts: {},
} as const;
export const campaign = {
  kind: 'campaign',
  ref: `${campaignId}#send`,
  to: { customerId, contactId },
  facts: {},
} as const;
type Request = { kind: string; ref: string; to: object; facts: Record<string, string | number> };

const stamps = {
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'system',
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: 'system',
};

export function member(more: Partial<Member> = {}): Member {
  const own = {
    id: rep,
    name: '王芳',
    email: 'wang.fang@example.com',
    role: 'sales-rep',
    departmentId: idOf('dep', 1),
  };
  return Member.parse({ ...own, locale: 'zh-CN', zone: 'Asia/Shanghai', active: true, ...stamps, ...more });
}

/** The mail context over a table in memory that holds a member, a customer, a ticket and a campaign. */
export async function mailTest(more: { member?: Partial<Member>; customer?: object; table?: Table } = {}) {
  const clock = new TestClock();
  const memory = memoryTable();
  const table = more.table ?? memory;
  const parts = testParts(clock, table);
  const sent: Outgoing[] = [];
  const answers: Answer[] = [];
  let mails = 0;
  const count: MailWorld['used'] = (_part, used) => {
    mails += used;
  };
  const transport: MailWorld['transport'] = {
    send: async (message) => {
      const answer = answers.shift() ?? { outcome: 'accepted', serviceId: `ses-${sent.length + 1}` };
      if (answer.outcome === 'accepted' || answer.outcome === 'unknown') sent.push(message);
      return answer;
    },
  };
  const world = (): MailWorld => ({
    ...testWorld({ ...parts, used: count }),
    transport,
    sender: 'guanxi@example.com',
    publicUrl: 'https://api.example.com',
  });
  await table.commit(seed(more));
  return {
    table,
    parts,
    clock,
    sent,
    world,
    news: memory.news,
    rows: () => memory.rows(),
    /** What the mail service answers to the next calls. */
    answer: (...next: Answer[]) => void answers.push(...next),
    meteredMails: () => mails,
    request: (asked: Request) =>
      onMailRequested.consumer.consume({ ...envelope, detail: { ...asked, to: asked.to } as never }, world()),
    report: (eventType: string, id: string, rest: object = {}) => report(eventType, id, rest, world()),
    row: ({ kind, ref, to }: Request, recipient?: string) =>
      readMessage(table, messageIdOf(kind, ref, recipient ?? String(Object.values(to).at(-1)))),
    sweep: () => sweepDue(table, clock.now, world),
    mail: async (i = 0) => PostalMime.parse(sent[i]?.raw ?? ''),
  };
}

const envelope = {
  id: idOf('evt', 1),
  type: 'mail.requested',
  version: 1,
  subject: ticketId,
  at: stamps.createdAt,
  actorId: 'system',
  cause: ticketId,
};

function seed(more: { member?: Partial<Member>; customer?: object }) {
  const customer = Customer.parse({
    id: customerId,
    number: 'C202611001',
    kind: 'company',
    name: '北京<光明>科技',
    level: 'normal',
    ownerId: rep,
    departmentId: idOf('dep', 1),
    collaboratorIds: [],
    tags: [],
    externalIds: [],
    mainContact: { id: contactId, name: 'Li & Co', email: 'li@example.com', locale: 'en', version: 1 },
    ...stamps,
    ...more.customer,
  });
  const ticket = Ticket.parse({
    id: ticketId,
    number: 'FK202611001',
    customerId,
    kind: 'fault',
    severity: 'major',
    priority: 'high',
    channel: 'phone',
    subject: 'The <script>printer</script> is offline',
    description: 'x',
    state: 'resolved',
    solution: 'Restarted & updated.',
    history: [{ type: 'opened', at: stamps.createdAt, by: rep }],
    version: 1,
  });
  const template = {
    subject: 'News for {{contact.name}}',
    html: '<h1>{{customer.name}}</h1><a href="{{unsubscribeUrl}}">stop</a>',
  };
  const sends = Campaign.parse({
    id: campaignId,
    name: 'Spring',
    audience: { tags: ['vip'] },
    template,
    state: 'sending',
    ...stamps,
  });
  return [
    putMember(member(more.member), 'absent', []),
    putCustomer(customer, 'absent'),
    putTicket(ticket, deliveredSla, 'absent'),
    putCampaign(sends),
  ];
}

export async function consents(table: Table, granted = true): Promise<void> {
  const key = consentNowKey(customerId, contactId, 'marketing', 'email');
  await table.commit([{ op: 'put', key, item: { granted }, expect: 'any' }]);
}

function report(eventType: string, id: string, rest: object, world: MailWorld): Promise<void> {
  const mail = { messageId: 'ses-x', timestamp: world.now.toISOString(), tags: { message: [id] } };
  const detail = onSesEvent.consumer.read({
    id: 'e1',
    source: 'aws.ses',
    'detail-type': 'Email',
    time: world.now.toISOString(),
    detail: { eventType, mail, ...rest },
  });
  if (detail === undefined) throw new Error('not an event of SES');
  return onSesEvent.consumer.consume(detail, world);
}

/** What the sweep of that minute would do. */
async function sweepDue(table: Table, now: Date, world: () => MailWorld): Promise<number> {
  let done = 0;
  for (let shard = 0; shard < agendaShards; shard += 1) {
    const due = await table.query({
      index: 'agenda',
      pk: agendaPartition('mail', shard),
      to: `${now.toISOString()}#~`,
      limit: 100,
    });
    for (const { key, indexSk = '' } of due.items) {
      const item = await table.get(key, { consistent: true });
      if (item === undefined) continue;
      await table.commit(await sweep.act(item, key, indexSk.slice(0, 24), world()));
      done += 1;
    }
  }
  return done;
}
