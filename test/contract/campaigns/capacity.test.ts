import { beforeAll, expect, test } from 'vitest';
import { campaignsMessages } from '#domain/campaigns/messages.ts';
import { routes } from '#functions/campaigns/routes.ts';
import { putRecipient, putRecipientPointer } from '#store/campaigns.ts';
import { type EngineTable, engineTable } from '#test/engine.ts';
import { type Answer, type Call, idOf, inProcess } from '#test/world.ts';

let engine: EngineTable;
let call: (method: string, target: string, asked?: Call) => Promise<Answer>;
let path: string;
beforeAll(async () => {
  engine = await engineTable();
  call = inProcess('campaigns', routes, campaignsMessages, { table: engine.table }).call;
});

const used: EngineTable['used'] = (work) => engine.used(work);

test('a draft costs 2 WRU, one for its place in the list', async () => {
  const template = { subject: 'Hello', html: '<p>Hello</p>' };
  const body = { name: 'Autumn', audience: { tags: ['east'] }, template };
  const { write } = await used(async () => {
    const made = await call('POST', '/v1/campaigns', { body });
    path = `/v1/campaigns/${made.body.id}`;
  });
  expect(write).toBe(2);
});

test('reading it costs 0.5 RRU, and so does a page of the list', async () => {
  expect(await used(() => call('GET', path))).toEqual({ read: 0.5, write: 0 });
  expect(await used(() => call('GET', '/v1/campaigns'))).toEqual({ read: 0.5, write: 0 });
});

test('a recipient costs 2 WRU beside the request for his mail, and 50 are reconciled for 2 RRU', async () => {
  const campaignId = path.split('/').at(-1) ?? '';
  const { write } = await used(async () => {
    for (let n = 0; n < 50; n += 1) {
      const contactId = idOf('con', n);
      const recipient = { campaignId, customerId: idOf('cus', n), contactId, state: 'ACCEPTED', version: 1 } as const;
      await engine.table.commit([putRecipient(`token-${n}`, recipient)]);
      await engine.table.commit([putRecipientPointer(campaignId, contactId, `token-${n}`)]);
    }
  });
  expect(write).toBe(100);
  expect(await used(() => call('GET', `${path}/reconciliation`))).toEqual({ read: 2, write: 0 });
});
