import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DomainError, invalidField } from '#domain/shared/error.ts';
import { LocalTime } from '#domain/shared/time.ts';
import { type Contract, route } from '#functions/http/contract.ts';
import { fromCursor, listQuery, toCursor } from '#functions/http/list.ts';
import { partition } from '#store/keys.ts';
import { StaleWrite } from '#store/table.ts';
import { inProcess } from '#test/world.ts';

const Thing = z.strictObject({ id: z.string(), name: z.string(), version: z.int() });
const Body = z.strictObject({
  name: z.string().min(1).max(20),
  size: z.enum(['small', 'large']).optional(),
  due: LocalTime.optional(),
  list: z.array(z.strictObject({ 'a/b': z.int() })).optional(),
});
const make = {
  method: 'POST',
  path: '/v1/things',
  operationId: 'makeThing',
  summary: 'Make a thing',
  permission: 'members.write',
  body: Body,
  status: 201,
  output: Thing,
} as const satisfies Contract;
const change = {
  method: 'PATCH',
  path: '/v1/things/{id}',
  operationId: 'changeThing',
  summary: 'Change a thing',
  permission: 'members.write',
  accepts: 'application/merge-patch+json',
  params: z.strictObject({ id: z.string().regex(/^t\d+$/) }),
  body: z.strictObject({ name: z.string().optional() }),
  ifMatch: true,
  status: 200,
  output: Thing,
} as const satisfies Contract;
const list = {
  method: 'GET',
  path: '/v1/things',
  operationId: 'listThings',
  summary: 'List things',
  permission: 'signed-in',
  query: z.strictObject({ ...listQuery, fail: z.string().optional() }),
  status: 200,
  output: z.strictObject({ limit: z.int(), position: z.unknown() }),
} as const satisfies Contract;

const key = (id: string) => ({ pk: partition('members', id), sk: 'thing' });

const routes = [
  route(make, async ({ body }, _caller, world) => {
    if (body.name === 'rule') throw invalidField('/name', 'shared.unknown-reference', { what: 'name' });
    const thing = { id: world.newId('msg'), name: body.name, version: 1 };
    return world.commit([{ op: 'put', key: key(thing.id), item: thing, expect: 'absent' }], thing);
  }),
  route(change, async ({ params, body, ifMatch }, _caller, world) => {
    const found = await world.table.get(key(params.id));
    if (found === undefined) throw new DomainError('missing', 'shared.not-found', { what: 'thing' });
    const thing = {
      ...Thing.parse(found),
      ...(body.name === undefined ? {} : { name: body.name }),
      version: ifMatch + 1,
    };
    return world.commit([{ op: 'put', key: key(params.id), item: thing, expect: { version: ifMatch } }], thing);
  }),
  route(list, async ({ query }) => {
    if (query.fail === 'bug') throw new Error('a secret of the house');
    if (query.fail === 'output') return { limit: 'no' as unknown as number, position: null };
    if (query.fail === 'race') throw new StaleWrite([]);
    return { limit: query.limit, position: fromCursor(z.object({ at: z.string() }), query.cursor) ?? null };
  }),
];
const given = () => inProcess('members', routes, {});

describe('answers', () => {
  test('201 with an ETag of the version, a request id and the cost', async () => {
    const answer = await given().call('POST', '/v1/things', { body: { name: 'a' } });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'a' },
      headers: { etag: '"1"', 'x-request-id': 'req-1' },
    });
    expect(answer.headers['x-cost-usd']).toBeDefined();
  });
  test('a list takes its limit and a cursor that holds a position', async () => {
    const { call } = given();
    const cursor = toCursor({ at: 'x' });
    expect(await call('GET', `/v1/things?limit=7&cursor=${cursor}`)).toMatchObject({
      body: { limit: 7, position: { at: 'x' } },
    });
  });
});

