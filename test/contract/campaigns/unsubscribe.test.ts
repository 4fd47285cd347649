import { expect, test } from 'vitest';
import { campaignsMessages } from '#domain/campaigns/messages.ts';
import { routes } from '#functions/campaigns/routes.ts';
import { signLink } from '#functions/http/links.ts';
import { putRecipient, putRecipientPointer } from '#store/campaigns.ts';
import { type MemoryTable, memoryTable } from '#store/memory.ts';
import { idOf, inProcess, testSecrets } from '#test/world.ts';

const campaignId = idOf('cmp', 1);
const customerId = idOf('cus', 1);
const contactId = idOf('con', 1);
const path = `/v1/unsubscribe/${signLink(testSecrets, 'unsubscribe', `${campaignId} ${customerId} ${contactId}`)}`;

async function recipient() {
  const table = memoryTable();
  const api = inProcess('campaigns', routes, campaignsMessages, { table });
  await table.commit([
    putRecipient('token', { campaignId, customerId, contactId, state: 'ACCEPTED', version: 1 }),
    putRecipientPointer(campaignId, contactId, 'token'),
  ]);
  const click = (body: string, contentType: string) =>
    api.call('POST', path, { anonymous: true, body, headers: { 'content-type': contentType } });
  return { ...api, click, told: () => (table as MemoryTable).news.map(({ detail }) => detail) };
}

const oneClick = ['List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'] as const;
const parts = ['--x', 'Content-Disposition: form-data; name="List-Unsubscribe"', '', 'One-Click', '--x--', ''];

test.each<readonly [string, string]>([
  oneClick,
  [parts.join('\r\n'), 'multipart/form-data; boundary=x'],
  [parts.join('\r\n'), 'multipart/form-data; charset=utf-8; boundary="x"'],
])('200: one click unsubscribes, whichever kind of form the mail program sends (RFC 8058)', async (body, type) => {
  const { click, told } = await recipient();
  expect(await click(body, type)).toMatchObject({ status: 200 });
  expect(told()).toEqual([{ campaignId, customerId, contactId }]);
});

test('a click that is repeated says nothing new; a later one is another wish', async () => {
  const { click, clock, told } = await recipient();
  await click(...oneClick);
  clock.advance(59_000);
  expect((await click(...oneClick)).status).toBe(200);
  expect(told()).toHaveLength(1);
  clock.advance(1000);
  expect((await click(...oneClick)).status).toBe(200);
  expect(told()).toHaveLength(2);
});

test('400 for another wish, 415 for what is no form, 404 for a link that is not ours; none of them unsubscribes', async () => {
  const { call, click, told } = await recipient();
  expect((await click('List-Unsubscribe=Two-Clicks', oneClick[1])).status).toBe(400);
  expect((await click(parts.join('\r\n').replace('One', 'Two'), 'multipart/form-data; boundary=x')).status).toBe(400);
  expect((await click('{}', 'application/json')).status).toBe(415);
  expect((await call('POST', `${path}x`, { anonymous: true })).body.code).toBe('campaigns.bad-link');
  expect(told()).toEqual([]);
});
