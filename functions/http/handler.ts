import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context as LambdaContext } from 'aws-lambda';
import type { Context } from '#domain/contexts.ts';
import type { Caller } from '#domain/shared/caller.ts';
import type { Messages } from '#domain/shared/locale.ts';
import { StaleWrite, signedBy, withConsistentReads } from '#store/table.ts';
import { assertMay } from './call.ts';
import { askedLocale, callerFrom } from './caller.ts';
import { Reply, type Route } from './contract.ts';
import { answerRow, earlier, type Once, onceOf } from './idempotency.ts';
import { AlreadyDone, makeWorld, type Parts } from './make-world.ts';
import { type Observer, resetMeter } from './meter.ts';
import { parse } from './parse.ts';
import { HttpProblem, problem } from './problem.ts';
import { type Throttle, throttle } from './throttle.ts';
import type { World } from './world.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

export interface Service<W extends World> {
  readonly context: Context;
  readonly routes: readonly Route<W>[];
  /** The context's words for its codes. */
  readonly messages: Messages;
  readonly parts: Parts;
  readonly observer: Observer;
  /** Adds what only this context may touch (a state machine, a user pool). */
  readonly extend: (world: World) => W;
}

/** A caller of a public route: nobody, who may nothing. */
const nobody: Caller = {
  memberId: 'public',
  role: 'customer',
  departments: [],
  locale: 'zh-CN',
  zone: 'Asia/Shanghai',
};

/** One Lambda handler for all the routes of a context. */
export function httpHandler<W extends World>(service: Service<W>) {
  const limit = throttle();
  const state: State = { startedMs: 0, route: 'none', cause: undefined };
  const router = httpRouter<Event, Result>(
    service.routes.map((route) => ({
      method: route.contract.method,
      path: route.contract.path,
      handler: (event: Event) => serve(service, route, event, limit, state),
    })),
  );
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .before(() => {
      resetMeter(service.observer.meter);
      Object.assign(state, { startedMs: performance.now(), route: 'none', cause: undefined });
    })
    .after((request) => {
      request.response = finished(
        service,
        request.event,
        request.response ?? { statusCode: 204 },
        state,
        request.context,
      );
    })
    .onError((request) => {
      const answer = refused(service, request.event, request.error);
      request.response = finished(service, request.event, answer, state, request.context);
    })
    .handler((event: Event, context: LambdaContext) =>
      router(event, context, { signal: new AbortController().signal }),
    );
}

/** What the running request has learnt about itself, for its one log line. */
interface State {
  startedMs: number;
  route: string;
  cause: string | undefined;
}

async function serve<W extends World>(
  service: Service<W>,
  route: Route<W>,
  event: Event,
  limit: Throttle,
  state: State,
): Promise<Result> {
  const { contract } = route;
  state.route = contract.operationId;
  const caller = callerFor(contract.permission, event);
  limit(caller.memberId, service.parts.clock().getTime());
  const input = parse(contract, event);
  const once = onceOf(service.context, contract, caller.memberId, event);
  const run = (consistent: boolean) =>
    attempt(service, route, { input, caller, once, consistent, state, requestId: event.requestContext.requestId });
  try {
    return await run(false);
  } catch (error) {
    // Reads are eventually consistent: a lost race is looked at once more before the caller is told.
    if (error instanceof StaleWrite || error instanceof AlreadyDone) return await run(true);
    throw error;
  }
}

function callerFor(permission: Route['contract']['permission'], event: Event): Caller {
  if (permission === 'public')
    return { ...nobody, locale: askedLocale(event.headers['accept-language']) ?? nobody.locale };
  const caller = callerFrom(event);
  if (caller === undefined) throw new HttpProblem(401, 'shared.unauthorized');
  assertMay(caller, permission);
  return caller;
}

interface Attempt {
  readonly input: unknown;
  readonly caller: Caller;
  readonly once: Once | undefined;
  readonly consistent: boolean;
  readonly state: State;
  readonly requestId: string;
}

async function attempt<W extends World>(service: Service<W>, route: Route<W>, asked: Attempt): Promise<Result> {
  const { once, caller, consistent, state } = asked;
  const signed = signedBy(service.parts.table, { actor: caller.memberId, request: asked.requestId });
  const table = consistent ? withConsistentReads(signed) : signed;
  const now = service.parts.clock();
  const before = once === undefined ? {} : await earlier(table, once, now, consistent);
  if (before.answer !== undefined) return before.answer;
  const world = makeWorld(
    { ...service.parts, table },
    {
      actorId: caller.memberId,
      onEvent: (subject) => {
        state.cause ??= subject;
        service.observer.meter.events += 1;
      },
      ...(once === undefined
        ? {}
        : { companion: (answer: unknown) => answerRow(once, render(route, answer), before.stale, now) }),
    },
  );
  const answer = await route.operation(asked.input as never, caller, service.extend(world));
  return render(route, answer);
}

/** The answer as the contract promises it; an output that breaks the contract is our bug, not the caller's. */
function render({ contract }: Route<never>, answer: unknown): Result {
  const reply = answer instanceof Reply ? answer : new Reply(contract.status, answer);
  if (typeof reply.body === 'string')
    return { statusCode: reply.status, headers: { ...reply.headers }, body: reply.body };
  if (contract.output === undefined) return { statusCode: reply.status, headers: { ...reply.headers } };
  const body = contract.output.parse(reply.body);
  return {
    statusCode: reply.status,
    headers: { 'content-type': 'application/json', ...etagOf(body), ...reply.headers },
    body: JSON.stringify(body),
  };
}

function etagOf(body: unknown): Record<string, string> {
  const version = (body as { version?: unknown } | null)?.version;
  return typeof version === 'number' ? { etag: `"${version}"` } : {};
}

function refused<W extends World>(service: Service<W>, event: Event, error: unknown): Result {
  const { requestId } = event.requestContext;
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  const answer = problem(error, {
    target: `${event.rawPath}${query}`,
    locale: askedLocale(event.headers['accept-language']) ?? callerFrom(event)?.locale ?? 'zh-CN',
    requestId,
    messages: service.messages,
    ifMatch: event.headers['if-match'] !== undefined,
  });
  if (answer.statusCode === 500) service.observer.bug(error, { requestId });
  return answer;
}

function finished<W extends World>(
  service: Service<W>,
  event: Event,
  answer: Result,
  state: State,
  lambda: LambdaContext,
): Result {
  const { requestId } = event.requestContext;
  const usd = service.observer.record({
    route: state.route,
    requestId,
    invocationId: lambda.awsRequestId ?? requestId,
    cause: state.cause,
    status: answer.statusCode ?? 200,
    isApi: true,
    elapsedMs: performance.now() - state.startedMs,
  });
  return { ...answer, headers: { ...answer.headers, 'x-request-id': requestId, 'x-cost-usd': usd } };
}
