import type { JWTPayload } from 'jose';
import { account, region } from '../names.ts';
import type { Match } from './routes.ts';

export interface HttpRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface EventParts {
  readonly request: HttpRequest;
  readonly match: Match;
  readonly claims: JWTPayload | undefined;
  readonly apiId: string;
  readonly now: number;
}

/** Bodies of these types reach a function as text, all others (forms too) in base64. */
const textual = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+json|[\w.-]+\+xml)\b)/i;

/** The event of payload format 2.0. */
export function toEvent({ request, match, claims, apiId, now }: EventParts) {
  const { cookie, ...headers } = request.headers;
  const query = queryOf(request.rawQuery);
  const isText = textual.test(request.headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: request.path,
    rawQueryString: request.rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: contextOf({ request, match, claims, apiId, now }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

function contextOf({ request, match, claims, apiId, now }: EventParts) {
  return {
    accountId: account,
    apiId,
    domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
    domainPrefix: apiId,
    ...(claims && { authorizer: { jwt: { claims: asTexts(claims), scopes: scopesOf(match) } } }),
    http: {
      method: request.method,
      path: request.path,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: request.requestId,
    routeKey: match.route.key,
    stage: '$default',
    time: new Date(now).toUTCString(),
    timeEpoch: now,
  };
}

/** API Gateway hands on all claims as texts, lists in brackets. */
function asTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

function scopesOf({ route }: Match): readonly string[] | null {
  return route.scopes.length > 0 ? route.scopes : null;
}

/** A repeated name has its values joined with a comma, which is why handlers read rawQueryString. */
function queryOf(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === '') return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}
