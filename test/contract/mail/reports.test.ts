import { describe, expect, test } from 'vitest';
import { handler } from '#functions/mail/on-ses-event.ts';
import { idOf } from '#test/world.ts';
import { mailTest, resolved, toPhone } from './steps.ts';

const bounce = (bounceType: string, emailAddress = 'Li <LI@example.com>') => ({
  bounce: { bounceType, bounceSubType: 'General', bouncedRecipients: [{ emailAddress }] },
});
const complaint = { complaint: { complainedRecipients: [{ emailAddress: 'li@example.com' }] } };

async function sentMail() {
  const mail = await mailTest();
  await mail.request(resolved);
  const { id = '' } = (await mail.row(resolved)) ?? {};
  const typesOf = () => mail.news.map(({ type }) => type);
  return { ...mail, id, typesOf };
}

describe('what SES reports moves a message on, in whatever order and however often it comes', () => {
  test('a delivery', async () => {
    const { report, row, id, typesOf } = await sentMail();
    await report('Delivery', id);
    await report('Send', id);
    await report('Delivery', id);
    expect(await row(resolved)).toMatchObject({ state: 'delivered', version: 3 });
    expect(typesOf()).toEqual(['mail.sent']);
  });

  test('a complaint stands though the delivery is told after it', async () => {
    const { report, row, id, typesOf } = await sentMail();
    await report('Complaint', id, complaint);
    await report('Delivery', id);
    await report('Complaint', id, complaint);
    expect(await row(resolved)).toMatchObject({ state: 'complained' });
    expect(typesOf()).toEqual(['mail.sent', 'mail.failed']);
  });

  test('a rejection, as of a virus', async () => {
    const { report, row, id } = await sentMail();
    await report('Reject', id, { reject: { reason: 'Bad content' } });
    expect(await row(resolved)).toMatchObject({ state: 'failed', reason: 'Bad content' });
  });

  test('a report that comes before the answer to the call says that it was sent, once', async () => {
    const mail = await mailTest();
    mail.answer({ outcome: 'unknown', reason: 'ECONNRESET' });
    await mail.request(resolved).catch(() => undefined);
    const { id = '' } = (await mail.row(resolved)) ?? {};
    await mail.report('Delivery', id);
    await mail.report('Send', id);
    expect(mail.news.map(({ type }) => type)).toEqual(['mail.sent']);
  });

  test('reports of mail that is none of ours are let pass', async () => {
    const { report, news } = await mailTest();
    await report('Bounce', idOf('msg', 9), bounce('Permanent'));
    await report('Open', idOf('msg', 9));
    expect(news).toEqual([]);
  });

  test('a body that is no report of SES is set aside, not retried for ever', () => {
    const envelope = { id: 'e', source: 'aws.ses', 'detail-type': 'Email Sent', time: '2026-11-22T01:00:00Z' };
    expect(() => handler.consumer.read({ ...envelope, detail: { eventType: 'Send' } })).toThrow('mail');
  });
});

describe('an address that is never written to again', () => {
  const again = { ...resolved, ref: `${resolved.ref}/again` };

  test.each([
    ['bounced for good', 'Bounce', bounce('Permanent')],
    ['complained', 'Complaint', complaint],
  ])('%s', async (_, type, detail) => {
    const { report, request, row, sent, id } = await sentMail();
    await report(type, id, detail);
    await request(again);
    expect(await row(again)).toMatchObject({ state: 'suppressed' });
    expect(sent).toHaveLength(1);
  });

  test('but a full mailbox passes', async () => {
    const { report, request, row, id } = await sentMail();
    await report('Bounce', id, bounce('Transient'));
    expect(await row(resolved)).toMatchObject({ state: 'bounced', reason: 'Transient/General' });
    await request(again);
    expect(await row(again)).toMatchObject({ state: 'accepted' });
  });

  test('the news of a mailbox that is gone says when the mail left; of a full one it says no such thing', async () => {
    const gone = await sentMail();
    await gone.report('Bounce', gone.id, bounce('Permanent'));
    const full = await sentMail();
    await full.report('Bounce', full.id, bounce('Transient'));
    const [{ acceptedAt = '' } = {}] = [await gone.row(resolved)];
    expect(gone.news.at(-1)?.detail).toMatchObject({ reason: 'bounced', noMailbox: true, sentAt: acceptedAt });
    expect(full.news.at(-1)?.detail).not.toHaveProperty('noMailbox');
  });

  test('and nothing in the table says the address', async () => {
    const { report, request, id, rows } = await sentMail();
    await report('Bounce', id, bounce('Permanent'));
    await request(toPhone);
    const ours = rows().filter(({ key }) => key.pk.startsWith('mail#'));
    expect(ours.length).toBeGreaterThan(3);
    expect(JSON.stringify(ours).toLowerCase()).not.toContain('@example.com');
  });
});
