import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import type { AwsEvent } from '../events/bus.ts';
import { arnOf } from '../names.ts';
import { AwsError, type AwsReply, type Need, type Service } from '../service.ts';
import { isTold, type Outcome, type Sent, toEvent } from './events.ts';
import { bareAddress, createMailbox, type Mail, type Mailbox, toMail } from './mailbox.ts';
import { membersOf, queryRefusal, queryReply, tagsOf } from './query.ts';

/** SES as `@aws-sdk/client-ses` speaks it. What is sent stays in the mailbox. */
export interface Ses {
  readonly service: Service;
  readonly mailbox: Mailbox;
  /** Reports that a mail bounced or was complained about, as its receiver would; false when there is no such mail. */
  readonly report: (mailId: string, outcome: 'Bounce' | 'Complaint') => boolean;
  /** Addresses that SES no longer delivers to. */
  readonly suppressed: ReadonlySet<string>;
  readonly clear: () => void;
  readonly snapshot: () => unknown;
  readonly restore: (saved: unknown) => void;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What SES takes by default; a message of 40 MB needs a request by support. */
const mostBytes = 10 * 1024 * 1024;
const mostRecipients = 50;
/** SES reports a moment after its answer: the sender has long noted that the mail was accepted. */
const reportMs = 500;
const simulator = '@simulator.amazonses.com';

export function createSes(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly emit: (event: AwsEvent) => void;
}): Ses {
  const { assembly, clock, emit } = options;
  const mailbox = createMailbox();
  const sent = new Map<string, Sent>();
  const suppressed = new Set<string>();

  const tell = (each: Sent, outcome: Outcome, more: object = {}): void => {
    if (!isTold(assembly, each.configurationSet, outcome)) return;
    // All reports of a second at one instant: while the clock is advanced, every instant with something to do is a stop.
    const at = Math.ceil((clock.now() + reportMs) / 1000) * 1000;
    clock.at(at, () => emit(toEvent(each, outcome, clock.now(), more)));
  };
  const report = (each: Sent, outcome: 'Bounce' | 'Complaint', recipients: readonly string[]): void => {
    for (const address of recipients) if (!address.endsWith(simulator)) suppressed.add(address.toLowerCase());
    tell(each, outcome, detailsOf(outcome, recipients, 'General'));
  };
  const send = async (form: URLSearchParams): Promise<AwsReply> => {
    const configurationSet = form.get('ConfigurationSetName') ?? undefined;
    const mail = await toMail(rawOf(form), membersOf(form, 'Destinations'), clock.now());
    checkMail(assembly, { ...mail, from: bareAddress(form.get('Source') ?? mail.from) }, configurationSet);
    const each = { mail, configurationSet, tags: tagsOf(form) };
    mailbox.add(mail);
    sent.set(mail.id, each);
    tell(each, 'Send');
    deliver(each, suppressed, tell, report);
    return queryReply('SendRawEmail', { MessageId: mail.id });
  };
  const quota = async (): Promise<AwsReply> => {
    const last = mailbox.list({ since: new Date(clock.now() - dayMs).toISOString() }).length;
    return queryReply('GetSendQuota', { Max24HourSend: '50000.0', MaxSendRate: '14.0', SentLast24Hours: `${last}.0` });
  };

  return {
    service: {
      plan: (request) => {
        const form = new URLSearchParams(request.body.toString());
        const operation = form.get('Action') ?? '';
        if (operation === 'GetSendQuota')
          return { operation, needs: [{ action: 'ses:GetSendQuota', resource: '*' }], run: quota };
        if (operation === 'SendRawEmail') return { operation, needs: needsOf(assembly, form), run: () => send(form) };
        throw new AwsError('InvalidAction', `ses:${operation} is not run on a laptop.`);
      },
      refuse: queryRefusal,
    },
    mailbox,
    report: (mailId, outcome) => {
      const each = sent.get(mailId);
      if (each) report(each, outcome, each.mail.to);
      return each !== undefined;
    },
    suppressed,
    clear: () => {
      mailbox.clear();
      sent.clear();
      suppressed.clear();
    },
    snapshot: () => ({ sent: [...sent.values()], suppressed: [...suppressed] }),
    restore: (saved) => {
      const kept = saved as { readonly sent: readonly Sent[]; readonly suppressed: readonly string[] };
      mailbox.restore(kept.sent.map(({ mail }) => mail));
      for (const each of kept.sent) sent.set(each.mail.id, each);
      for (const address of kept.suppressed) suppressed.add(address);
    },
  };
}

