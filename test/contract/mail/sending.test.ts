import { describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '#domain/shared/time.ts';
import { deliveredSla } from '#domain/tickets/sla.ts';
import { openLink } from '#functions/http/links.ts';
import { addressDigest } from '#functions/mail/digest.ts';
import { putSuppressed } from '#store/mail.ts';
import { putMember } from '#store/members-directory.ts';
import { memoryTable } from '#store/memory.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import { putTicket, readTicket } from '#store/tickets.ts';
import { idOf, testSecrets } from '#test/world.ts';
import {
  campaign,
  campaignId,
  consents,
  contactId,
  customerId,
  mailTest,
  member,
  resolved,
  ticketId,
  toPhone,
} from './steps.ts';

const throttled = { outcome: 'refused', reason: 'Throttling', isThrottled: true } as const;
const lost = { outcome: 'unknown', reason: 'TimeoutError' } as const;

const li = { id: contactId, name: 'Li', email: 'li@example.com', locale: 'en', version: 1 } as const;

describe('what is written', () => {
  test("staff mail is in the member's language and zone, and says its kind and ref", async () => {
    const { request, mail, row } = await mailTest();
    await request(toPhone);
    const { subject, html, text, headers, to, from } = await mail();
    const value = (name: string) => headers.find(({ key }) => key === name)?.value;
    expect(subject).toBe('请电话回访: FK202611001 The <script>printer</script> is offline');
    expect(value('x-guanxi-kind')).toBe('ticket.call');
    expect(value('x-guanxi-ref')).toBe(toPhone.ref);
    expect(value('message-id')).toMatch(/^<msg_[0-9A-Z]{26}@example\.com>$/);
    expect(to).toEqual([{ name: '王芳', address: 'wang.fang@example.com' }]);
    expect(from).toEqual({ name: 'Guanxi', address: 'guanxi@example.com' });
    expect(text).toContain('2026年11月24日 09:00');
    expect(html).toContain('北京&#60;光明&#62;科技 (C202611001)');
    expect(await row(toPhone)).toMatchObject({ state: 'accepted', serviceId: 'ses-1', attempts: 1 });
  });

  test('whoever says no words has none put into his mouth', async () => {
    const { request, mail, table } = await mailTest();
    const ticket = await readTicket(table, ticketId);
    if (ticket === undefined) throw new Error('no ticket');
    const again = { type: 'reopened', at: '2026-11-22T01:00:00.000Z', by: 'system', reason: 'dissatisfied' } as const;
    await table.commit([putTicket({ ...ticket, history: [...ticket.history, again] }, deliveredSla, 'any')]);
    const facts = { ticketId, customerId, times: 1 };
    await request({ ...toPhone, kind: 'ticket.dissatisfied', ref: `${ticketId}#dissatisfied/1`, facts });
    const { text = '' } = await mail();
    expect(text).toContain('FK202611001');
    expect(text).not.toMatch(/客户原话|dissatisfied/);
  });

  test('data never becomes markup, and never a header', async () => {
    const { request, mail } = await mailTest({ member: { name: 'Wang\r\nBcc: all@example.com' } });
    await request(toPhone);
    const { html, headers, bcc } = await mail();
    expect(html).not.toContain('<script>');
    expect(bcc).toBeUndefined();
    expect(headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  });

  test("a customer's mail is in the contact's language, and the news says that it went out", async () => {
    const { request, mail, news } = await mailTest();
    await request(resolved);
    const { subject, text } = await mail();
    expect(subject).toContain('Resolved: FK202611001');
    expect(text).toContain('Dear Li & Co,');
    expect(text).toContain('Restarted & updated.');
    expect(news.at(-1)).toMatchObject({
      type: 'mail.sent',
      detail: { kind: 'ticket.resolved', customerId, contactId },
    });
  });

  test('the result of a ticket comes with a link that is good for this cycle, this reader and forty days', async () => {
    const { request, mail, clock } = await mailTest();
    await request({ ...resolved, ref: `${ticketId}#resolved/2` });
    const { html, text = '' } = await mail();
    const [url = ''] = /https:\S+/.exec(text) ?? [];
    const token = url.replace('https://api.example.com/v1/satisfaction/', '');
    expect(html).toContain(`href="${url}"`);
    const at = (days: number) => new Date(clock.now.getTime() + days * dayMs);
    expect(openLink(testSecrets, 'survey', token, at(39))).toBe(`${ticketId} 2 ${contactId}`);
    expect(openLink(testSecrets, 'survey', token, at(41))).toBeUndefined();
  });

  test('whoever asked a ticket and is no contact is written to at the address that he gave', async () => {
    const { request, mail, sent, table } = await mailTest();
    const ticket = await readTicket(table, ticketId);
    if (ticket === undefined) throw new Error('no ticket');
    const requester = { name: 'Zhao', email: 'zhao@example.net' };
    await table.commit([putTicket({ ...ticket, requester }, deliveredSla, 'any')]);
    await request({ ...resolved, to: { ticketId } });
    await request({ ...resolved, to: { ticketId } });
    expect(sent.map(({ to, reader }) => [to, reader])).toEqual([[requester.email, 'customer']]);
    const { text } = await mail();
    expect(text).toContain('Zhao，您好');
  });

  test('a campaign mail is personal, escapes names, and can be unsubscribed from with one click', async () => {
    const { request, mail, table } = await mailTest();
    await consents(table);
    await request(campaign);
    const { subject, html, text, headers } = await mail();
    const value = (name: string) => headers.find(({ key }) => key === name)?.value ?? '';
    const url = value('list-unsubscribe').replace(/^<|>$/g, '');
    const token = url.replace('https://api.example.com/v1/unsubscribe/', '');
    expect(subject).toBe('News for Li & Co');
    expect(html).toContain('<h1>北京&#60;光明&#62;科技</h1>');
    expect(text).toContain(url);
    expect(value('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(openLink(testSecrets, 'unsubscribe', token, new Date())).toBe(`${campaignId} ${customerId} ${contactId}`);
  });

  test("an inactive member's mail goes to his successor, in the successor's language", async () => {
    const successor = member({ id: idOf('mem', 3), email: 'heir@example.com', locale: 'en', name: 'Heir' });
    const { request, sent, mail, table } = await mailTest({ member: { active: false, successorId: successor.id } });
    await table.commit([putMember(successor, 'absent', [])]);
    await request(toPhone);
    expect(sent.map(({ to }) => to)).toEqual(['heir@example.com']);
    expect((await mail()).text).toContain('Hello Heir,');
  });
});

describe('what is not written is kept with its reason', () => {
  test('a member who left without a successor', async () => {
    const { request, row, sent, news } = await mailTest({ member: { active: false } });
    await request(toPhone);
    expect(await row(toPhone)).toMatchObject({ state: 'no-address', reason: 'no-recipient' });
    expect(news.at(-1)).toMatchObject({ type: 'mail.failed', detail: { reason: 'no-address' } });
    expect(sent).toEqual([]);
  });

  test('a contact without an address', async () => {
    const mainContact = { id: contactId, name: 'Li', mobile: '13800138000', version: 1 };
    const { request, row, sent } = await mailTest({ customer: { mainContact } });
    await request(resolved);
    expect(await row(resolved)).toMatchObject({ state: 'no-address' });
    expect(sent).toEqual([]);
  });

  test('a campaign to someone who has not said yes, or has taken it back since', async () => {
    const { request, row, sent, table } = await mailTest();
    await consents(table, false);
    await request(campaign);
    expect(await row(campaign)).toMatchObject({ state: 'no-consent' });
    expect(sent).toEqual([]);
  });

  test('a campaign to someone who is not to be contacted, whatever he agreed to; an answer still reaches him', async () => {
    const { request, row, sent, table } = await mailTest({ customer: { mainContact: { ...li, doNotContact: true } } });
    await consents(table, true);
    await request(campaign);
    expect(await row(campaign)).toMatchObject({ state: 'no-consent', reason: 'do-not-contact' });
    await request(resolved);
    expect(sent).toHaveLength(1);
  });

  test('a campaign to someone who asked to hear from us another way', async () => {
    const mainContact = { ...li, preferredChannel: 'phone' };
    const { request, row, sent, table } = await mailTest({ customer: { mainContact } });
    await consents(table, true);
    await request(campaign);
    expect(await row(campaign)).toMatchObject({ state: 'no-consent', reason: 'other-channel' });
    await request(resolved);
    expect(sent).toHaveLength(1);
  });

  test('a second campaign within the time that he allows one in, but not the one after it', async () => {
    const mainContact = { ...li, marketingEvery: 'P30D' };
    const { request, row, clock, table } = await mailTest({ customer: { mainContact } });
    await consents(table, true);
    const [second, third] = ['second', 'third'].map((step) => ({ ...campaign, ref: `${campaignId}#${step}` }));
    if (second === undefined || third === undefined) throw new Error('two');
    await request(campaign);
    clock.advance(30 * dayMs - 1);
    await request(second);
    clock.advance(1);
    await request(third);
    expect(await row(campaign)).toMatchObject({ state: 'accepted' });
    expect(await row(second)).toMatchObject({ state: 'no-consent', reason: 'too-often' });
    expect(await row(third)).toMatchObject({ state: 'accepted' });
  });

  test('a suppressed address, however it is written', async () => {
    const { request, row, sent, table } = await mailTest();
    await table.commit([putSuppressed(addressDigest(testSecrets, 'LI@example.com '), 'bounced', 'now')]);
    await request(resolved);
    expect(await row(resolved)).toMatchObject({ state: 'suppressed' });
    expect(sent).toEqual([]);
  });

  test('a letter about something that is not there', async () => {
    const { request, row, news } = await mailTest();
    const stray = { ...toPhone, ref: `${idOf('tkt', 9)}#resolution/1/warning` };
    await request(stray);
    expect(await row(stray)).toMatchObject({ state: 'failed', reason: 'missing ticket' });
    expect(news.at(-1)).toMatchObject({ type: 'mail.failed', detail: { reason: 'rejected' } });
  });

  test('what the mail service rejects', async () => {
    const { request, row, answer, meteredMails } = await mailTest();
    answer({ outcome: 'rejected', reason: 'MessageRejected' });
    await request(resolved);
    expect(await row(resolved)).toMatchObject({ state: 'failed', reason: 'MessageRejected' });
    expect(meteredMails()).toBe(0);
  });
});

describe('kind, ref and recipient together are sent once, ever', () => {
  test('however often it is asked for', async () => {
    const { request, sent, meteredMails } = await mailTest();
    await Promise.all([request(toPhone), request(toPhone)]);
    await request(toPhone);
    expect(sent).toHaveLength(1);
    expect(meteredMails()).toBe(1);
  });

  test('another step, kind or recipient is another message', async () => {
    const { request, sent } = await mailTest();
    await request(toPhone);
    await request({ ...toPhone, kind: 'ticket.dissatisfied' });
    await request({ ...toPhone, ref: `${toPhone.ref}/assignee` });
    await request(resolved);
    expect(sent).toHaveLength(4);
  });

  test('a throttled message is neither failed nor sent: the sweep sends it, once', async () => {
    const { request, answer, sent, row, sweep, clock } = await mailTest();
    answer(throttled, throttled);
    await request(toPhone);
    expect(await row(toPhone)).toMatchObject({ state: 'queued', reason: 'Throttling' });
    clock.advance(minuteMs);
    await sweep();
    expect(sent).toHaveLength(0);
    clock.advance(2 * minuteMs);
    await sweep();
    expect(sent).toHaveLength(1);
    expect(await row(toPhone)).toMatchObject({ state: 'accepted', attempts: 3 });
    clock.advance(60 * minuteMs);
    expect(await sweep()).toBe(0);
  });

  test('a lost answer to a message that was taken does not send it twice: the report tells', async () => {
    const { request, answer, sent, row, sweep, report, clock, news } = await mailTest();
    answer(lost);
    await expect(request(resolved)).rejects.toThrow('TimeoutError');
    const { id = '' } = (await row(resolved)) ?? {};
    await report('Send', id);
    clock.advance(11 * minuteMs);
    expect(await sweep()).toBe(0);
    expect(sent).toHaveLength(1);
    expect(await row(resolved)).toMatchObject({ state: 'accepted', serviceId: 'ses-x' });
    expect(news.filter(({ type }) => type === 'mail.sent')).toHaveLength(1);
  });

  test('a lost answer to a message that was not taken does not lose it: no report comes, and it is sent', async () => {
    const { request, answer, row, sweep, clock } = await mailTest();
    answer(lost);
    await expect(request(resolved)).rejects.toThrow();
    clock.advance(9 * minuteMs);
    expect(await sweep()).toBe(0);
    clock.advance(2 * minuteMs);
    expect(await sweep()).toBe(1);
    expect(await row(resolved)).toMatchObject({ state: 'accepted', attempts: 2 });
  });

  test('a crash after the mail service has taken it does not send it twice', async () => {
    const memory = memoryTable();
    const state = { crashes: false };
    const crashing: Table = {
      ...memory,
      commit: async (writes: readonly Write[]) => {
        if (state.crashes && writes.some((write) => 'item' in write && write.item['serviceId'] !== undefined)) {
          throw new Error('the container is gone');
        }
        return memory.commit(writes);
      },
    };
    const { request, sent, row, sweep, report, clock } = await mailTest({ table: crashing });
    state.crashes = true;
    await expect(request(toPhone)).rejects.toThrow('gone');
    state.crashes = false;
    await request(toPhone);
    const { id = '', state: before } = (await row(toPhone)) ?? {};
    expect(before).toBe('sending');
    await report('Delivery', id);
    clock.advance(11 * minuteMs);
    await sweep();
    expect(sent).toHaveLength(1);
    expect(await row(toPhone)).toMatchObject({ state: 'delivered' });
  });

  test('after three days of refusals a person must look: it is failed, and said so', async () => {
    const { request, answer, row, sweep, clock, news } = await mailTest();
    answer(throttled, { ...throttled, reason: 'AccountSendingPausedException' });
    await request(toPhone);
    clock.advance(73 * 60 * minuteMs);
    await sweep();
    expect(await row(toPhone)).toMatchObject({ state: 'failed', reason: 'AccountSendingPausedException' });
    expect(news.at(-1)).toMatchObject({ type: 'mail.failed' });
  });

  test('of two sweeps that take the same message one sends it', async () => {
    const { request, answer, sent, clock, row, sweep } = await mailTest();
    answer(throttled);
    await request(toPhone);
    clock.advance(5 * minuteMs);
    const results = await Promise.allSettled([sweep(), sweep()]);
    const refusals = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refusals.every((reason) => reason instanceof StaleWrite)).toBe(true);
    expect(sent).toHaveLength(1);
    expect(await row(toPhone)).toMatchObject({ state: 'accepted' });
  });
});
