import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** Where a dead letter belongs, or why it belongs nowhere. */
export type Destination =
  | { readonly queueArn: string }
  | { readonly entry: PutEventsRequestEntry }
  | { readonly why: string };

const Publishable = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.looseObject({}) });

/** A queue's letter goes back to that queue, the relay's to the bus. `bus` is for letters that do not name theirs. */
export function destinationOf(letter: Message, bus?: string): Destination {
  // Named by a consumer that set it aside, by SQS after the last delivery, or by a rule that could not deliver at all.
  const queueArn = text(letter, 'queue') ?? letter.Attributes?.DeadLetterQueueSourceArn ?? text(letter, 'TARGET_ARN');
  if (queueArn?.split(':')[2] === 'sqs') return { queueArn };
  if (text(letter, 'source') === 'relay') return toEntry(letter, text(letter, 'bus') ?? bus);
  if (queueArn !== undefined) return { why: `${queueArn} is no queue; what it missed runs again by itself` };
  return { why: 'it does not say where it came from' };
}

/** What the sender, or who set it aside, said about the cause. */
export function reasonOf(letter: Message): string {
  return (text(letter, 'reason') ?? text(letter, 'ERROR_MESSAGE') ?? 'delivered too often without success').slice(
    0,
    200,
  );
}

function text({ MessageAttributes }: Message, name: string): string | undefined {
  return MessageAttributes?.[name]?.StringValue;
}

function toEntry({ Body = '' }: Message, bus: string | undefined): Destination {
  if (bus === undefined) return { why: 'it does not name its bus: give --bus' };
  const event = Publishable.safeParse(fromJson(Body));
  if (!event.success) return { why: 'no bus takes an event without source, type and detail' };
  const { source: Source, 'detail-type': DetailType, detail } = event.data;
  return { entry: { EventBusName: bus, Source, DetailType, Detail: JSON.stringify(detail) } };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