/** What becomes of an accepted mail: the simulator's addresses decide by their name, all others are delivered. */
function deliver(
  each: Sent,
  suppressed: ReadonlySet<string>,
  tell: (each: Sent, outcome: Outcome, more?: object) => void,
  report: (each: Sent, outcome: 'Bounce' | 'Complaint', recipients: readonly string[]) => void,
): void {
  const { to } = each.mail;
  const simulated = (name: string) => to.filter((address) => isSimulated(address, name));
  const held = to.filter((address) => suppressed.has(address.toLowerCase()) || isSimulated(address, 'suppressionlist'));
  const bounced = simulated('bounce');
  if (held.length > 0) tell(each, 'Bounce', detailsOf('Bounce', held, 'OnAccountSuppressionList'));
  if (bounced.length > 0) report(each, 'Bounce', bounced);
  const delivered = to.filter((address) => !held.includes(address) && !bounced.includes(address));
  if (delivered.length > 0) {
    tell(each, 'Delivery', {
      processingTimeMillis: 0,
      recipients: delivered,
      smtpResponse: '250 ok',
      reportingMTA: 'laptop',
    });
  }
  const complained = simulated('complaint');
  if (complained.length > 0) report(each, 'Complaint', complained);
}

/** `bounce+label@simulator.amazonses.com` counts as `bounce`. */
function isSimulated(address: string, name: string): boolean {
  const lower = address.toLowerCase();
  return lower.endsWith(simulator) && lower.split('@')[0]?.split('+')[0] === name;
}

function detailsOf(outcome: 'Bounce' | 'Complaint', recipients: readonly string[], subType: string): object {
  const addresses = recipients.map((emailAddress) => ({ emailAddress }));
  if (outcome === 'Complaint') return { complainedRecipients: addresses, complaintFeedbackType: 'abuse' };
  return {
    bounceType: 'Permanent',
    bounceSubType: subType,
    bouncedRecipients: addresses.map((each) => ({
      ...each,
      action: 'failed',
      status: '5.1.1',
      diagnosticCode: 'smtp; 550 5.1.1',
    })),
    reportingMTA: 'laptop',
  };
}

/** SES asks for the right on the identity and, where one is used, on the configuration set. */
function needsOf(assembly: Assembly, form: URLSearchParams): readonly Need[] {
  const from = bareAddress(form.get('Source') ?? '') || (/^from:\s*(.+)$/im.exec(rawOf(form).toString())?.[1] ?? '');
  const address = bareAddress(from);
  const domain = address.split('@').at(-1) ?? '';
  // The most specific identity counts.
  const identity = assembly.byName('AWS::SES::EmailIdentity', address) ? address : domain;
  const set = form.get('ConfigurationSetName');
  const context = {
    'ses:FromAddress': address,
    'ses:Recipients': membersOf(form, 'Destinations').map(bareAddress),
  };
  const on = (resource: string): Need => ({ action: 'ses:SendRawEmail', resource: arnOf('ses', resource), context });
  return [on(`identity/${identity}`), ...(set ? [on(`configuration-set/${set}`)] : [])];
}

function rawOf(form: URLSearchParams): Buffer {
  const data = form.get('RawMessage.Data');
  if (!data) throw new AwsError('InvalidParameterValue', 'RawMessage.Data is missing.');
  const raw = Buffer.from(data, 'base64');
  if (raw.length > mostBytes)
    throw new AwsError('MessageRejected', `Message length is more than ${mostBytes} bytes long.`);
  return raw;
}

function checkMail(assembly: Assembly, mail: Mail, configurationSet: string | undefined): void {
  const { from, to } = mail;
  const known = assembly.ofType('AWS::SES::EmailIdentity').map(({ name }) => name.toLowerCase());
  const domain = from.toLowerCase().split('@').at(-1) ?? '';
  if (!known.some((name) => name === from.toLowerCase() || name === domain || domain.endsWith(`.${name}`))) {
    throw new AwsError(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check in region: ${from}`,
    );
  }
  const sets = assembly.ofType('AWS::SES::ConfigurationSet').map(({ name }) => name);
  if (configurationSet !== undefined && !sets.includes(configurationSet)) {
    throw new AwsError('ConfigurationSetDoesNotExist', `Configuration set <${configurationSet}> does not exist.`);
  }
  const wrong = to.find((address) => !/^[^@\s]+@[^@\s.][^@\s]*$/.test(address));
  if (to.length === 0) throw new AwsError('InvalidParameterValue', 'Missing required recipients.');
  if (wrong !== undefined) throw new AwsError('InvalidParameterValue', `Illegal address: ${wrong}`);
  if (to.length > mostRecipients) throw new AwsError('MessageRejected', `Recipient count exceeds ${mostRecipients}.`);
}
