import { beforeAll, describe, expect, test } from 'vitest';
import { messages as activities } from '#domain/activities/messages.ts';
import type { Context } from '#domain/contexts.ts';
import { messages as contracts } from '#domain/contracts/messages.ts';
import type { Messages } from '#domain/shared/locale.ts';
import { messages as tickets } from '#domain/tickets/messages.ts';
import { routes as activityRoutes } from '#functions/activities/routes.ts';
import { routes as contractRoutes } from '#functions/contracts/routes.ts';
import type { Route } from '#functions/http/contract.ts';
import { routes as answerRoutes } from '#functions/tickets/answers-routes.ts';
import { routes as intakeRoutes } from '#functions/tickets/intake-routes.ts';
import { routes as readingRoutes } from '#functions/tickets/reading-routes.ts';
import { routes as ticketRoutes } from '#functions/tickets/routes.ts';
import {
  admin,
  agent,
  colleague,
  customerId,
  finance,
  manager,
  rep,
  serviceManager,
  stranger,
} from '#test/steps/records.ts';
import { type As, idOf, inProcess } from '#test/world.ts';
import { aQuote, attachments, pdf } from './given.ts';

const people: Readonly<Record<string, As>> = {
  rep,
  colleague,
  manager,
  stranger,
  agent,
  'service-manager': serviceManager,
  marketing: { memberId: idOf('mem', 20), role: 'marketing' },
  finance,
  legal: { memberId: idOf('mem', 21), role: 'legal' },
  admin,
  customer: { memberId: idOf('mem', 22), role: 'customer' },
};

type Subject = 'customer' | 'interaction' | 'contract' | 'ticket';
let given: Awaited<ReturnType<typeof attachments>>;
/** Of each kind one of the rep's customer, with a file; the ticket stands in the agent's department. */
const subjects = {} as Record<Subject, string>;
const files = {} as Record<Subject, string>;
let ticketApi: ReturnType<typeof inProcess>;

