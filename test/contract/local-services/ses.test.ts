import {
  ConfigurationSetDoesNotExistException,
  GetSendQuotaCommand,
  MessageRejected,
  SESClient,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import nodemailer from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import type { AwsEvent } from '#local/events/bus.ts';
import { createSes } from '#local/ses/service.ts';
import { serve } from './endpoint.ts';
import { assemblyOf } from './template.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(told: readonly string[] = ['send', 'delivery', 'bounce', 'complaint']) {
  const assembly = assemblyOf({
    identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'crm.example' } },
    set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'set' } },
    destination: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: { Ref: 'set' },
        EventDestination: {
          Enabled: true,
          EventBridgeDestination: { EventBusArn: 'default' },
          MatchingEventTypes: told,
        },
      },
    },
  });
  const clock = new Clock({ start: Date.parse('2026-03-01T09:00:00Z') });
  const events: AwsEvent[] = [];
  const ses = createSes({ assembly, clock, emit: (event) => void events.push(event) });
  const served = await serve(assembly, { ses: ses.service, email: ses.service });
  const client = new SESClient(served.client);
  stops.push(
    served.stop,
    () => clock.stop(),
    () => client.destroy(),
  );
  const send = async (
    to: string | readonly string[],
    more: { from?: string; set?: string; envelope?: string[] } = {},
  ) => {
    const sent = client.send(
      new SendRawEmailCommand({
        RawMessage: { Data: await message([to].flat(), more.from) },
        ConfigurationSetName: more.set ?? 'set',
        Tags: [{ Name: 'kind', Value: 'follow-up.due' }],
        ...(more.envelope && { Destinations: more.envelope }),
      }),
    );
    const { MessageId = '' } = await sent;
    await clock.advanceTo(clock.now() + 1000);
    return MessageId;
  };
  return { ...served, client, ses, clock, events, send, types: () => events.map(({ type }) => type) };
}

/** Raw MIME as the mail context builds it. */
async function message(to: readonly string[], from = '关系 CRM <no-reply@crm.example>'): Promise<Buffer> {
  const composed = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail({
    from,
    to: [...to],
    subject: '提醒：跟进客户 Acme & Söhne, whose name is so long that the header must be folded somewhere',
    text: '您好',
    html: '<p>您好 <b>Acme</b></p>',
    headers: { 'X-Guanxi-Kind': 'follow-up.due', 'X-Guanxi-Ref': 'fol_1#due' },
  });
  if (!Buffer.isBuffer(composed.message)) throw new Error('not a buffer');
  return composed.message;
}

test('a mail is kept as its receiver would see it', async () => {
  const { send, ses } = await start();

  const id = await send(['a@example.com', 'B <b@example.com>']);

  expect(ses.mailbox.get(id)).toMatchObject({
    id,
    from: 'no-reply@crm.example',
    to: ['a@example.com', 'b@example.com'],
    subject: '提醒：跟进客户 Acme & Söhne, whose name is so long that the header must be folded somewhere',
    text: expect.stringContaining('您好'),
    html: expect.stringContaining('<b>Acme</b>'),
    headers: { 'x-guanxi-kind': 'follow-up.due', 'x-guanxi-ref': 'fol_1#due' },
    at: expect.stringMatching(/^2026-03-01T09:00/),
  });
});

test('the envelope decides who gets a mail, not its headers', async () => {
  const { send, ses } = await start();

  await send('a@example.com', { envelope: ['hidden@example.com'] });

  expect(ses.mailbox.list().map(({ to }) => to)).toEqual([['hidden@example.com']]);
});

test('mails are found by kind, receiver and instant, oldest first', async () => {
  const { send, ses, clock } = await start();
  await send('a@example.com');
  await clock.advanceTo(clock.now() + 60_000);
  await send('b@example.com');

  const to = (filter: object) => ses.mailbox.list(filter).flatMap((mail) => mail.to);
  expect(to({})).toEqual(['a@example.com', 'b@example.com']);
  expect(to({ to: 'B@example.com' })).toEqual(['b@example.com']);
  expect(to({ since: '2026-03-01T09:00:30Z' })).toEqual(['b@example.com']);
  expect(to({ kind: 'campaign' })).toEqual([]);
});

test('what became of a mail is told with the id and tags it was sent with', async () => {
  const { send, events } = await start();

  const messageId = await send('a@example.com');

  expect(events).toMatchObject([
    { source: 'aws.ses', type: 'Email Sent', detail: { mail: { messageId, tags: { kind: ['follow-up.due'] } } } },
    { type: 'Email Delivered', detail: { delivery: { recipients: ['a@example.com'] } } },
  ]);
});

test.each([
  ['success', ['Email Sent', 'Email Delivered']],
  ['ooto', ['Email Sent', 'Email Delivered']],
  ['bounce', ['Email Sent', 'Email Bounced']],
  ['bounce+label', ['Email Sent', 'Email Bounced']],
  ['complaint', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
  ['suppressionlist', ['Email Sent', 'Email Bounced']],
])('the simulator address %s@ behaves as SES says', async (name, expected) => {
  const { send, types } = await start();

  await send(`${name}@simulator.amazonses.com`);

  expect(types()).toEqual(expected);
});

test('only what the configuration set asks for is told', async () => {
  const { send, types } = await start(['bounce']);

  await send(['bounce@simulator.amazonses.com', 'a@example.com']);

  expect(types()).toEqual(['Email Bounced']);
});

test('an address that bounced is on the suppression list: the next mail to it bounces by itself', async () => {
  const { send, ses, clock, events } = await start();
  const id = await send('gone@example.com');

  expect(ses.report(id, 'Bounce')).toBe(true);
  await clock.advanceTo(clock.now() + 1000);
  await send('gone@example.com');

  expect(events.at(-1)).toMatchObject({ detail: { bounce: { bounceSubType: 'OnAccountSuppressionList' } } });
});

test('a sender that is not verified is a MessageRejected', async () => {
  const { send, ses } = await start();

  await expect(send('a@example.com', { from: 'x@other.example' })).rejects.toBeInstanceOf(MessageRejected);
  expect(ses.mailbox.list()).toEqual([]);
});

test('a configuration set that is not there has its own class of error', async () => {
  const { send } = await start();

  const sent = send('a@example.com', { set: 'other' });

  await expect(sent).rejects.toBeInstanceOf(ConfigurationSetDoesNotExistException);
});

test('a fault asked for is met by its name as often as asked', async () => {
  const { send, faults } = await start();
  faults.add({ service: 'ses', operation: 'SendRawEmail', error: 'Throttling', times: 1 });

  await expect(send('a@example.com')).rejects.toMatchObject({ name: 'Throttling' });
  await expect(send('a@example.com')).resolves.toBeTruthy();
});

test('the quota counts the mails of the last day', async () => {
  const { send, client, clock } = await start();
  await send('a@example.com');
  const counted = async () => (await client.send(new GetSendQuotaCommand({}))).SentLast24Hours;

  expect(await counted()).toBe(1);
  await clock.advanceTo(clock.now() + 25 * 60 * 60 * 1000);
  expect(await counted()).toBe(0);
});
