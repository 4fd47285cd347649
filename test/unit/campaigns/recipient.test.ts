import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { change, create, start } from '#domain/campaigns/campaign.ts';
import {
  count,
  firstState,
  moved,
  type Recipient,
  recipientStates,
  reportedState,
} from '#domain/campaigns/recipient.ts';
import { idOf } from '#test/world.ts';

const none: ReadonlySet<string> = new Set();
const stamp = { at: '2026-11-22T01:00:00.000Z', by: idOf('mem', 1) };
const asked = {
  name: 'n',
  audience: { tags: ['vip'] },
  template: { subject: 'Hello {{contact.name}}', html: '<p>x</p>' },
};
const draft = create(idOf('cmp', 1), asked, stamp, none);

describe('a campaign', () => {
  test('that was sent off can neither be changed nor sent again', () => {
    const sending = start(draft, stamp);
    expect(sending).toMatchObject({ state: 'sending', version: 2, startedAt: stamp.at });
    expect(() => change(sending, { name: 'm' }, stamp, none)).toThrow(
      expect.objectContaining({ code: 'campaigns.not-draft' }),
    );
    expect(() => start(sending, stamp)).toThrow(expect.objectContaining({ code: 'campaigns.already-sent' }));
  });
  test('without a tag is not sent off', () => {
    const nobody = create(idOf('cmp', 1), { ...asked, audience: { tags: [] } }, stamp, none);
    expect(() => start(nobody, stamp)).toThrow(expect.objectContaining({ code: 'campaigns.no-audience' }));
  });
  test('that asks for an unknown placeholder is refused at each part that does', () => {
    const template = { subject: '{{salary}}', html: '<p>{{customer.name}} {{x</p>' };
    expect(() => create(idOf('cmp', 1), { ...asked, template }, stamp, none)).toThrow(
      expect.objectContaining({
        errors: [
          expect.objectContaining({ pointer: '/template/subject' }),
          expect.objectContaining({ pointer: '/template/html' }),
        ],
      }),
    );
  });
});

describe('a recipient', () => {
  test('is written to only with an address and consent', () => {
    expect(firstState({}, true)).toBe('NO_ADDRESS');
    expect(firstState({ email: 'a@b.c' }, false)).toBe('NO_CONSENT');
    expect(firstState({ email: 'a@b.c' }, true)).toBe('QUEUED');
  });
  test('ends in the same state whatever the order of reports and however often they come', () => {
    const report = fc.constantFrom('sent' as const, 'bounced' as const, 'complained' as const);
    fc.assert(
      fc.property(fc.array(report, { minLength: 1 }), fc.func(fc.integer()), (reports, order) => {
        const end = (list: typeof reports) =>
          list.reduce((state, each) => moved(state, reportedState(each)), 'QUEUED' as Recipient['state']);
        const shuffled = [...reports, ...reports].toSorted((a, b) => order(a) - order(b));
        expect(end(shuffled)).toBe(end(reports));
      }),
    );
  });
});

test('the audience is the sum of the states, in however many pages it is counted', () => {
  const recipient = fc.record({ state: fc.constantFrom(...recipientStates), page: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(recipient), (list) => {
      const rows = list.map(({ state, page }, i) => ({
        page,
        row: {
          campaignId: idOf('cmp', 1),
          customerId: idOf('cus', i),
          contactId: idOf('con', i),
          state,
          version: 1,
        } as Recipient,
      }));
      const pages = [...Map.groupBy(rows, ({ page }) => page).values()].map((page) => page.map(({ row }) => row));
      const counted = pages.reduce(count, { audience: 0, states: {}, unsubscribed: 0 });
      expect(counted.audience).toBe(list.length);
      expect(Object.values(counted.states).reduce((sum, n) => sum + n, 0)).toBe(list.length);
    }),
  );
});