beforeAll(async () => {
  given = await attachments();
  const api = (context: Context, routes: readonly Route[], words: Messages) =>
    inProcess(context, routes, words, { parts: given.parts, clock: given.clock });
  const made = async (on: ReturnType<typeof api>, path: string, body: object, as: As = rep): Promise<string> => {
    const answer = await on.call('POST', path, { ...as, body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  };
  ticketApi = api('tickets', [...ticketRoutes, ...intakeRoutes, ...answerRoutes, ...readingRoutes], tickets);
  const spoken = { channel: 'phone', direction: 'out', summary: '讨论续约' };
  const amount = { minor: 120_000, currency: 'CNY' };
  const term = { startsOn: '2026-01-01', endsOn: '2027-12-31', amount };
  const asked = { kind: 'fault', severity: 'minor', channel: 'phone', subject: '故障', description: '无法开机' };
  const departmentId = agent.departmentId;
  subjects.customer = customerId;
  subjects.interaction = await made(
    api('activities', activityRoutes, activities),
    `/v1/customers/${customerId}/interactions`,
    spoken,
  );
  subjects.contract = await made(api('contracts', contractRoutes, contracts), '/v1/contracts', {
    customerId,
    kind: 'sales',
    title: '框架',
    ...term,
  });
  subjects.ticket = await made(ticketApi, '/v1/tickets', { customerId, ...asked, departmentId }, admin);
  // An author sees his own interaction for a day.
  given.clock.advance(48 * 60 * 60 * 1000);
  for (const subject of Object.keys(subjects) as Subject[]) {
    files[subject] = await given.attached({ ...aQuote, subjectId: subjects[subject] }, admin);
  }
});

/** Who reads a subject's files, and who adds to them: everybody else is refused both. */
const rights: readonly [Subject, string[], string[]][] = [
  // The agent sees the customer unmasked while the ticket is open; finance and legal see no more than a card.
  ['customer', ['rep', 'manager', 'agent', 'service-manager', 'admin'], ['rep', 'manager', 'admin']],
  [
    'interaction',
    ['rep', 'manager', 'agent', 'service-manager', 'admin'],
    ['rep', 'manager', 'agent', 'service-manager', 'admin'],
  ],
  // A sales contract: service keeps service and warranty contracts only.
  [
    'contract',
    ['rep', 'manager', 'agent', 'service-manager', 'finance', 'legal', 'admin'],
    ['rep', 'manager', 'admin'],
  ],
  // It is no complaint, so legal does not see it; sales sees it and does not work on it.
  ['ticket', ['rep', 'manager', 'agent', 'service-manager', 'admin'], ['agent', 'service-manager', 'admin']],
];

describe.each(rights)('the files of a %s', (subject, readers, writers) => {
  test.each(Object.entries(people))('as %s', async (name, as) => {
    const read = readers.includes(name);
    const { status: listed } = await given.list(subjects[subject], as);
    const { status: shown, body } = await given.get(files[subject], as);
    const { status: added } = await given.announce({ ...aQuote, subjectId: subjects[subject] }, as);

    expect([listed === 200, shown, body.download !== undefined]).toEqual([read, read ? 200 : 404, read]);
    expect(added === 201).toBe(writers.includes(name));
    if (!read) expect([403, 422]).toContain(listed);
    if (added !== 201) expect([403, 422]).toContain(added);
  });
});

test('who may not add may not archive either', async () => {
  const archive = (as: As) =>
    given.call('DELETE', `/v1/attachments/${files.contract}`, { ...as, headers: { 'if-match': '"2"' } });
  expect([(await archive(finance)).status, (await archive(stranger)).status]).toEqual([403, 404]);
});

test('marketing brings a signed consent and sees that one, though it sees customers through masks', async () => {
  const marketing = people['marketing'] as As;
  const consent = { ...aQuote, kind: 'consent' };

  const { id } = (await given.announce(consent, marketing)).body;
  await given.put(id, pdf);

  expect((await given.get(id, marketing)).body).toMatchObject({ state: 'ready', kind: 'consent' });
  expect((await given.announce({ ...consent, subjectId: subjects.ticket }, admin)).body.code).toBe(
    'attachments.consent-of-customer',
  );
});

test('files of an internal note are there only for who sees notes, in lists and by id', async () => {
  const ticketId = subjects.ticket;
  const add = async (path: string, body: object) => {
    await ticketApi.call('POST', `/v1/tickets/${ticketId}/${path}`, { ...agent, body });
    const { items } = (await ticketApi.call('GET', `/v1/tickets/${ticketId}/messages`, agent)).body;
    return items.at(-1).id as string;
  };
  const note = await add('notes', { text: '备件已到库' });
  given.clock.advance(1000);
  const answer = await add('respond', { message: '明天上门', via: 'phone' });
  const of = (messageId: string) => ({ ...aQuote, subjectId: ticketId, messageId });

  const internal = await given.attached(of(note), agent);
  const open = await given.attached(of(answer), agent);

  const ids = async (as: As) => (await given.list(ticketId, as)).body.items.map((each: { id: string }) => each.id);
  expect(await ids(agent)).toEqual(expect.arrayContaining([internal, open]));
  expect(await ids(rep)).toContain(open);
  expect(await ids(rep)).not.toContain(internal);
  expect([(await given.get(internal, rep)).status, (await given.get(open, rep)).status]).toEqual([404, 200]);
  // Who opened the ticket may add to it, but knows of no note.
  expect((await given.announce(of(idOf('msg', 404)), agent)).body.code).toBe('attachments.unknown-message');
});

test('whoever opened a ticket brings its papers, but not to a note that he does not see', async () => {
  const asked = { kind: 'fault', severity: 'minor', channel: 'phone', subject: '故障', description: '无法开机' };
  const { body } = await ticketApi.call('POST', '/v1/tickets', { ...rep, body: { customerId, ...asked } });
  await ticketApi.call('POST', `/v1/tickets/${body.id}/notes`, { ...serviceManager, body: { text: '老客户' } });
  const { items } = (await ticketApi.call('GET', `/v1/tickets/${body.id}/messages`, serviceManager)).body;

  expect((await given.announce({ ...aQuote, subjectId: body.id }, rep)).status).toBe(201);
  const withNote = { ...aQuote, subjectId: body.id, messageId: items[0].id };
  expect((await given.announce(withNote, rep)).body.code).toBe('attachments.unknown-message');
});
