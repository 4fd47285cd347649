import { createHash } from 'node:crypto';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Destination, destinationOf, reasonOf } from './destination.ts';

export interface Redrive {
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  /** URL of the dead-letter queue. */
  readonly queueUrl: string;
  /** The bus of letters that do not name theirs. */
  readonly bus?: string;
  /** Resends so many at most. */
  readonly max?: number;
  /** How long to wait for letters that a first look does not show; 1 unless stated. */
  readonly waitSeconds?: number;
  readonly say: (line: string) => void;
}

export interface Redriven {
  readonly resent: number;
  readonly left: number;
}

/** Long enough that no letter that is left comes again within the run, which gives them back at its end. */
const hiddenSeconds = 900;

/**
 * Sends every letter to where it belongs, then deletes it: what is interrupted is sent twice, which consumers take for
 * once. A letter that comes back at once is left: its cause is not mended.
 */
export async function redrive(run: Redrive): Promise<Redriven> {
  const left = new Map<string, Message>();
  const sent = new Set<string>();
  const { max = Number.POSITIVE_INFINITY } = run;
  let resent = 0;
  while (resent < max) {
    const letters = await receive(run, Math.min(10, max - resent));
    // Those received before come again only when a run outlasts the time for which they are hidden.
    if (letters.every(({ MessageId = '' }) => left.has(MessageId))) break;
    for (const letter of letters) {
      const fault = await resend(run, letter, sent);
      if (fault === undefined) resent += 1;
      else {
        left.set(letter.MessageId ?? '', letter);
        run.say(`left   ${letter.MessageId}: ${fault} (${reasonOf(letter)})`);
      }
    }
  }
  for (const letter of left.values()) await giveBack(run, letter);
  return { resent, left: left.size };
}

async function receive({ sqs, queueUrl, waitSeconds = 1 }: Redrive, most: number): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: most,
      VisibilityTimeout: hiddenSeconds,
      // Waiting asks all of a queue's servers; without it an answer may be empty though letters are there.
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** Undefined when it went out; else why it stays. */
async function resend(run: Redrive, letter: Message, sent: Set<string>): Promise<string | undefined> {
  const destination = destinationOf(letter, run.bus);
  if ('why' in destination) return destination.why;
  const where = 'entry' in destination ? `bus ${destination.entry.EventBusName}` : nameOf(destination.queueArn);
  const known = createHash('sha256').update(`${where}\n${letter.Body}`).digest('base64');
  if (sent.has(known)) return 'it came back: its cause is not mended';
  const fault = await send(run, destination, letter);
  if (fault !== undefined) return fault;
  sent.add(known);
  await run.sqs.send(new DeleteMessageCommand({ QueueUrl: run.queueUrl, ReceiptHandle: letter.ReceiptHandle }));
  run.say(`resent ${letter.MessageId} to ${where} (${reasonOf(letter)})`);
  return undefined;
}

async function send(
  { sqs, events }: Redrive,
  destination: Exclude<Destination, { why: string }>,
  { Body }: Message,
): Promise<string | undefined> {
  if ('entry' in destination) {
    // A bus that refuses an entry says so inside a success.
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [destination.entry] }));
    const [answer] = Entries;
    return answer?.ErrorCode === undefined ? undefined : `the bus: ${answer.ErrorCode} ${answer.ErrorMessage ?? ''}`;
  }
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: nameOf(destination.queueArn) }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body }));
  return undefined;
}

function nameOf(queueArn: string): string {
  return queueArn.split(':').at(-1) ?? '';
}

async function giveBack({ sqs, queueUrl }: Redrive, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
}
