import { createServer, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { createControl } from '#local/control/server.ts';
import { createFaults } from '#local/faults.ts';
import { createMailbox, type Mail } from '#local/ses/mailbox.ts';
import { close, listen } from '#local/wire.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const departments = [
  { id: 'dep_1' },
  { id: 'dep_2', parentId: 'dep_1' },
  { id: 'dep_3', parentId: 'dep_2' },
  { id: 'dep_4' },
];

async function start(now = '2026-01-31T09:00:00Z') {
  const clock = new Clock({ start: Date.parse(now) });
  const mailbox = createMailbox();
  const faults = createFaults();
  const done: string[] = [];
  const api = createServer((_, response) => void response.end(JSON.stringify({ items: departments, next: null })));
  const apiPort = await listen(api, 0);
  const control = createControl({
    clock,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    endpointUrl: 'http://127.0.0.1:4566',
    issueToken: async (subject, ttl) => JSON.stringify({ ...subject, ttl }),
    ses: { mailbox, report: (id) => mailbox.get(id) !== undefined },
    events: (type) => [{ bus: 'crm', id: '1', source: 's', 'detail-type': type ?? 'any', time: '', detail: {} }],
    executions: () => [
      { name: 'e', machine: 'm', status: 'SUCCEEDED', startedAt: 'a', stoppedAt: 'b', transitions: 3 },
    ],
    queues: {
      view: () => [{ name: 'dead', url: 'https://q/dead', visible: 1, inFlight: 0, delayed: 0, isDeadLetter: true }],
      messages: (name) => (name === 'dead' ? [] : undefined),
      redrive: (name) => (name === 'dead' ? 2 : undefined),
    },
    faults,
    reset: async () => void done.push('reset'),
    log: () => undefined,
  });
  const url = `http://127.0.0.1:${await listen(control, 0)}`;
  stops.push(
    () => clock.stop(),
    () => close(control),
    () => close(api),
  );
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: text }) });
    const read = await answer.text();
    return { status: answer.status, body: read.startsWith('{') ? JSON.parse(read) : read, headers: answer.headers };
  };
  return { call, clock, mailbox, faults, done, url };
}

function mail(id: string, more: Partial<Mail> = {}): Mail {
  const at = '2026-01-31T09:00:00.000Z';
  return {
    id,
    from: 'f@x.example',
    to: ['t@x.example'],
    subject: 's',
    text: '',
    html: '',
    headers: {},
    at,
    attachments: [],
    ...more,
  };
}

test.each([
  [{ advance: 'P7D' }, '2026-02-07T09:00'],
  [{ advance: 'PT90M' }, '2026-01-31T10:30'],
  [{ advance: 'P1M' }, '2026-02-28T09:00'],
  [{ advance: 'P1Y2M3DT4H' }, '2027-04-03T13:00'],
  [{ to: '2026-03-01T09:00:00Z' }, '2026-03-01T09:00'],
  [{ to: '2026-03-01T09:00:00+08:00' }, '2026-03-01T01:00'],
])('the clock moves by %o to %s', async (body, expected) => {
  const { call } = await start();

  const moved = await call('POST', '/clock', body);

  expect(moved).toMatchObject({ status: 200, body: { now: expect.stringMatching(`^${expected}`) } });
  expect((await call('GET', '/clock')).body.now).toMatch(expected);
});

test('the clock does not go back', async () => {
  const { call } = await start();

  expect(await call('POST', '/clock', { to: '2026-01-01T00:00:00Z' })).toMatchObject({
    status: 409,
    body: { error: expect.any(String) },
  });
});

test('an advance is answered when what fell due on the way is done', async () => {
  const { call, clock } = await start();
  const done: string[] = [];
  clock.after(60 * 60 * 1000, () => void done.push('fired'));

  await call('POST', '/clock', { advance: 'P1D' });

  expect(done).toEqual(['fired']);
});

test.each([
  ['/clock', {}],
  ['/clock', { advance: '7 days' }],
  ['/clock', { advance: 'P' }],
  ['/clock', { advance: 'P9999Y' }],
  ['/clock', { advance: 'P1D', to: '2027-01-01T00:00:00Z' }],
  ['/clock', { to: 'tomorrow' }],
  ['/clock', 'not json'],
  ['/clock', '[]'],
  ['/tokens', {}],
  ['/tokens', { role: '' }],
  ['/tokens', { memberId: 'mem_1', role: 'admin' }],
  ['/tokens', { memberId: 'mem_1', department: 'dep_1' }],
  ['/tokens', { role: 'sales-manager', department: 'dep_9' }],
  ['/tokens', { role: 'admin', ttl: 'PT0S' }],
  ['/tokens', { role: 'admin', colour: 'red' }],
  ['/faults', { service: 'ses' }],
  ['/faults', { service: 'ses', operation: 'SendRawEmail', error: 'Throttling', times: 0 }],
])('bad input to %s is told in one sentence: %o', async (path, body) => {
  const { call } = await start();

  expect(await call('POST', path, body)).toMatchObject({ status: 400, body: { error: expect.stringMatching(/\.$/) } });
});

