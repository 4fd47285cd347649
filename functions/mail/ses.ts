import { GetSendQuotaCommand, SESClient, type SESClientConfig, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { messageTag, readerTag } from '#events/mail.ts';
import { type Pace, pace } from './pace.ts';
import type { Answer, Outgoing, Transport } from './transport.ts';

export interface SesSettings {
  readonly sender: string;
  readonly configurationSet: string;
  readonly client?: SESClientConfig;
  readonly pace?: Pace;
}

/** Amazon SES. The client is made with the first message. */
export function sesTransport({ sender, configurationSet, client: config, pace: given }: SesSettings): Transport {
  let made: SESClient | undefined;
  const client = () => {
    // SES knows no idempotency: the SDK's own retries after a lost answer would send twice.
    made ??= new SESClient({
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000 },
      ...config,
    });
    return made;
  };
  const rate =
    given ??
    pace(async () => {
      const { MaxSendRate = 1 } = await client().send(new GetSendQuotaCommand({}));
      return MaxSendRate;
    });
  return {
    send: async (message) => {
      await rate.wait();
      try {
        const { MessageId = '' } = await client().send(
          new SendRawEmailCommand(toInput(message, sender, configurationSet)),
        );
        return { outcome: 'accepted', serviceId: MessageId };
      } catch (error) {
        const answer = answerOf(error);
        if (answer.outcome === 'refused' && answer.isThrottled) await rate.slowDown();
        return answer;
      }
    },
  };
}

function toInput({ messageId, reader, to, raw }: Outgoing, sender: string, configurationSet: string) {
  return {
    Source: sender,
    Destinations: [to],
    RawMessage: { Data: raw },
    ConfigurationSetName: configurationSet,
    Tags: [
      { Name: messageTag, Value: messageId },
      { Name: readerTag, Value: reader },
    ],
  };
}

/** SES says these of the message itself; everything else it says with a 4xx is about the account or the moment. */
const rejections = new Set([
  'MessageRejected',
  'InvalidParameterValue',
  'InvalidParameterCombination',
  'ValidationError',
]);
const throttlings = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'LimitExceededException',
]);
/** No connection, so nothing was handed over. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** What an error of the SDK means for the message. Its text may name an address, so only its name is kept. */
export function answerOf(error: unknown): Answer {
  const {
    name = 'Error',
    code,
    $metadata,
  } = error as {
    readonly name?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (rejections.has(name)) return { outcome: 'rejected', reason: name };
  const status = $metadata?.httpStatusCode ?? 0;
  if (throttlings.has(name)) return { outcome: 'refused', reason: name, isThrottled: true };
  if ((status >= 400 && status < 500) || (code !== undefined && unreached.has(code))) {
    return { outcome: 'refused', reason: code ?? name, isThrottled: false };
  }
  return { outcome: 'unknown', reason: code ?? name };
}
