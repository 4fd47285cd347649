import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { formFields } from './form.ts';
import { HttpProblem, InvalidInput } from './problem.ts';

/** 256 KB: what EventBridge and SQS carry, so that nothing accepted here is too large later. */
const maxBodyBytes = 262_144;
const nothing = z.strictObject({});

export interface Parsed {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: number | undefined;
  readonly isDryRun: boolean;
}

/** Path, query and body, each parsed once by its own schema of the contract. */
export function parse(contract: Contract, event: APIGatewayProxyEventV2): Parsed {
  const ifMatch = contract.ifMatch === true ? versionOf(event.headers['if-match']) : undefined;
  return {
    params: paramsOf(contract, event.pathParameters),
    query: only(contract.query ?? nothing, queryOf(event), 'query'),
    body: bodyOf(contract, event),
    ifMatch,
    isDryRun: contract.dryRun === true && prefers(event.headers['prefer'], 'dry-run'),
  };
}

/** The same of what code asks for: each part by its own schema, though nobody sent it over the wire. */
export function parseCall(contract: Contract, { params, query, body, ifMatch, isDryRun }: Partial<Parsed>): Parsed {
  return {
    params: paramsOf(contract, params),
    query: only(contract.query ?? nothing, query ?? {}, 'query'),
    body: contract.body === undefined ? undefined : only(contract.body, body, 'body'),
    ifMatch,
    isDryRun: contract.dryRun === true && isDryRun === true,
  };
}

/** `Prefer: dry-run, wait=10` (RFC 7240): preferences are separated by commas, and unknown ones are passed over. */
function prefers(header: string | undefined, preference: string): boolean {
  return (header ?? '').split(',').some((each) => each.trim().toLowerCase() === preference);
}

/** An id that cannot exist is as unknown as one that does not: 404. */
function paramsOf({ params = nothing }: Contract, given: unknown): unknown {
  const parsed = params.safeParse(given ?? {});
  if (!parsed.success) throw new HttpProblem(404, 'shared.not-found', { what: 'id' });
  return parsed.data;
}

/** From the raw string: payload 2.0 joins repeated parameters with commas, which a value may also hold. */
function queryOf(event: APIGatewayProxyEventV2): Record<string, unknown> {
  // Without a prototype even `__proto__` is a name like another, and as unknown.
  const query: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    // Twice the same parameter is no string any more, so every schema refuses it at its name.
    query[name] = Object.hasOwn(query, name) ? [query[name], value] : value;
  }
  return query;
}

function bodyOf(contract: Contract, event: APIGatewayProxyEventV2): unknown {
  if (contract.method === 'GET' || contract.method === 'DELETE') return undefined;
  const raw = rawBody(event);
  const schema = contract.body ?? nothing;
  if (raw === '') return only(schema, {}, 'body');
  const accepts = contract.accepts ?? 'application/json';
  const contentType = event.headers['content-type'] ?? '';
  const sent = contentType.split(';')[0]?.trim().toLowerCase();
  const isForm = accepts === 'application/x-www-form-urlencoded';
  // Mail programs unsubscribe with either kind of form (RFC 8058 3.2).
  const isAccepted = sent === accepts || (isForm && sent === 'multipart/form-data');
  if (!isAccepted) throw new HttpProblem(415, 'shared.unsupported-media-type', { accepts });
  if (isForm) return only(schema, formFields(raw, contentType), 'body');
  return only(schema, jsonOf(raw), 'body');
}

function rawBody({ body, isBase64Encoded }: APIGatewayProxyEventV2): string {
  if (body === undefined) return '';
  const raw = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (Buffer.byteLength(raw) > maxBodyBytes) throw new HttpProblem(413, 'shared.too-large');
  return raw;
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new HttpProblem(400, 'shared.not-json');
  }
}

function only(schema: z.ZodType, value: unknown, part: 'body' | 'query'): unknown {
  // With its input an issue tells a field that is missing from one that is wrong (field-messages.ts).
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw new InvalidInput(part, parsed.error);
  return parsed.data;
}

/** `If-Match: "7"`; RFC 9110 allows `*` and lists, which would hide what the caller read, so they are refused. */
function versionOf(header: string | undefined): number {
  if (header === undefined) throw new HttpProblem(428, 'shared.if-match-missing');
  const match = /^"(\d{1,15})"$/.exec(header.trim());
  if (match === null) throw new HttpProblem(400, 'shared.bad-header', { header: 'If-Match' });
  return Number(match[1]);
}
