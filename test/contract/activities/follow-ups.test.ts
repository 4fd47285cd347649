import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/activities/messages.ts';
import { routes } from '#functions/activities/routes.ts';
import { handler as sweep } from '#functions/activities/sweep.ts';
import {
  aCompany,
  agent,
  colleague,
  customerId,
  finance,
  manager,
  otherCustomerId,
  rep,
  stranger,
} from '#test/steps/records.ts';
import { testContext } from '#test/steps/run.ts';
import { type Answer, type As, idOf, inProcess } from '#test/world.ts';

const due = { local: '2026-11-24T09:00', zone: 'Asia/Shanghai' };
const dueAt = '2026-11-24T01:00:00.000Z';

function start() {
  return inProcess('activities', routes, messages);
}

let api: ReturnType<typeof start>;
beforeEach(async () => {
  api = start();
  await aCompany(api.table);
});

const create = (body: object = {}, as: As = rep): Promise<Answer> =>
  api.call('POST', '/v1/follow-ups', { ...as, body: { customerId, subject: 'Call back', due, ...body } });
const get = (id: string, as: As = rep): Promise<Answer> => api.call('GET', `/v1/follow-ups/${id}`, as);
const patch = (id: string, body: object, as: As = rep, version = 1): Promise<Answer> =>
  api.call('PATCH', `/v1/follow-ups/${id}`, { ...as, body, headers: { 'if-match': `"${version}"` } });
const list = (query: string, as: As = rep): Promise<Answer> => api.call('GET', `/v1/follow-ups?${query}`, as);
const ids = ({ body }: Answer): string[] => body.items.map(({ id }: { id: string }) => id);

describe('POST /v1/follow-ups', () => {
  test('201 for the caller himself, with the intent and its instant', async () => {
    const { status, body, headers } = await create({ lead: 'PT1H' });
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    expect(body).toMatchObject({ customerId, ownerId: rep.memberId, state: 'open', due, dueAt, lead: 'PT1H' });
    expect((await get(body.id)).body).toMatchObject(body);
  });

  test('201 for an instant, kept as an intent of the caller’s zone too', async () => {
    expect((await create({ due: undefined, dueAt: '2026-11-24T02:00:00+01:00' })).body).toMatchObject({ due, dueAt });
  });

  test('201 for a colleague who looks after the customer, or of the manager’s department', async () => {
    expect((await create({ ownerId: rep.memberId }, manager)).status).toBe(201);
    expect((await create({ ownerId: colleague.memberId }, manager)).status).toBe(201);
  });

  test('201 for service, whose follow-ups are its own', async () => {
    expect((await create({}, agent)).body.ownerId).toBe(agent.memberId);
  });

  test('201 for the customer’s owner where the caller is no member', async () => {
    const { body } = await create({}, { memberId: idOf('mem', 90), role: 'sales-manager', departments: 'all' });
    expect(body.ownerId).toBe(rep.memberId);
  });

  test('400 for no due date, for two, and for a day that no calendar has', async () => {
    const bad = [{ due: undefined }, { dueAt }, { due: { local: '2026-02-30T09:00', zone: 'Asia/Shanghai' } }];
    for (const body of bad) expect((await create(body)).status).toBe(400);
    expect((await create({ due: { ...due, zone: 'Mars/Base' } })).body.errors[0].pointer).toBe('/due/zone');
  });

  test('403 for roles that keep none', async () => {
    expect((await create({}, finance)).status).toBe(403);
  });

  test('422 that points at what the caller may not name', async () => {
    const refused = async (body: object, as: As = rep) => {
      const answer = await create(body, as);
      expect(answer.status).toBe(422);
      return [answer.body.code, answer.body.errors[0].pointer];
    };
    expect(await refused({ customerId: otherCustomerId })).toEqual(['activities.unknown-customer', '/customerId']);
    expect(await refused({ ownerId: idOf('mem', 80) })).toEqual(['activities.unknown-owner', '/ownerId']);
    expect(await refused({ ownerId: stranger.memberId })).toEqual(['activities.owner-out-of-reach', '/ownerId']);
    expect(await refused({ ownerId: rep.memberId }, agent)).toEqual(['activities.owner-out-of-reach', '/ownerId']);
    const long = { local: '1801-01-01T09:00', zone: 'UTC' };
    expect(await refused({ due: long })).toEqual(['activities.due-out-of-range', '/due']);
  });
});