test('a token is for a member, or for a role with or without a department and all below it', async () => {
  const { call } = await start();
  const subject = async (body: object) => JSON.parse((await call('POST', '/tokens', body)).body.token);

  expect(await subject({ memberId: 'mem_1', ttl: 'PT15M' })).toEqual({ memberId: 'mem_1', ttl: 900 });
  expect(await subject({ role: 'admin' })).toEqual({ role: 'admin' });
  expect(await subject({ role: 'sales-manager', department: 'dep_1' })).toEqual({
    role: 'sales-manager',
    departmentId: 'dep_1',
    departments: 'dep_1 dep_2 dep_3',
  });
});

test('mail is listed whole, oldest first, and found by kind, receiver and instant', async () => {
  const { call, mailbox } = await start();
  mailbox.add(mail('a', { headers: { 'x-guanxi-kind': 'campaign' } }));
  mailbox.add(mail('b', { at: '2026-02-01T00:00:00.000Z', to: ['other@x.example'] }));
  const ids = async (query: string) => (await call('GET', `/mail${query}`)).body.items.map(({ id }: Mail) => id);

  expect(await ids('')).toEqual(['a', 'b']);
  expect(await ids('?kind=campaign')).toEqual(['a']);
  expect(await ids('?to=other@x.example&since=2026-01-31T12:00:00Z')).toEqual(['b']);
  expect((await call('GET', '/mail/a')).body).toMatchObject({ id: 'a', subject: 's' });
  expect((await call('GET', '/mail/c')).status).toBe(404);
  expect((await call('GET', '/mail?since=yesterday')).status).toBe(400);
  expect((await call('GET', '/mail?knd=campaign')).status).toBe(400);
  expect((await call('DELETE', '/mail')).status).toBe(204);
  expect(await ids('')).toEqual([]);
});

test('events, executions and queues can be looked at, and dead letters sent back', async () => {
  const { call } = await start();

  expect((await call('GET', '/events?type=customer.created')).body.items).toMatchObject([
    { 'detail-type': 'customer.created' },
  ]);
  expect((await call('GET', '/executions')).body.items).toMatchObject([
    { name: 'e', status: 'SUCCEEDED', startedAt: 'a', stoppedAt: 'b' },
  ]);
  expect((await call('GET', '/queues')).body).toMatchObject({
    items: [{ name: 'dead', url: 'https://q/dead', visible: 1 }],
    endpoint: 'http://127.0.0.1:4566',
  });
  expect((await call('POST', '/queues/dead/redrive')).body).toEqual({ moved: 2 });
  expect((await call('POST', '/queues/other/redrive')).status).toBe(404);
});

test('a fault is set, seen and cleared', async () => {
  const { call, faults } = await start();
  const fault = { service: 'ses', operation: 'SendRawEmail', error: 'Throttling', times: 3 };

  expect((await call('POST', '/faults', fault)).status).toBe(201);
  expect((await call('GET', '/faults')).body.items).toEqual([fault]);
  expect(faults.take('email', 'SendRawEmail')?.name).toBe('Throttling');
  await call('DELETE', '/faults');
  expect(faults.take('email', 'SendRawEmail')).toBeUndefined();
});

test('a reset is done before it is answered', async () => {
  const { call, done } = await start();

  expect((await call('POST', '/reset')).status).toBe(200);
  expect(done).toEqual(['reset']);
});

test('what is not there says what is', async () => {
  const { call } = await start();

  expect(await call('GET', '/time')).toMatchObject({ status: 404, body: { error: expect.stringContaining('/clock') } });
  expect(await call('DELETE', '/clock')).toMatchObject({ status: 405 });
});

test('a page of another origin in the browser can do nothing here', async () => {
  const { call, done, url } = await start();

  expect((await call('POST', '/reset', undefined, { origin: 'https://evil.example' })).status).toBe(403);
  const rebound = await new Promise<number | undefined>((resolve) => {
    request(url, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end();
  });
  expect(rebound).toBe(403);
  expect(done).toEqual([]);
});

test('the page loads nothing from elsewhere and its scripts carry the nonce that the policy names', async () => {
  const { call } = await start();

  const { body, headers } = await call('GET', '/');

  const policy = headers.get('content-security-policy') ?? '';
  const [, nonce = 'none'] = /'nonce-([^']+)'/.exec(policy) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(body).toContain(`<script nonce="${nonce}">`);
  expect(body).not.toMatch(/(src|href)="https?:/);
  expect(body).toContain("setAttribute('sandbox'");
});
