import { expect, test } from 'vitest';
import { mailFailed } from '#events/mail.ts';
import { asAdmin, asLi } from './company.ts';
import { companyWithFields } from './quality.ts';

const main = { name: '王经理', email: 'wang@example.com' };
const minuteMs = 60_000;

/** A company whose main contact has only an e-mail, and what a mail that bounced says of a contact. */
async function written() {
  const given = await companyWithFields();
  const { create, deliver, bring, clock, call, quality } = given;
  const { id, mainContact } = await create({ contact: main });
  await deliver();
  clock.advance(minuteMs);
  const sentAt = clock.now.toISOString();
  clock.advance(minuteMs);
  let told = 0;
  const bounce = async (contactId: string, detail: object = { noMailbox: true }) => {
    const at = clock.now.toISOString();
    told += 1;
    await bring({
      ...{ id: `evt_0000000000000000000000000${told}`, type: mailFailed.type, version: 1, actorId: 'system', at },
      ...{ subject: 'msg_00000000000000000000000001', cause: id },
      detail: { kind: 'ticket.resolved', ref: 'r', reason: 'bounced', customerId: id, contactId, sentAt, ...detail },
    });
    await deliver();
  };
  const contact = async (contactId: string) => (await call('GET', `/v1/contacts/${contactId}`, asLi)).body;
  const queue = async () => (await quality('GET', '/v1/customers/stale', asLi)).body.items;
  return { ...given, id, mainId: mainContact.id as string, bounce, contact, queue };
}

test('an e-mail that bounced for good is marked, its customer is incomplete and to be verified at once', async () => {
  const { id, mainId, bounce, contact, queue, call, quality, clock, deliver } = await written();
  expect(await queue()).toEqual([]);
  await bounce(mainId);
  await bounce(mainId);
  expect(await contact(mainId)).toMatchObject({ emailBouncedAt: clock.now.toISOString(), version: 2 });
  expect(await queue()).toMatchObject([{ id, emailBouncedAt: clock.now.toISOString(), proposal: 'verify' }]);
  const { completeness } = (await call('GET', `/v1/customers/${id}?include=completeness`, asLi)).body;
  expect(completeness.missing).toContain('contact');
  clock.advance(minuteMs);
  await quality('POST', `/v1/customers/${id}/verify`, asLi);
  await deliver();
  expect(await queue()).toEqual([]);
});

test('the right e-mail, once entered, takes the mark and the customer out of the queue', async () => {
  const { mainId, bounce, contact, queue, call, deliver, ifMatch } = await written();
  await bounce(mainId);
  const right = { email: 'wang@example.org' };
  expect((await call('PATCH', `/v1/contacts/${mainId}`, ifMatch(2, { body: right, ...asLi }))).status).toBe(200);
  await deliver();
  expect(await contact(mainId)).toMatchObject(right);
  expect(await contact(mainId)).not.toHaveProperty('emailBouncedAt');
  expect(await queue()).toEqual([]);
  await bounce(mainId);
  expect(await contact(mainId)).not.toHaveProperty('emailBouncedAt');
});

test('a contact beside the main one is marked alone', async () => {
  const { id, bounce, contact, queue, call } = await written();
  const body = { name: '李工', email: 'li@example.com' };
  const { id: other } = (await call('POST', `/v1/customers/${id}/contacts`, { body, ...asLi })).body;
  await bounce(other);
  expect(await contact(other)).toHaveProperty('emailBouncedAt');
  expect(await queue()).toEqual([]);
});

test('a full mailbox, an unknown contact and a customer in the bin change nothing', async () => {
  const { id, mainId, bounce, contact, call } = await written();
  await bounce(mainId, { noMailbox: undefined });
  await bounce('con_00000000000000000000000099');
  expect(await contact(mainId)).toMatchObject({ version: 1 });
  const removed = await call('DELETE', `/v1/customers/${id}`, {
    ...asAdmin,
    headers: { 'if-match': '"1"' },
  });
  expect(removed.status).toBe(204);
  await bounce(mainId);
  expect((await call('GET', `/v1/customers/${id}`, asAdmin)).body.mainContact).not.toHaveProperty('emailBouncedAt');
});
