import { describe, expect, test } from 'vitest';
import { aCompany, aCustomer } from '#test/steps/company.ts';
import { system } from '#test/steps/system.ts';

describe('a campaign', () => {
  const guanxi = system('2026-03-02T00:00:00Z');

  test('reaches everybody who consented once, reconciles exactly, and stops at one click', {
    timeout: 60_000,
  }, async () => {
    const { members } = await aCompany(guanxi);
    const people = [
      ['Ann <b>', 'ann@theirs.example.com', true],
      ['Bob', 'bob@theirs.example.com', false],
      ['Cy', 'bounce@simulator.amazonses.com', true],
    ] as const;
    for (const [name, email, granted] of people) {
      const more = { tags: ['news', 'vip'], contact: { name, email, locale: 'en' } };
      const { id } = await aCustomer(guanxi, members.rep, `${name} Company`, more);
      const [contact] = (await guanxi.get(`/v1/customers/${id}/contacts`, 'admin')).body.items;
      if (!granted) continue;
      const consent = {
        contactId: contact.id,
        purpose: 'marketing',
        channel: 'email',
        granted,
        basis: 'consent',
        source: 'web form',
      };
      await guanxi.post(`/v1/customers/${id}/consents`, consent, 'admin');
    }
    const template = {
      subject: 'Hello {{contact.name}}',
      html: '<p>{{contact.name}} of {{customer.name}}</p><a href="{{unsubscribeUrl}}">stop</a>',
    };
    const campaign = (
      await guanxi.post('/v1/campaigns', { name: 'News', audience: { tags: ['news', 'vip'] }, template }, 'marketing')
    ).body;
    await guanxi.post(`/v1/campaigns/${campaign.id}/send`, undefined, 'marketing');
    await guanxi.pass('PT10M');

    const reconciliation = async () =>
      (await guanxi.get(`/v1/campaigns/${campaign.id}/reconciliation`, 'marketing')).body;
    expect(await reconciliation()).toMatchObject({
      state: 'sent',
      audience: 3,
      states: { ACCEPTED: 1, NO_CONSENT: 1, BOUNCED: 1 },
    });
    const mails = await guanxi.mails('?kind=campaign');
    const ann = mails.find(({ to }) => to[0] === 'ann@theirs.example.com');
    expect(ann?.html).toContain('Ann &#60;b&#62; of');
    expect(ann?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');

    const link = /<(http[^>]+)>/.exec(ann?.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(await reconciliation()).toMatchObject({ unsubscribed: 0 });
    const click = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    expect((await fetch(link, click)).status).toBe(200);
    await guanxi.pass('PT5M');
    expect(await reconciliation()).toMatchObject({ unsubscribed: 1 });

    const again = (
      await guanxi.post('/v1/campaigns', { name: 'Again', audience: { tags: ['news'] }, template }, 'marketing')
    ).body;
    await guanxi.post(`/v1/campaigns/${again.id}/send`, undefined, 'marketing');
    await guanxi.pass('PT10M');
    expect((await guanxi.get(`/v1/campaigns/${again.id}/reconciliation`, 'marketing')).body.states).toMatchObject({
      NO_CONSENT: 2,
    });
  });

  test('and everything else that ran has its cost by route, context and object', async () => {
    await guanxi.pass('PT2H');
    const period = `from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z`;
    const byContext = (await guanxi.get(`/v1/costs?${period}&by=context`, 'finance')).body;
    const keys = byContext.items.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(expect.arrayContaining(['members', 'customers', 'campaigns', 'mail']));
    expect(Number(byContext.total.usd)).toBeGreaterThan(0);
    const byRoute = (await guanxi.get(`/v1/costs?${period}&by=route`, 'finance')).body;
    const created = byRoute.items.find(({ key }: { key: string }) => key === 'customers.createCustomer');
    expect(created).toMatchObject({ requests: 3 });
  });
});
