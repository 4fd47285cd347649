import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import * as z from 'zod';
import { type Contract, route } from '#functions/http/contract.ts';
import { httpHandler } from '#functions/http/handler.ts';
import { realTime } from '#functions/http/make-world.ts';
import { observe } from '#functions/http/meter.ts';
import { memoryTable } from '#store/memory.ts';
import { tell } from '../tell.ts';

/**
 * The whole layer around an operation that does nothing: an event of 1 KB with 30 fields is routed, validated, answered
 * and observed by the real observer, whose log line and metric go to the standard output.
 */
const line = z.string().trim().min(1).max(200);
const Probe = z.strictObject({
  ...Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`line${n}`, line])),
  email: z.email(),
  kind: z.enum(['company', 'individual']),
  level: z.enum(['strategic', 'vip', 'key', 'normal', 'potential']),
  at: z.iso.datetime(),
  on: z.iso.date(),
  size: z.int().min(0),
  revenue: z.strictObject({ minor: z.int(), currency: z.string().length(3) }),
  address: z.strictObject({ country: line, province: line, city: line, line }),
  tags: z.array(line).max(20),
  active: z.boolean(),
  note: z.string().max(2000).optional(),
});
const body = {
  ...Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`line${n}`, `上海医疗器械 Shanghai ${n}`])),
  email: 'wang@example.com',
  kind: 'company',
  level: 'vip',
  at: '2026-11-22T01:00:00.000Z',
  on: '2026-11-22',
  size: 250,
  revenue: { minor: 120_000_000, currency: 'CNY' },
  address: { country: 'CN', province: '上海', city: '上海', line: '南京东路 100 号' },
  tags: ['华东区域', 'medical'],
  active: true,
  note: 'Met at the fair; wants a quotation for twelve devices before the end of the month.',
};

const createProbe = {
  method: 'POST',
  path: '/v1/probes',
  operationId: 'createProbe',
  summary: 'Do nothing',
  permission: 'signed-in',
  body: Probe,
  status: 201,
  output: z.strictObject({ id: z.string(), ...Probe.shape, version: z.int() }),
} as const satisfies Contract;
const others = Array.from(
  { length: 30 },
  (_, n) => ({ ...createProbe, path: `/v1/others${n}/{id}`, operationId: `other${n}` }) satisfies Contract,
);
const routes = [...others, createProbe].map((contract) =>
  route(contract, async (input) => ({ id: 'prb_1', ...input.body, version: 1 })),
);

const handler = httpHandler({
  context: 'customers',
  routes,
  messages: {},
  parts: { ...realTime, table: memoryTable(), secrets: async () => ({}) as never },
  observer: observe('customers'),
  extend: (world) => world,
});
const text = JSON.stringify(body);

/** What Lambda hands over anew for each request. Each tenth request is another caller's, so that nobody is throttled. */
function newEvent(n: number): APIGatewayProxyEventV2 {
  const claims = {
    memberId: `mem_${n}`,
    role: 'admin',
    departmentId: 'dep_1',
    departments: 'dep_1 dep_2',
    locale: 'en',
    zone: 'Asia/Shanghai',
  };
  return {
    version: '2.0',
    routeKey: 'POST /v1/probes',
    rawPath: '/v1/probes',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8', authorization: 'x' },
    requestContext: {
      requestId: `req-${n}`,
      http: { method: 'POST', path: '/v1/probes' },
      authorizer: { jwt: { claims, scopes: [] } },
    },
    body: text,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

const lambda = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 10_000 } as LambdaContext;

async function microsecondsEach(requests: number): Promise<number> {
  const events = Array.from({ length: requests }, (_, n) => newEvent(n % 1000));
  const before = process.cpuUsage();
  for (const event of events) await handler(event, lambda);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

const first = await handler(newEvent(0), lambda);
if (first.statusCode !== 201) throw new Error(`the probe answered ${first.statusCode}: ${first.body}`);
await microsecondsEach(20_000);
const rounds: number[] = [];
for (let round = 0; round < 25; round += 1) rounds.push(await microsecondsEach(2000));
tell({ rounds });
