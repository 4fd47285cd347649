import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { DomainError } from '#domain/shared/error.ts';
import type { Meter } from '#functions/http/meter.ts';

/** A message that can never succeed, on its way to the dead-letter queue. */
export interface SetAside {
  /** As it came, so that it can be sent again. */
  readonly body: string;
  readonly reason: string;
  /** Who set it aside: `relay`, or `<context>/<subscription>`. */
  readonly source: string;
  /** ARN of the queue, or name of the bus, to which tools/redrive.ts sends it again. */
  readonly queue?: string;
  readonly bus?: string;
}

export type DeadLetters = (message: SetAside) => Promise<void>;

/** The message's body is not JSON: no repetition will make it so. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/** Why the work can never succeed; undefined for failures that may pass. */
export function whyNever(error: unknown): string | undefined {
  if (error instanceof NotJson) return 'not JSON';
  if (error instanceof DomainError) return `rule: ${error.code}`;
  if (!(error instanceof z.ZodError)) return undefined;
  // Paths and messages only: a value could be personal data.
  const issues = error.issues.map(({ path, message }) => `/${path.map(String).join('/')} ${message}`);
  return `contract: ${issues.join('; ')}`;
}

const reasonLengthMax = 1000;

/**
 * Sends to the queue at `url`. The client is made with the first message: most containers never need it. It is imported
 * statically, because a dynamic import bundles the whole client and wraps all that it shares with others (24 KB).
 */
export function deadLetters(url: string, meter: Meter): DeadLetters {
  return async ({ body, reason, source, queue, bus }) => {
    client ??= new SQSClient({});
    meter.queueRequests += 1;
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: {
          reason: attribute(reason),
          source: attribute(source),
          ...(queue === undefined ? {} : { queue: attribute(queue) }),
          ...(bus === undefined ? {} : { bus: attribute(bus) }),
        },
      }),
    );
  };
}

let client: SQSClient | undefined;

/** SQS refuses empty attributes and control characters. */
function attribute(text: string) {
  const printable = text.replaceAll(/[^\P{C}\t\n]/gu, '?').slice(0, reasonLengthMax);
  return { DataType: 'String', StringValue: printable === '' ? 'unknown' : printable };
}
