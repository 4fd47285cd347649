import type { Clock } from '../clock.ts';
import type { BusEvent } from '../events/bus.ts';
import type { Faults } from '../faults.ts';
import { type JsonObject, maybeTextAt } from '../json.ts';
import type { Queues } from '../queues/service.ts';
import { AwsError } from '../service.ts';
import type { Ses } from '../ses/service.ts';
import type { ExecutionView } from '../states/service.ts';
import type { TokenSubject } from '../users/users.ts';
import { departmentsBelow } from './departments.ts';
import { BadRequest, only, textOf, toEnd, toFault, toInstant, toTokenRequest } from './input.ts';

export interface ControlOptions {
  readonly clock: Clock;
  /** Where the public API is served. */
  readonly apiUrl: string;
  /** The one endpoint of all AWS services, for tools that would speak to AWS. */
  readonly endpointUrl?: string;
  readonly issueToken: (subject: TokenSubject, ttlSeconds?: number) => Promise<string>;
  readonly ses: Pick<Ses, 'mailbox' | 'report'>;
  readonly events: (type?: string) => readonly BusEvent[];
  readonly executions: () => readonly ExecutionView[];
  readonly queues: Pick<Queues, 'view' | 'messages' | 'redrive'>;
  readonly faults: Faults;
  /** Empties what the system has stored and remembers. */
  readonly reset: () => Promise<void>;
}

interface ControlRequest {
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** The part of the path that the route leaves open. */
  readonly name: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `*` stands for one segment. */
  readonly path: string;
  readonly run: (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;
}

/** What tests and demonstrations may do to the system from outside. None of it is part of the product's API. */
export function controlRoutes(options: ControlOptions): readonly ControlRoute[] {
  const { faults, events, executions, reset, clock } = options;
  return [
    { method: 'POST', path: '/tokens', run: ({ body }) => issue(body, options) },
    { method: 'GET', path: '/clock', run: () => ok({ now: toText(clock.now()) }) },
    { method: 'POST', path: '/clock', run: ({ body }) => move(body, clock) },
    ...mailRoutes(options),
    ...queueRoutes(options),
    { method: 'GET', path: '/events', run: ({ query }) => list(events(pick(query, 'type')['type'])) },
    { method: 'GET', path: '/executions', run: () => list(executions()) },
    { method: 'GET', path: '/faults', run: () => list(faults.list()) },
    {
      method: 'POST',
      path: '/faults',
      run: ({ body }) => {
        const fault = toFault(body);
        faults.add(fault);
        return { status: 201, body: fault };
      },
    },
    {
      method: 'DELETE',
      path: '/faults',
      run: () => {
        faults.clear();
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/reset',
      run: async ({ body }) => {
        only(body);
        await reset();
        return ok({ now: toText(clock.now()) });
      },
    },
  ];
}

function mailRoutes({ ses }: ControlOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/mail',
      run: ({ query }) => {
        const { kind, to, since } = pick(query, 'kind', 'to', 'since');
        if (since !== undefined) toInstant(since, 'since');
        return list(ses.mailbox.list({ kind, to, since }));
      },
    },
    {
      method: 'DELETE',
      path: '/mail',
      run: () => {
        ses.mailbox.clear();
        return { status: 204 };
      },
    },
    { method: 'GET', path: '/mail/*', run: ({ name }) => ok(ses.mailbox.get(name) ?? missing(`mail ${name}`)) },
    {
      method: 'POST',
      path: '/mail/*/report',
      run: ({ name, body }) => {
        only(body, 'outcome');
        const outcome = { bounce: 'Bounce', complaint: 'Complaint' }[String(body['outcome'])] as 'Bounce' | undefined;
        if (!outcome) throw new BadRequest("'outcome' must be bounce or complaint.");
        return ses.report(name, outcome) ? { status: 202, body: { id: name } } : missing(`mail ${name}`);
      },
    },
  ];
}

function queueRoutes({ queues, endpointUrl }: ControlOptions): readonly ControlRoute[] {
  return [
    { method: 'GET', path: '/queues', run: () => ok({ items: queues.view(), endpoint: endpointUrl }) },
    { method: 'GET', path: '/queues/*', run: ({ name }) => list(queues.messages(name) ?? missing(`queue ${name}`)) },
    {
      method: 'POST',
      path: '/queues/*/redrive',
      run: ({ name }) => ok({ moved: queues.redrive(name) ?? missing(`queue ${name}`) }),
    },
  ];
}

async function issue(body: JsonObject, { issueToken, apiUrl }: ControlOptions): Promise<ControlAnswer> {
  const { subject, ttlSeconds } = toTokenRequest(body);
  try {
    if ('memberId' in subject || subject.departmentId === undefined) {
      return ok({ token: await issueToken(subject, ttlSeconds) });
    }
    const admin = await issueToken({ role: 'admin' }, 60);
    const departments = await departmentsBelow(apiUrl, admin, subject.departmentId);
    return ok({ token: await issueToken({ ...subject, departments: departments.join(' ') }, ttlSeconds) });
  } catch (error) {
    // The trigger refuses whom it does not know; that is for the caller to read.
    if (error instanceof AwsError) throw new BadRequest(error.message);
    throw error;
  }
}

async function move(body: JsonObject, clock: Clock): Promise<ControlAnswer> {
  await clock.advanceTo(toEnd(body, clock.now()));
  return ok({ now: toText(clock.now()) });
}

/** The named query parameters; others are refused. */
function pick(query: URLSearchParams, ...names: readonly string[]): Readonly<Record<string, string | undefined>> {
  const given = Object.fromEntries(query);
  only(given, ...names);
  for (const name of Object.keys(given)) textOf(given[name], name);
  return Object.fromEntries(names.map((name) => [name, maybeTextAt(given, name)]));
}

function missing(what: string): never {
  throw new BadRequest(`There is no ${what}.`, 404);
}

function list(items: readonly unknown[]): ControlAnswer {
  return ok({ items });
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function toText(instant: number): string {
  return new Date(instant).toISOString();
}
