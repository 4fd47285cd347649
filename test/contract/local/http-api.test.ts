import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { HttpApi } from '#local/http-api/http-api.ts';
import { close, listen } from '#local/wire.ts';
import { assembly, functionArn, lambda } from './fixture.ts';

let stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

const keys = [
  '$default',
  'GET /v1/customers',
  'GET /v1/customers/{id}',
  'ANY /v1/customers/{id}',
  'GET /v1/customers/search',
  'GET /files/{path+}',
  'GET /secret',
];

function resources(withPermission = true) {
  const route = (RouteKey: string) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'api' },
      RouteKey,
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'integration' }]] },
      ...(RouteKey === 'GET /secret' && {
        AuthorizationType: 'JWT',
        AuthorizerId: { Ref: 'jwt' },
        AuthorizationScopes: ['read'],
      }),
    },
  });
  return {
    api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        CorsConfiguration: {
          AllowOrigins: ['https://app.example'],
          AllowMethods: ['GET'],
          AllowHeaders: ['authorization'],
        },
      },
    },
    jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: { JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['client'] } },
    },
    integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { IntegrationUri: { 'Fn::GetAtt': ['fn', 'Arn'] }, PayloadFormatVersion: '2.0' },
    },
    fn: lambda('fn'),
    ...(withPermission && {
      permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: { 'Fn::GetAtt': ['fn', 'Arn'] }, Principal: 'apigateway.amazonaws.com' },
      },
    }),
    ...Object.fromEntries(keys.map((key, at) => [`route${at}`, route(key)])),
  };
}

function apiOf(withPermission: boolean, invoke: (arn: string, event: unknown) => Promise<unknown>) {
  const read = assembly(resources(withPermission), { fn: '' });
  const [api] = read.ofType('AWS::ApiGatewayV2::Api');
  if (!api) throw new Error('the fixture has no API');
  const clock = new Clock();
  const verify = async (token: string) => {
    if (token !== 'good' && token !== 'narrow') throw new Error('no');
    return { memberId: 'mem_1', scope: token === 'good' ? 'read' : 'other', groups: ['a', 'b'], exp: 7 };
  };
  return new HttpApi({ assembly: read, clock, invoke, verify, log: () => undefined }, api);
}

interface Event {
  readonly routeKey: string;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

async function serve(
  answer: (event: Event) => unknown = (event) => ({ statusCode: 200, body: JSON.stringify(event) }),
) {
  const api = apiOf(true, async (arn, event) => {
    expect(arn).toBe(functionArn('fn'));
    return answer(event as Event);
  });
  const server = createServer(api.listener);
  const port = await listen(server, 0);
  stops.push(() => close(server));
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

test.each([
  ['GET', '/v1/customers', 'GET /v1/customers'],
  ['GET', '/v1/customers/search', 'GET /v1/customers/search'],
  ['GET', '/v1/customers/c1', 'GET /v1/customers/{id}'],
  ['PATCH', '/v1/customers/c1', 'ANY /v1/customers/{id}'],
  ['GET', '/files/a/b.txt', 'GET /files/{path+}'],
  ['POST', '/v1/customers', '$default'],
  ['GET', '/v1/customers/', '$default'],
  ['GET', '/', '$default'],
])('%s %s goes to %s', async (method, path, key) => {
  const ask = await serve();

  expect(await (await ask(path, { method })).json()).toMatchObject({ routeKey: key });
});

test('an event has the form of payload 2.0', async () => {
  const ask = await serve();
  const answer = await ask('/v1/customers/a%20b?tag=x&tag=y', {
    method: 'POST',
    headers: { 'content-type': 'application/merge-patch+json', cookie: 'a=1; b=2', 'X-Odd': 'Yes' },
    body: '{"name":"关系"}',
  });

  expect(await answer.json()).toMatchObject({
    version: '2.0',
    rawPath: '/v1/customers/a%20b',
    rawQueryString: 'tag=x&tag=y',
    queryStringParameters: { tag: 'x,y' },
    pathParameters: { id: 'a b' },
    cookies: ['a=1', 'b=2'],
    headers: { 'x-odd': 'Yes' },
    body: '{"name":"关系"}',
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST', path: '/v1/customers/a%20b' }, stage: '$default' },
  });
});

test('a body that is no text, and a form, come in base64', async () => {
  const ask = await serve();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };

  const event = (await (await ask('/x', { method: 'POST', headers, body: 'a=1' })).json()) as Event;

  expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from('a=1').toString('base64') });
});

describe('the authorizer', () => {
  test.each([
    [undefined, 401, 'Unauthorized'],
    ['Bearer bad', 401, 'Unauthorized'],
    ['Bearer narrow', 403, 'Forbidden'],
  ])('answers %s with %s', async (authorization, status, message) => {
    const ask = await serve();

    const answer = await ask('/secret', authorization ? { headers: { authorization } } : {});

    expect([answer.status, await answer.json()]).toEqual([status, { message }]);
  });

  test('hands the claims on as texts', async () => {
    const ask = await serve();
    for (const authorization of ['Bearer good', 'good']) {
      const answer = await ask('/secret', { headers: { authorization } });

      expect(await answer.json()).toMatchObject({
        requestContext: {
          authorizer: { jwt: { claims: { memberId: 'mem_1', groups: '[a b]', exp: '7' }, scopes: ['read'] } },
        },
      });
    }
  });
});

test('an answer keeps status, headers, cookies and bytes', async () => {
  const ask = await serve(() => ({
    statusCode: 201,
    headers: { ETag: '"1"', 'content-type': 'image/png' },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([0, 255]).toString('base64'),
    isBase64Encoded: true,
  }));

  const answer = await ask('/');

  expect([answer.status, answer.headers.get('etag'), answer.headers.getSetCookie()]).toEqual([
    201,
    '"1"',
    ['a=1', 'b=2'],
  ]);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
});

test('an answer without a status is the body', async () => {
  const ask = await serve(() => ({ plain: true }));

  const answer = await ask('/');

  expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
    200,
    'application/json',
    { plain: true },
  ]);
});

test('a function that fails is 500 and says nothing of itself', async () => {
  const ask = await serve(() => {
    throw new Error('secret detail');
  });

  const answer = await ask('/');

  expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
});

test('a request above 10 MB is 413', async () => {
  const ask = await serve();

  const answer = await ask('/', { method: 'POST', body: Buffer.alloc(10 * 2 ** 20 + 1) });

  expect([answer.status, await answer.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
});

test('CORS is what the template allows', async () => {
  const ask = await serve();
  const preflight = await ask('/', { method: 'OPTIONS', headers: { origin: 'https://app.example' } });
  const foreign = await ask('/', { headers: { origin: 'https://evil.example' } });

  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'authorization',
  });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('a function that the API may not invoke stops the start', () => {
  expect(() => apiOf(false, async () => ({}))).toThrow(/no AWS::Lambda::Permission for apigateway/);
});
