import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Context } from '#domain/contexts.ts';
import { DomainError } from '#domain/shared/error.ts';
import { type Key, partition } from '#store/keys.ts';
import type { Table, Write } from '#store/table.ts';
import type { Contract } from './contract.ts';
import { HttpProblem } from './problem.ts';

const Row = z.object({
  version: z.int(),
  hash: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  until: z.string(),
});

const keptMs = 24 * 60 * 60 * 1000;

/** What an Idempotency-Key asks: the row that holds the answer, and the hash of the request it belongs to. */
export interface Once {
  readonly key: Key;
  readonly hash: string;
}

/** The request's Idempotency-Key (per caller and route, POST only); undefined where none was sent. */
export function onceOf(
  context: Context,
  contract: Contract,
  callerId: string,
  event: APIGatewayProxyEventV2,
): Once | undefined {
  const sent = event.headers['idempotency-key'];
  if (sent === undefined || contract.method !== 'POST') return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(sent))
    throw new HttpProblem(400, 'shared.bad-header', { header: 'Idempotency-Key' });
  const digest = sha256([callerId, contract.method, event.rawPath, sent].join('\n'));
  return {
    key: { pk: partition(context, 'idempotency', digest), sk: 'answer' },
    hash: sha256([event.rawPath, event.rawQueryString, event.body ?? ''].join('\n')),
  };
}

/** The stored answer of the same request, if it was given in the last 24 hours. `stale` is an outlived row to write over. */
export async function earlier(
  table: Table,
  once: Once,
  now: Date,
  consistent: boolean,
): Promise<{ readonly answer?: APIGatewayProxyStructuredResultV2; readonly stale?: number }> {
  const item = await table.get(once.key, { consistent });
  if (item === undefined) return {};
  const row = Row.parse(item);
  // TTL removes rows up to days late, so the instant decides.
  if (row.until <= now.toISOString()) return { stale: row.version };
  if (row.hash !== once.hash) throw new DomainError('invalid', 'shared.idempotency-reused');
  return {
    answer: { statusCode: row.status, headers: { ...row.headers, 'idempotent-replayed': 'true' }, body: row.body },
  };
}

/** The row that is committed in the same transaction as the effect. */
export function answerRow(
  once: Once,
  answer: APIGatewayProxyStructuredResultV2,
  stale: number | undefined,
  now: Date,
): Write {
  const until = new Date(now.getTime() + keptMs);
  return {
    op: 'put',
    key: once.key,
    item: {
      version: (stale ?? 0) + 1,
      hash: once.hash,
      status: answer.statusCode ?? 200,
      headers: answer.headers ?? {},
      body: answer.body ?? '',
      until: until.toISOString(),
    },
    expect: stale === undefined ? 'absent' : { version: stale },
    expiresAt: Math.ceil(until.getTime() / 1000),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
