import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { JWTPayload } from 'jose';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, objectAt, textAt, textsAt } from '../json.ts';
import { requirePermission } from '../lambda/permissions.ts';
import type { Busy, Invoke } from '../service.ts';
import type { Verification } from '../users/tokens.ts';
import { headersOf, readBody } from '../wire.ts';
import { type Cors, corsHeaders, corsOf, preflight } from './cors.ts';
import { type HttpRequest, toEvent } from './event.ts';
import { findRoute, type Match, type Route, routesOf } from './routes.ts';

export interface HttpApiOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly verify: (token: string, verification: Verification) => Promise<JWTPayload>;
  readonly log: (line: string) => void;
}

/** Limits of API Gateway: the whole request, and how long it waits for a function (real time). */
const mostBytes = 10 * 2 ** 20;
const mostWaitMs = 30_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** The HTTP API of the template, payload format 2.0. What it answers by itself cannot be shaped, on AWS neither. */
export class HttpApi implements Busy {
  readonly #options: HttpApiOptions;
  readonly #api: Resource;
  readonly #cors: Cors | undefined;
  readonly #routes: readonly Route[];
  #inFlight = 0;

  constructor(options: HttpApiOptions, api: Resource) {
    this.#options = options;
    this.#api = api;
    this.#cors = corsOf(api);
    this.#routes = routesOf(options.assembly, api);
    for (const functionArn of new Set(this.#routes.map((route) => route.functionArn))) {
      requirePermission(options.assembly, functionArn, 'apigateway.amazonaws.com');
    }
  }

  isBusy(): boolean {
    return this.#inFlight > 0;
  }

  readonly listener: RequestListener = (message, response) => {
    this.#inFlight++;
    this.#serve(message, response)
      .catch((error: unknown) => {
        this.#options.log(`${message.method} ${message.url}: ${String(error)}`);
        response.destroy();
      })
      .finally(() => this.#inFlight--);
  };

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message, mostBytes);
    const [path = '/', rawQuery = ''] = (message.url ?? '/').split('?', 2);
    const method = message.method ?? 'GET';
    const request = { requestId: randomUUID(), method, path, rawQuery, headers: headersOf(message) };
    const answer = body ? await this.#answer({ ...request, body }) : refusal(413, 'Request Entity Too Large');
    const cors = this.#cors ? corsHeaders(this.#cors, request.headers['origin']) : {};
    const headers = { ...answer.headers, ...cors, 'apigw-requestid': request.requestId };
    response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(request: HttpRequest): Promise<Answer> {
    if (this.#cors && request.method === 'OPTIONS' && request.headers['origin']) {
      return { status: 204, headers: preflight(this.#cors), body: '' };
    }
    const match = findRoute(this.#routes, request.method, request.path);
    if (!match) return refusal(404, 'Not Found');
    const authorized = await this.#authorize(match.route, request.headers['authorization']);
    return 'status' in authorized ? authorized : this.#invoke(request, match, authorized.claims);
  }

  async #authorize(route: Route, header: string | undefined): Promise<Answer | { readonly claims?: JWTPayload }> {
    if (!route.jwt) return {};
    try {
      const claims = await this.#options.verify((header ?? '').replace(/^bearer /i, ''), route.jwt);
      const scopes = String(claims['scope'] ?? '').split(' ');
      const isAllowed = route.scopes.length === 0 || route.scopes.some((scope) => scopes.includes(scope));
      return isAllowed ? { claims } : refusal(403, 'Forbidden');
    } catch {
      // Whatever is wrong with a token, the caller learns no more than that.
      return {
        ...refusal(401, 'Unauthorized'),
        headers: { 'content-type': 'application/json', 'www-authenticate': 'Bearer' },
      };
    }
  }

  async #invoke(request: HttpRequest, match: Match, claims: JWTPayload | undefined): Promise<Answer> {
    const { clock, invoke, log } = this.#options;
    const event = toEvent({ request, match, claims, apiId: this.#api.name, now: clock.now() });
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => resolve(refusal(503, 'Service Unavailable')), mostWaitMs);
    });
    try {
      return await Promise.race([invoke(match.route.functionArn, event).then(toAnswer), timeout]);
    } catch (error) {
      log(`${match.route.key}: ${String(error)}`);
      return refusal(500, 'Internal Server Error');
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A function's answer: a response, or anything else, which is then the body. */
function toAnswer(result: unknown): Answer {
  if (!isObject(result) || result['statusCode'] === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const given = Object.entries(objectAt(result, 'headers')).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const cookies = textsAt(result, 'cookies');
  const body = result['body'] === undefined ? '' : textAt(result, 'body');
  return {
    status: Number(result['statusCode']),
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: result['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : body,
  };
}

function refusal(status: number, message: string): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
