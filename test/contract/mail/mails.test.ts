import { describe, expect, test } from 'vitest';
import { messages } from '#domain/mail/messages.ts';
import { messageIdOf } from '#functions/mail/digest.ts';
import { routes } from '#functions/mail/routes.ts';
import { putCustomer, readCustomer } from '#store/customers.ts';
import { type As, idOf, inProcess } from '#test/world.ts';
import { contactId, customerId, mailTest, rep, resolved, ticketId, toPhone } from './steps.ts';

const resolvedId = messageIdOf(resolved.kind, resolved.ref, contactId);
const toPhoneId = messageIdOf(toPhone.kind, toPhone.ref, rep);
const owner: As = { memberId: rep, role: 'sales-rep' };
const stranger: As = { memberId: idOf('mem', 9), role: 'sales-rep' };

async function api() {
  const mail = await mailTest();
  await mail.request(resolved);
  mail.clock.advance(1000);
  await mail.request(toPhone);
  await mail.request({ ...resolved, kind: 'ticket.survey', ref: `${ticketId}#survey/1` });
  return { ...mail, ...inProcess('mail', routes, messages, { parts: mail.parts }) };
}
const idsOf = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id);

describe('GET /v1/mails', () => {
  test("200 with a customer's mails, newest first, page by page, for who sees him", async () => {
    const { call } = await api();
    const first = await call('GET', `/v1/mails?customerId=${customerId}&limit=1`, owner);
    const second = await call('GET', `/v1/mails?customerId=${customerId}&limit=1&cursor=${first.body.next}`, owner);
    expect(first).toMatchObject({ status: 200, body: { items: [{ kind: 'ticket.survey', state: 'accepted' }] } });
    expect(idsOf(second)).toEqual([resolvedId]);
    expect(JSON.stringify(first.body)).not.toContain('@');
  });

  test('404 for a customer whom the caller does not see', async () => {
    const { call } = await api();
    expect(await call('GET', `/v1/mails?customerId=${customerId}`, stranger)).toMatchObject({
      status: 404,
      body: { code: 'mail.not-found' },
    });
  });

  test('200 about one thing or one step of it, without what others may not see', async () => {
    const { call } = await api();
    const step = encodeURIComponent(toPhone.ref);
    expect(idsOf(await call('GET', `/v1/mails?ref=${ticketId}`))).toHaveLength(3);
    expect(idsOf(await call('GET', `/v1/mails?ref=${ticketId}`, stranger))).toEqual([]);
    expect(idsOf(await call('GET', `/v1/mails?ref=${step}`, owner))).toEqual([toPhoneId]);
    expect(idsOf(await call('GET', `/v1/mails?ref=${step}`, { ...stranger, role: 'service-manager' }))).toEqual([]);
  });

  test('none for whoever sees a card alone, and of a customer in the bin for managers only', async () => {
    const { call, table } = await api();
    for (const role of ['finance', 'legal'] as const) {
      expect((await call('GET', `/v1/mails?customerId=${customerId}`, { ...stranger, role })).status).toBe(404);
      expect(idsOf(await call('GET', `/v1/mails?ref=${ticketId}`, { ...stranger, role }))).toEqual([]);
      expect((await call('GET', `/v1/mails/${resolvedId}`, { ...stranger, role })).status).toBe(404);
    }
    const customer = await readCustomer(table, customerId);
    if (customer === undefined) throw new Error('no customer');
    const { departmentId } = customer;
    await table.commit([putCustomer({ ...customer, deletedAt: '2026-11-22T02:00:00.000Z' }, 'any')]);
    const manager: As = { ...stranger, role: 'sales-manager', departmentId, departments: departmentId };
    expect((await call('GET', `/v1/mails?customerId=${customerId}`, owner)).status).toBe(404);
    expect((await call('GET', `/v1/mails?customerId=${customerId}`, manager)).status).toBe(200);
  });

  test('400 without one of the two, and for both', async () => {
    const { call } = await api();
    expect(await call('GET', '/v1/mails')).toMatchObject({ status: 400 });
    expect(await call('GET', `/v1/mails?customerId=${customerId}&ref=x`)).toMatchObject({ status: 400 });
  });
});

describe('GET /v1/mails/{id}', () => {
  test('200 with what was written, for who reads the interactions of the customer', async () => {
    const { call } = await api();
    const answer = await call('GET', `/v1/mails/${resolvedId}`, owner);
    expect(answer).toMatchObject({ status: 200, body: { id: resolvedId, state: 'accepted' } });
    expect(answer.body.body.text).toContain('Restarted & updated.');
  });

  test('200 with the fact alone for marketing, and for a mail to staff, which is rendered anew in his inbox', async () => {
    const { call } = await api();
    const fact = await call('GET', `/v1/mails/${resolvedId}`, { ...stranger, role: 'marketing' });
    expect(fact).toMatchObject({ status: 200, body: { id: resolvedId } });
    expect(fact.body.body).toBeUndefined();
    expect((await call('GET', `/v1/mails/${toPhoneId}`, owner)).body.body).toBeUndefined();
  });

  test('404 for one that is not there, and for one to somebody else', async () => {
    const { call } = await api();
    expect(await call('GET', `/v1/mails/${idOf('msg', 9)}`)).toMatchObject({ status: 404 });
    expect(await call('GET', `/v1/mails/${toPhoneId}`, stranger)).toMatchObject({ status: 404 });
    expect(await call('GET', `/v1/mails/${resolvedId}`, { ...stranger, role: 'customer' })).toMatchObject({
      status: 404,
    });
  });
});
