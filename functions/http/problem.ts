import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type Code, DomainError, type Kind } from '#domain/shared/error.ts';
import type { Locale, Messages } from '#domain/shared/locale.ts';
import { sharedMessages } from '#domain/shared/messages.ts';
import { refusedNumber } from '#domain/shared/text.ts';
import { StaleWrite } from '#store/table.ts';
import { badFields, fill } from './field-messages.ts';

/** The caller's input broke the contract. A bare ZodError anywhere else is our own bug, so it stays a 500. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly part: 'body' | 'query';
  override readonly cause: z.ZodError;

  constructor(part: 'body' | 'query', cause: z.ZodError) {
    super('The request is not valid.');
    this.part = part;
    this.cause = cause;
  }
}

/** What was asked for stands at another id, for ever: 308 to the same address with that id. */
export class Moved extends Error {
  override readonly name = 'Moved';
  readonly from: string;
  readonly to: string;

  constructor(from: string, to: string) {
    super('moved');
    this.from = from;
    this.to = to;
  }
}

/** What HTTP itself has a status for and no rule says. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: 400 | 401 | 404 | 412 | 413 | 415 | 428 | 429;
  readonly code: Code;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: HttpProblem['status'],
    code: Code,
    facts: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.facts = facts;
    this.headers = headers;
  }
}

const statusOf = { invalid: 422, missing: 404, conflict: 409, forbidden: 403 } as const satisfies Record<Kind, number>;

export interface Asked {
  readonly locale: Locale;
  readonly requestId: string;
  /** Path and query as they were sent; what has moved is answered with them. */
  readonly target?: string;
  readonly messages: Messages;
  /** Whether the request named the version that it read: then a lost race is 412, not 409. */
  readonly ifMatch: boolean;
}

/** Turns whatever was thrown into an RFC 9457 problem. Only a rule's own words reach the caller; nothing unknown is serialized. */
export function problem(error: unknown, asked: Asked): APIGatewayProxyStructuredResultV2 {
  if (error instanceof DomainError) {
    const errors = error.errors.map(({ pointer, code, facts }) => ({
      pointer,
      code,
      detail: words(code, facts ?? {}, asked),
    }));
    return respond(
      badCursor(error) ? 400 : statusOf[error.kind],
      error.code,
      error.facts,
      asked,
      errors.length > 0 ? { errors } : {},
    );
  }
  if (error instanceof InvalidInput) {
    const errors = badFields(error.cause.issues, error.part, asked.locale, (code, facts) => words(code, facts, asked));
    // The form is right and the content may not be kept: then a rule has said no, not the contract.
    const isContent = errors.length > 0 && errors.every(({ code }) => code === refusedNumber);
    return isContent
      ? respond(422, refusedNumber, {}, asked, { errors })
      : respond(400, 'shared.invalid-input', {}, asked, { errors });
  }
  if (error instanceof HttpProblem) return respond(error.status, error.code, error.facts, asked, {}, error.headers);
  if (error instanceof Moved) {
    const headers = { location: (asked.target ?? '').replace(error.from, error.to) };
    return respond(308, 'shared.moved', { id: error.to }, asked, {}, headers);
  }
  if (error instanceof StaleWrite) {
    return asked.ifMatch ? respond(412, 'shared.stale', {}, asked) : respond(409, 'shared.conflict', {}, asked);
  }
  if (isNoRoute(error)) return respond(404, 'shared.no-route', {}, asked);
  return respond(500, 'shared.bug', {}, asked);
}

/** Says no to a cursor that is not ours: the request breaks the contract, though only the operation can tell. */
function badCursor(error: DomainError): boolean {
  return error.code === 'shared.bad-cursor';
}

/** What @middy/http-router throws when no route fits. */
function isNoRoute(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}

function words(code: string, facts: Readonly<Record<string, unknown>>, { messages, locale }: Asked): string {
  const text = messages[code] ?? (sharedMessages as Messages)[code];
  return text === undefined ? code : fill(text[locale], facts);
}

function respond(
  status: number,
  code: string,
  facts: Readonly<Record<string, unknown>>,
  asked: Asked,
  more: Record<string, unknown> = {},
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const title = words(code, facts, asked);
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'content-language': asked.locale, ...headers },
    body: JSON.stringify({
      ...facts,
      type: `/docs/problems#${code}`,
      title,
      status,
      detail: title,
      code,
      requestId: asked.requestId,
      ...more,
    }),
  };
}
