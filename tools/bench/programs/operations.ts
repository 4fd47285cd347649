import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import { messages } from '#domain/customers/messages.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { firstStamps } from '#domain/shared/stamps.ts';
import { routes } from '#functions/customers/routes.ts';
import { env } from '#functions/http/env.ts';
import { httpHandler } from '#functions/http/handler.ts';
import { realTime } from '#functions/http/make-world.ts';
import { observe } from '#functions/http/meter.ts';
import { documentClient, dynamoTable } from '#store/dynamo.ts';
import { putDepartment, putMember } from '#store/members-directory.ts';
import { tell } from '../tell.ts';

/**
 * CPU of whole requests over that of the very same calls made bare: what a request sends is kept, and sent again by the
 * SDK alone, in turn. Reads only, because the same write does not succeed twice.
 */
const requestsOfRound = 25;
const rounds = 40;
/** Until the compiler has settled: our own code without the engine's delays, then the SDK's. */
const requestsBefore = { ours: 12_000, sdk: 1000 };

const client = documentClient();
type Command = Parameters<typeof client.send>[0];
interface Sent {
  readonly command: Command;
  readonly answer: unknown;
}
/** What the request that runs has sent, while it is kept. */
let kept: Sent[] | undefined;
/** While it is set, what was kept is answered again, in order, and nothing is sent. */
let answered: Iterator<Sent> | undefined;

const keeping = new Proxy(client, {
  get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)),
});

async function send(command: Command): Promise<unknown> {
  if (answered !== undefined) return answered.next().value.answer;
  const answer = await client.send(command);
  kept?.push({ command, answer });
  return answer;
}

function* again(sent: readonly Sent[]): Generator<Sent, never> {
  for (;;) yield* sent;
}

const observer = observe('customers');
const table = dynamoTable({ tableName: env('TABLE_NAME'), client: keeping, capacity: observer.meter.capacity });
const handler = httpHandler({
  context: 'customers',
  routes,
  messages,
  parts: {
    ...realTime,
    table,
    secrets: async () => ({
      signing: { current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64') } },
      matching: Buffer.alloc(32, 2).toString('base64'),
    }),
  },
  observer,
  extend: (world) => world,
});
const lambda = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 10_000 } as LambdaContext;
let asked = 0;

async function request(method: string, path: string, body?: unknown): Promise<{ readonly id: string }> {
  // Another caller each time, so that nobody is throttled.
  asked += 1;
  const claims = { memberId: `mem_${asked % 997}`, role: 'admin', departments: 'all', locale: 'en', zone: 'UTC' };
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const { statusCode = 0, body: answer = '' } = await handler(
    {
      version: '2.0',
      rawPath,
      rawQueryString,
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
      requestContext: { requestId: `req-${asked}`, http: { method, path: rawPath }, authorizer: { jwt: { claims } } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEventV2,
    lambda,
  );
  if (statusCode >= 300) throw new Error(`${method} ${path} answered ${statusCode}: ${answer}`);
  return JSON.parse(answer) as { id: string };
}

async function cpuEach(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** Microseconds of each, in turn. */
async function compare(path: string): Promise<{ whole: number; bare: number }[]> {
  kept = [];
  await request('GET', path);
  const sent = kept;
  kept = undefined;
  const whole = () => request('GET', path);
  const bare = async (): Promise<void> => {
    for (const { command } of sent) await client.send(command);
  };
  answered = again(sent);
  await cpuEach(requestsBefore.ours, whole);
  answered = undefined;
  await cpuEach(requestsBefore.sdk, bare);
  const pairs: { whole: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({
      whole: await cpuEach(requestsOfRound, whole),
      bare: await cpuEach(requestsOfRound, bare),
    });
  }
  return pairs;
}

const ownerId = 'mem_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000001';
const stamps = firstStamps(new Date(), SYSTEM);
const owner = {
  id: ownerId,
  name: '王芳',
  email: 'wang@example.com',
  role: 'sales-rep',
  departmentId,
  locale: 'zh-CN',
  zone: 'Asia/Shanghai',
  active: true,
  ...stamps,
} as const;
await table.commit([
  putDepartment({ id: departmentId, name: '销售部', ...stamps }, 'absent', []),
  putMember(owner, 'absent', []),
]);

const contact = (n: number) => ({ name: `王经理 ${n}`, mobile: `138${String(10_000_000 + n)}`, title: '采购经理' });
const ids: string[] = [];
for (let n = 0; n < 50; n += 1) {
  const { id } = await request('POST', '/v1/customers', {
    kind: 'company',
    name: `上海医疗器械${n}号有限公司`,
    contact: contact(n),
    ownerId,
  });
  ids.push(id);
}
tell({
  get: await compare(`/v1/customers/${ids[0]}`),
  overview: await compare(`/v1/customers/${ids[0]}/overview`),
  list: await compare('/v1/customers?limit=50'),
});
client.destroy();
