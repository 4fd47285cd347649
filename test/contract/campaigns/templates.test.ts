import { expect, test } from 'vitest';
import { campaignsMessages } from '#domain/campaigns/messages.ts';
import { routes } from '#functions/campaigns/routes.ts';
import { makeWorld } from '#functions/http/make-world.ts';
import { renderCampaign } from '#functions/mail/render-campaign.ts';
import type { MailWorld } from '#functions/mail/transport.ts';
import { asMarketing } from '#test/contract/customers/company.ts';
import { channel, companyWithFields } from '#test/contract/customers/quality.ts';
import { inProcess } from '#test/world.ts';

async function withFields() {
  const given = await companyWithFields();
  await given.define(channel);
  await given.define({ id: 'years', type: 'number' });
  await given.define({ id: 'budget', type: 'number', sensitivity: 'high' });
  const api = inProcess('campaigns', routes, campaignsMessages, {
    clock: given.clock,
    parts: given.parts,
    as: asMarketing,
  });
  const save = (subject: string) =>
    api.call('POST', '/v1/campaigns', {
      body: { name: 'n', audience: { tags: ['vip'] }, template: { subject, html: '<p>x</p>' } },
    });
  return { ...given, save };
}

test('a template says a field of the company’s own as its reader reads it, and nothing where there is no value', async () => {
  const { save, create, parts } = await withFields();
  const fields = { 'buying-channel': 'online' };
  const customer = await create({ name: '公司甲', contact: { name: '王', email: 'w@example.com' }, fields });
  const { status, body: campaign } = await save('{{customer.fields.buying-channel}}/{{customer.fields.years}}/');
  expect(status).toBe(201);

  const world = { ...makeWorld(parts, {}), publicUrl: 'https://x.example' } as MailWorld;
  const to = { customerId: customer.id, contactId: customer.mainContact.id };
  const asked = { kind: 'campaign', ref: `${campaign.id}#send`, to, facts: { campaignId: campaign.id } } as const;
  const subjects = (['zh-CN', 'en'] as const).map(async (locale) => {
    const reader = { to, name: '王', locale } as Parameters<typeof renderCampaign>[1];
    return (await renderCampaign(asked, reader, world)).rendered.subject;
  });
  expect(await Promise.all(subjects)).toEqual(['线上//', 'Online//']);
});

test.each(['none', 'budget'])(
  '422 for a template that asks for a field that is not there, or of grade high: %s',
  async (id) => {
    const { save } = await withFields();
    expect(await save(`{{customer.fields.${id}}}`)).toMatchObject({
      status: 422,
      body: { code: 'campaigns.unknown-placeholder', errors: [{ pointer: '/template/subject' }] },
    });
  },
);