describe('GET /v1/follow-ups/{id}', () => {
  test('200 for its owner, who sees the customer, and its owner’s manager', async () => {
    const { id } = (await create({ ownerId: colleague.memberId }, manager)).body;
    for (const as of [rep, manager])
      expect((await get(id, as)).body).toMatchObject({ id, ownerId: colleague.memberId });
    expect((await get(id, colleague)).body.customer).toMatchObject({ id: customerId, mainContact: { name: 'Wang' } });
  });

  test('404 for others, unknown and malformed ids', async () => {
    const { id } = (await create()).body;
    for (const as of [stranger, agent]) expect((await get(id, as)).body.code).toBe('activities.not-found');
    expect((await get(idOf('fol', 77))).status).toBe(404);
    expect((await get('fol_1')).status).toBe(404);
  });
});

describe('GET /v1/follow-ups', () => {
  const at = (day: number) => ({ due: undefined, dueAt: `2026-12-${String(day).padStart(2, '0')}T01:00:00Z` });

  test('200 with the caller’s own by due date, each once across pages', async () => {
    const made: string[] = [];
    for (const day of [5, 2, 9, 1, 7]) made[day] = (await create(at(day))).body.id;
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Answer = await list(`limit=2${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...ids(page));
      next = page.body.next;
    }
    expect(seen).toEqual(made.filter((id) => id !== undefined));
  });

  test('200 by state and by due date', async () => {
    const open = (await create(at(3))).body;
    const done = (await create(at(4))).body;
    await api.call('POST', `/v1/follow-ups/${done.id}/complete`, { ...rep, body: {} });
    expect(ids(await list('state=open'))).toEqual([open.id]);
    expect(ids(await list('state=completed'))).toEqual([done.id]);
    expect(ids(await list('dueFrom=2026-12-04T00:00:00Z'))).toEqual([done.id]);
    expect(ids(await list('dueTo=2026-12-03T23:00:00Z'))).toEqual([open.id]);
    expect(ids(await list(`customerId=${customerId}&state=completed`))).toEqual([done.id]);
  });

  test('200 with what has long been overdue among the open ones, until it is done', async () => {
    const { id } = (await create()).body;
    const { run } = testContext(api.parts);
    api.clock.now = new Date(dueAt);
    await run(sweep);
    api.clock.now = new Date('2026-11-25T01:00:00Z');
    await run(sweep);
    api.clock.now = new Date('2027-11-25T01:00:00Z');

    expect(ids(await list('state=open'))).toEqual([id]);
    expect((await get(id)).body).toMatchObject({ overdue: true, version: 3 });

    await api.call('POST', `/v1/follow-ups/${id}/complete`, { ...rep, body: {} });

    expect([ids(await list('state=open')), ids(await list('state=completed'))]).toEqual([[], [id]]);
  });

  test('200 for a customer: all of who sees his follow-ups, their own for service', async () => {
    const first = (await create()).body.id;
    const second = (await create({}, agent)).body.id;
    expect(ids(await list(`customerId=${customerId}`))).toEqual([first, second]);
    expect(ids(await list(`customerId=${customerId}`, agent))).toEqual([second]);
    expect(ids(await list(`ownerId=${rep.memberId}`, manager))).toEqual([first]);
  });

  test('400 for two filters', async () => {
    expect((await list(`ownerId=${rep.memberId}&customerId=${customerId}`)).status).toBe(400);
  });

  test('422 for an owner or a customer out of reach', async () => {
    expect((await list(`ownerId=${manager.memberId}`)).body.code).toBe('activities.owner-out-of-reach');
    expect((await list(`ownerId=${stranger.memberId}`, manager)).status).toBe(422);
    expect((await list(`customerId=${otherCustomerId}`)).body.code).toBe('activities.unknown-customer');
  });
});

describe('PATCH /v1/follow-ups/{id}', () => {
  test('200 with another due date, part of one, no lead, another owner', async () => {
    const { id } = (await create({ lead: 'P1D' })).body;
    expect((await patch(id, { due: { local: '2026-11-25T09:00' }, lead: null })).body).toMatchObject({
      due: { local: '2026-11-25T09:00', zone: 'Asia/Shanghai' },
      dueAt: '2026-11-25T01:00:00.000Z',
    });
    const { status, body } = await patch(id, { ownerId: colleague.memberId, subject: 'Visit' }, manager, 2);
    expect([status, body.ownerId, body.subject, body.lead]).toEqual([200, colleague.memberId, 'Visit', undefined]);
    expect(ids(await list('', colleague))).toEqual([id]);
  });

  test('200 unchanged where nothing changes', async () => {
    const { id, subject } = (await create()).body;
    expect((await patch(id, { subject })).body.version).toBe(1);
  });

  test('400 for two due dates', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { due, dueAt })).status).toBe(400);
  });

  test('404 for who cannot see it, 412 over another version, 428 without one', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { subject: 'x' }, stranger)).status).toBe(404);
    expect((await patch(id, { subject: 'x' }, rep, 7)).status).toBe(412);
    expect((await api.call('PATCH', `/v1/follow-ups/${id}`, { ...rep, body: {} })).status).toBe(428);
  });

  test('409 once it is closed', async () => {
    const { id } = (await create()).body;
    await api.call('POST', `/v1/follow-ups/${id}/cancel`, { ...rep, body: {} });
    expect((await patch(id, { subject: 'x' }, rep, 2)).body.code).toBe('activities.follow-up-closed');
  });

  test('422 for an owner out of reach or unknown, and a due date out of range', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { ownerId: stranger.memberId })).body.code).toBe('activities.owner-out-of-reach');
    expect((await patch(id, { ownerId: idOf('mem', 80) })).body.code).toBe('activities.unknown-owner');
    expect((await patch(id, { due: { local: '2500-01-01T00:00' } })).body.code).toBe('activities.due-out-of-range');
  });
});

describe('POST /v1/follow-ups/{id}/complete', () => {
  const complete = (id: string, body: object = {}, as: As = rep) =>
    api.call('POST', `/v1/follow-ups/${id}/complete`, { ...as, body });
  const interaction = { channel: 'phone', direction: 'out', summary: 'Agreed' };

  test('200 with the interaction in the same transaction', async () => {
    const { id } = (await create()).body;
    const { status, body } = await complete(id, { interaction });
    expect([status, body.state]).toEqual([200, 'completed']);
    const told = await api.call('GET', `/v1/interactions/${body.interactionId}`, rep);
    expect(told.body).toMatchObject({ customerId, summary: 'Agreed' });
  });

  test('200 without one', async () => {
    const { id } = (await create()).body;
    expect((await complete(id)).body).toMatchObject({ state: 'completed', closedAt: '2026-11-22T01:00:00.000Z' });
  });

  test('404 for who cannot see it', async () => {
    expect((await complete((await create()).body.id, {}, stranger)).status).toBe(404);
  });

  test('409 the second time', async () => {
    const { id } = (await create()).body;
    await complete(id);
    expect((await complete(id)).body.code).toBe('activities.follow-up-closed');
  });

  test('422 for a bad interaction, and the follow-up stays open', async () => {
    const { id } = (await create()).body;
    const future = await complete(id, { interaction: { ...interaction, occurredAt: '2027-01-01T00:00:00Z' } });
    expect([future.body.code, future.body.errors[0].pointer]).toEqual([
      'activities.occurred-in-future',
      '/interaction/occurredAt',
    ]);
    const foreign = await complete(id, { interaction: { ...interaction, contactId: idOf('con', 2) } });
    expect(foreign.body.code).toBe('activities.unknown-contact');
    expect((await get(id)).body.state).toBe('open');
  });
});

describe('POST /v1/follow-ups/{id}/cancel', () => {
  const cancel = (id: string, as: As = rep) =>
    api.call('POST', `/v1/follow-ups/${id}/cancel`, { ...as, body: { reason: 'Moved away' } });

  test('200 with the reason', async () => {
    expect((await cancel((await create()).body.id)).body).toMatchObject({ state: 'cancelled', reason: 'Moved away' });
  });

  test('404 for who cannot see it, 409 the second time', async () => {
    const { id } = (await create()).body;
    expect((await cancel(id, stranger)).status).toBe(404);
    await cancel(id);
    expect((await cancel(id)).body.code).toBe('activities.follow-up-closed');
  });
});
