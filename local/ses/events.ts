import type { Assembly } from '../assembly.ts';
import type { AwsEvent } from '../events/bus.ts';
import { flagAt, objectAt, textAt, textsAt } from '../json.ts';
import { account, arnOf } from '../names.ts';
import type { Mail } from './mailbox.ts';

/** What SES tells about a mail. */
export type Outcome = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';

/** The detail type of each outcome on the bus. */
const detailTypes: Readonly<Record<Outcome, string>> = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  Reject: 'Email Rejected',
};

export interface Sent {
  readonly mail: Mail;
  readonly configurationSet: string | undefined;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** Whether the configuration set tells the default bus of such an outcome. */
export function isTold(assembly: Assembly, configurationSet: string | undefined, outcome: Outcome): boolean {
  return assembly.ofType('AWS::SES::ConfigurationSetEventDestination').some(({ properties }) => {
    const destination = objectAt(properties, 'EventDestination');
    // Names differ by API: `send`, `SEND`, `renderingFailure`, `RENDERING_FAILURE`.
    const types = textsAt(destination, 'MatchingEventTypes').map((type) => type.toLowerCase().replaceAll('_', ''));
    return (
      textAt(properties, 'ConfigurationSetName') === configurationSet &&
      flagAt(destination, 'Enabled') &&
      destination['EventBridgeDestination'] !== undefined &&
      types.includes(outcome.toLowerCase())
    );
  });
}

export function toEvent(
  { mail, configurationSet = '', tags }: Sent,
  outcome: Outcome,
  now: number,
  more: object,
): AwsEvent {
  const timestamp = new Date(now).toISOString();
  const { from, to, subject, headers } = mail;
  const identity = arnOf('ses', `identity/${from.split('@').at(-1)}`);
  return {
    source: 'aws.ses',
    type: detailTypes[outcome],
    resources: [arnOf('ses', `configuration-set/${configurationSet}`)],
    detail: {
      eventType: outcome,
      mail: {
        timestamp: mail.at,
        source: from,
        sourceArn: identity,
        sendingAccountId: account,
        messageId: mail.id,
        destination: to,
        headersTruncated: false,
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        commonHeaders: { from: [headers['from'] ?? from], to, messageId: mail.id, subject },
        tags: { 'ses:configuration-set': [configurationSet], 'ses:from-domain': [from.split('@').at(-1)], ...tags },
      },
      [outcome.toLowerCase()]: outcome === 'Send' ? {} : { timestamp, ...more },
    },
  };
}