describe('400', () => {
  test('names every bad field of the body at once, escaped as RFC 6901 says, in the language asked for', async () => {
    const body = { size: 'huge', due: { local: '2026-01-01', zone: 'Mars/Base' }, list: [{ 'a/b': 'x', y: 1 }], no: 1 };
    const answer = await given().call('POST', '/v1/things', { body, headers: { 'accept-language': 'zh-CN,en;q=0.5' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'shared.invalid-input', title: '请求无效。' } });
    const pointers = answer.body.errors.map((each: { pointer: string }) => each.pointer).toSorted();
    expect(pointers).toEqual(['/due/local', '/due/zone', '/list/0/a~1b', '/list/0/y', '/name', '/no', '/size']);
  });
  test.each([
    ['a parameter that is not known', '?colour=red', '?colour'],
    ['a parameter given twice', '?limit=1&limit=2', '?limit'],
    ['a limit out of range', '?limit=201', '?limit'],
  ])('%s', async (_title, query, pointer) => {
    const answer = await given().call('GET', `/v1/things${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
  test('a cursor that is not ours', async () => {
    expect(await given().call('GET', '/v1/things?cursor=abc')).toMatchObject({
      status: 400,
      body: { code: 'shared.bad-cursor' },
    });
  });
  test('a body that is not JSON', async () => {
    expect(await given().call('POST', '/v1/things', { body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'shared.not-json' },
    });
  });
});

describe('refusals of HTTP', () => {
  test('401 without a caller, 403 without the permission', async () => {
    const { call } = given();
    expect(await call('GET', '/v1/things', { anonymous: true })).toMatchObject({
      status: 401,
      body: { code: 'shared.unauthorized' },
    });
    expect(await call('POST', '/v1/things', { role: 'finance', body: { name: 'a' } })).toMatchObject({ status: 403 });
  });
  test('404 for an unknown route and for an id that cannot exist', async () => {
    const { call } = given();
    expect(await call('GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'shared.no-route' } });
    expect(await call('PATCH', '/v1/things/T-1', { body: {}, headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 404,
    });
  });
  test('409 for a lost race, after one look with consistent reads', async () => {
    expect(await given().call('GET', '/v1/things?fail=race')).toMatchObject({
      status: 409,
      body: { code: 'shared.conflict' },
    });
  });
  test('412 for a version that is no longer the newest, 428 without If-Match', async () => {
    const { call, table } = given();
    await table.commit([{ op: 'put', key: key('t1'), item: { id: 't1', name: 'a', version: 3 }, expect: 'absent' }]);
    const patch = (headers: Record<string, string>) => call('PATCH', '/v1/things/t1', { body: { name: 'b' }, headers });
    expect(await patch({ 'if-match': '"2"' })).toMatchObject({ status: 412, body: { code: 'shared.stale' } });
    expect(await patch({})).toMatchObject({ status: 428 });
    expect(await patch({ 'if-match': '"3"' })).toMatchObject({ status: 200, headers: { etag: '"4"' } });
  });
  test('413 above 256 KB, 415 for another media type', async () => {
    const { call } = given();
    expect(await call('POST', '/v1/things', { body: { name: 'x'.repeat(262_144) } })).toMatchObject({ status: 413 });
    expect(await call('POST', '/v1/things', { body: {}, headers: { 'content-type': 'text/plain' } })).toMatchObject({
      status: 415,
    });
  });
  test('422 points at the field that a rule refuses', async () => {
    const answer = await given().call('POST', '/v1/things', { body: { name: 'rule' } });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/name', code: 'shared.unknown-reference' }] },
    });
  });
  test('429 with Retry-After when one caller asks too fast', async () => {
    const { call } = given();
    const answers = await Promise.all(Array.from({ length: 401 }, () => call('GET', '/v1/things')));
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  });
  test.each(['bug', 'output'])('500 that says nothing of its cause and is logged (%s)', async (fail) => {
    const { call, bugs } = given();
    const answer = await call('GET', `/v1/things?fail=${fail}`);
    expect(answer).toMatchObject({ status: 500, body: { code: 'shared.bug' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(bugs).toHaveLength(1);
  });
});

describe('Idempotency-Key', () => {
  const once = (name: string, more: object = {}) => ({ body: { name }, headers: { 'idempotency-key': 'k1' }, ...more });

  test('the same request again is answered with the stored answer and has no second effect', async () => {
    const { call } = given();
    const first = await call('POST', '/v1/things', once('a'));
    const second = await call('POST', '/v1/things', once('a'));
    expect(second).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotent-replayed': 'true', etag: '"1"' },
    });
  });
  test('of two at once one has the effect and both get its answer', async () => {
    const { call } = given();
    const [first, second] = await Promise.all([
      call('POST', '/v1/things', once('a')),
      call('POST', '/v1/things', once('a')),
    ]);
    expect(second.body).toEqual(first.body);
  });
  test('422 for another body under the same key; another caller has keys of his own', async () => {
    const { call } = given();
    const first = await call('POST', '/v1/things', once('a'));
    expect(await call('POST', '/v1/things', once('b'))).toMatchObject({
      status: 422,
      body: { code: 'shared.idempotency-reused' },
    });
    const other = await call('POST', '/v1/things', once('a', { memberId: 'mem_other' }));
    expect(other.body.id).not.toBe(first.body.id);
  });
  test('after 24 hours the key is free again, though TTL has not removed its row', async () => {
    const { call, clock } = given();
    const first = await call('POST', '/v1/things', once('a'));
    clock.advance(24 * 60 * 60 * 1000);
    const later = await call('POST', '/v1/things', once('b'));
    expect(later.status).toBe(201);
    expect(later.body.id).not.toBe(first.body.id);
  });
});
