import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '#domain/activities/messages.ts';
import { dayMs } from '#domain/shared/time.ts';
import { routes } from '#functions/activities/routes.ts';
import type { Write } from '#store/table.ts';
import {
  aCompany,
  admin,
  agent,
  customer,
  customerId,
  finance,
  manager,
  otherCustomerId,
  rep,
  stranger,
} from '#test/steps/records.ts';
import { type Answer, type As, idOf, inProcess } from '#test/world.ts';

const path = `/v1/customers/${customerId}/interactions`;
const call = { channel: 'phone', direction: 'out', summary: 'Talked about next year' };

function start() {
  return inProcess('activities', routes, messages);
}

let api: ReturnType<typeof start>;
beforeEach(async () => {
  api = start();
  await aCompany(api.table);
});

const record = (body: object = call, as: As = rep): Promise<Answer> => api.call('POST', path, { ...as, body });

describe('POST /v1/customers/{id}/interactions', () => {
  test('201 with the interaction, its author and its instant', async () => {
    const { status, body, headers } = await record({
      ...call,
      occurredAt: '2026-11-22T08:00:00+08:00',
      needs: 'A quote',
    });
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    expect(body).toMatchObject({
      customerId,
      occurredAt: '2026-11-22T00:00:00.000Z',
      needs: 'A quote',
      createdBy: rep.memberId,
    });
  });

  test('201 for service, to whom every customer may turn', async () => {
    expect((await record(call, agent)).status).toBe(201);
  });

  test('400 that names each bad field', async () => {
    const { status, body } = await record({ channel: 'pigeon', direction: 'out', summary: '', x: 1 });
    expect(status).toBe(400);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/channel', '/summary', '/x']));
  });

  test('400 for an instant that no business means', async () => {
    expect((await record({ ...call, occurredAt: '0026-11-22T00:00:00Z' })).status).toBe(400);
  });

  test('403 for roles that do not talk with customers', async () => {
    expect((await record(call, finance)).status).toBe(403);
  });

  test('404 for a customer who is none of the caller’s, as for one who does not exist', async () => {
    const foreign = await api.call('POST', `/v1/customers/${otherCustomerId}/interactions`, { ...rep, body: call });
    const unknown = await api.call('POST', `/v1/customers/${idOf('cus', 9)}/interactions`, { ...rep, body: call });
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(foreign.body.code).toBe('activities.unknown-customer');
  });

  test('422 for a contact who is not the customer’s', async () => {
    const { status, body } = await record({ ...call, contactId: idOf('con', 2) });
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'activities.unknown-contact', '/contactId']);
  });

  test('422 for an instant in the future', async () => {
    const { status, body } = await record({ ...call, occurredAt: '2026-11-22T01:00:00.001Z' });
    expect([status, body.code]).toEqual([422, 'activities.occurred-in-future']);
  });
});

describe('GET /v1/customers/{id}/interactions', () => {
  test('200 with the latest first by when they happened, each once across pages', async () => {
    const days = ['2026-11-03', '2026-11-01', '2026-11-05', '2026-11-02', '2026-11-04'];
    for (const day of days) await record({ ...call, occurredAt: `${day}T00:00:00Z` });
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Answer = await api.call('GET', `${path}?limit=2${next === '' ? '' : `&cursor=${next}`}`, rep);
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ occurredAt }: { occurredAt: string }) => occurredAt.slice(0, 10)));
      next = page.body.next;
    }
    expect(seen).toEqual(days.toSorted().toReversed());
  });

  test('400 for a cursor that is not ours', async () => {
    expect((await api.call('GET', `${path}?cursor=abc`, rep)).status).toBe(400);
  });

  test('404 for an invisible customer', async () => {
    expect((await api.call('GET', path, stranger)).status).toBe(404);
  });
});

describe('GET /v1/interactions/{id}', () => {
  test('200 for the author while he may correct it, though the customer be another’s; 404 from then on', async () => {
    const { id } = (await record()).body;
    await api.table.commit([{ ...customer(1, stranger), expect: 'any' } as Write]);
    expect((await api.call('GET', `/v1/interactions/${id}`, rep)).status).toBe(200);
    api.clock.advance(dayMs + 1);
    expect((await api.call('GET', `/v1/interactions/${id}`, rep)).status).toBe(404);
    expect((await api.call('GET', `/v1/interactions/${id}`, stranger)).status).toBe(200);
  });

  test('200 for who sees the customer', async () => {
    const { id } = (await record(call, agent)).body;
    for (const as of [rep, manager, agent, admin]) {
      expect((await api.call('GET', `/v1/interactions/${id}`, as)).status).toBe(200);
    }
  });

  test('404 for everybody else', async () => {
    const { id } = (await record()).body;
    expect((await api.call('GET', `/v1/interactions/${id}`, stranger)).body.code).toBe('activities.not-found');
    expect((await api.call('GET', `/v1/interactions/${idOf('int', 99)}`, rep)).status).toBe(404);
    expect((await api.call('GET', '/v1/interactions/nonsense', rep)).status).toBe(404);
  });
});

describe('PATCH /v1/interactions/{id}', () => {
  const patch = (id: string, body: object, as: As = rep, version = 1) =>
    api.call('PATCH', `/v1/interactions/${id}`, { ...as, body, headers: { 'if-match': `"${version}"` } });

  test('200 with the correction and what stood there before', async () => {
    const { id } = (await record()).body;
    const { status, body } = await patch(id, { channel: 'video' });
    expect([status, body.channel, body.version]).toEqual([200, 'video', 2]);
    expect(body.corrections[0].before).toEqual({ channel: 'phone' });
  });

  test('403 for who did not write it', async () => {
    const { id } = (await record()).body;
    expect((await patch(id, { channel: 'video' }, manager)).body.code).toBe('activities.not-author');
  });

  test('404 for who cannot see it', async () => {
    const { id } = (await record()).body;
    expect((await patch(id, { channel: 'video' }, stranger)).status).toBe(404);
  });

  test('409 after a day, and after twenty corrections', async () => {
    const { id } = (await record()).body;
    for (let i = 1; i <= 20; i += 1) await patch(id, { summary: `Talked ${i}` }, rep, i);
    expect((await patch(id, { summary: 'again' }, rep, 21)).body.code).toBe('activities.too-many-corrections');
    api.clock.advance(dayMs + 1);
    const { status, body } = await patch(id, { summary: 'again' }, rep, 21);
    expect([status, body.code]).toEqual([409, 'activities.correction-closed']);
  });

  test('412 over a version that is not the latest', async () => {
    const { id } = (await record()).body;
    await patch(id, { channel: 'video' });
    expect((await patch(id, { channel: 'sms' })).status).toBe(412);
  });

  test('422 for a foreign contact and for the future', async () => {
    const { id } = (await record()).body;
    expect((await patch(id, { contactId: idOf('con', 2) })).body.code).toBe('activities.unknown-contact');
    expect((await patch(id, { occurredAt: '2027-01-01T00:00:00Z' })).body.code).toBe('activities.occurred-in-future');
  });

  test('428 without the version that was read', async () => {
    const { id } = (await record()).body;
    expect((await api.call('PATCH', `/v1/interactions/${id}`, { ...rep, body: {} })).status).toBe(428);
  });
});
