import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import { ulid } from 'ulid';
import type { Context } from '#domain/contexts.ts';
import type { Messages } from '#domain/shared/locale.ts';
import type { Role } from '#domain/shared/rights.ts';
import type { Route } from '#functions/http/contract.ts';
import { httpHandler } from '#functions/http/handler.ts';
import { makeWorld, type Parts } from '#functions/http/make-world.ts';
import { newMeter, type Observer } from '#functions/http/meter.ts';
import type { Secrets, World } from '#functions/http/world.ts';
import { memoryTable } from '#store/memory.ts';
import { opening } from '#store/sealed.ts';
import type { WrappingKeys } from '#store/sealed-values.ts';
import type { Table } from '#store/table.ts';

/** Who calls, as the token's claims would say. */
export interface As {
  readonly memberId?: string;
  readonly role?: Role;
  readonly departmentId?: string;
  /** Space-separated ids, or `all`. */
  readonly departments?: string;
  readonly locale?: 'zh-CN' | 'en';
}

export interface Call extends As {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends no claims at all. */
  readonly anonymous?: true;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely; the contracts' schemas have checked them.
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

/** A Crockford id that tests can read: `idOf('cus', 7)` → `cus_00000000000000000000000007`. */
export function idOf(prefix: string, n: number): string {
  return `${prefix}_${String(n).padStart(26, '0')}`;
}

export const testSecrets: Secrets = {
  signing: { current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64') } },
  matching: Buffer.alloc(32, 2).toString('base64'),
};

/** A clock that tests move by hand. */
export class TestClock {
  now: Date;

  constructor(now = '2026-11-22T01:00:00.000Z') {
    this.now = new Date(now);
  }

  advance(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }
}

/** Wrapping keys as KMS would open them: each its own. */
export const testWrappingKeys: WrappingKeys = async (number) => Buffer.alloc(32, 100 + number);

/** Parts over any table and a clock in hand; ids are made in order. What is read is opened, as for a function with the keys. */
export function testParts(clock = new TestClock(), table: Table = memoryTable()): Parts {
  let last = 0;
  return {
    table: opening(table, { wrappingKeys: testWrappingKeys }),
    clock: () => clock.now,
    ulid: (at) => {
      last += 1;
      return ulid(at.getTime()).slice(0, 10) + String(last).padStart(16, '0');
    },
    secrets: async () => testSecrets,
  };
}

export function testWorld(parts: Parts, invocation: Parameters<typeof makeWorld>[1] = {}): World {
  return makeWorld(parts, invocation);
}

/** An observer that keeps what was logged as a bug. */
export function testObserver(): Observer & { readonly bugs: unknown[] } {
  const bugs: unknown[] = [];
  return { meter: newMeter(), record: () => '0.000000000', bug: (error) => bugs.push(error), bugs };
}

/** A context in process: its real router, contracts and rules over a table in memory (or the given one) and a stopped clock. */
export function inProcess<W extends World = World>(
  context: Context,
  routes: readonly Route<W>[],
  messages: Messages,
  options: { clock?: TestClock; table?: Table; parts?: Parts; extend?: (world: World) => W; as?: As } = {},
) {
  const clock = options.clock ?? new TestClock();
  const parts = options.parts ?? testParts(clock, options.table);
  const observer = testObserver();
  const extend = options.extend ?? ((world: World) => world as W);
  const handler = httpHandler({ context, routes, messages, parts, observer, extend });
  const call = async (method: string, target: string, asked: Call = {}): Promise<Answer> => {
    const event = toEvent(method, target, { ...options.as, ...asked });
    const result = await handler(event, { getRemainingTimeInMillis: () => 10_000 } as LambdaContext);
    const text = result.body ?? '';
    const isJson = String(result.headers?.['content-type'] ?? '').includes('json');
    return {
      status: result.statusCode ?? 200,
      body: text === '' ? null : isJson ? JSON.parse(text) : text,
      headers: Object.fromEntries(Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)])),
    };
  };
  return { call, clock, parts, table: parts.table, bugs: observer.bugs, meter: observer.meter };
}

/** The payload 2.0 event that HTTP API would send after its authorizer. */
function toEvent(method: string, target: string, asked: Call): APIGatewayProxyEventV2 {
  const [path = '', rawQueryString = ''] = target.split('?');
  const claims = {
    memberId: asked.memberId ?? idOf('mem', 1),
    role: asked.role ?? 'admin',
    departmentId: asked.departmentId,
    departments: asked.departments ?? 'all',
    locale: asked.locale ?? 'en',
    zone: 'Asia/Shanghai',
  };
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const event = {
    version: '2.0',
    rawPath: path,
    rawQueryString,
    headers: { ...(asked.body === undefined ? {} : { 'content-type': type }), ...asked.headers },
    requestContext: {
      requestId: 'req-1',
      http: { method, path },
      ...(asked.anonymous === true ? {} : { authorizer: { jwt: { claims } } }),
    },
    ...(asked.body === undefined
      ? {}
      : { body: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body) }),
    isBase64Encoded: false,
  };
  return event as unknown as APIGatewayProxyEventV2;
}
