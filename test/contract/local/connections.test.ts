import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { Connections } from '#local/dynamodb/connections.ts';
import { close, listen, readBody } from '#local/wire.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function to(listener: RequestListener) {
  const server = createServer(listener);
  const sockets = new Set();
  server.on('connection', (socket) => sockets.add(socket));
  const port = await listen(server, 0);
  stops.push(() => close(server));
  return { connections: new Connections(`http://127.0.0.1:${port}/`), sockets };
}

const echo: RequestListener = async (message, response) => {
  const body = (await readBody(message)) ?? Buffer.alloc(0);
  response.writeHead(207, { 'content-length': body.length, 'X-Target': message.headers['x-target'] ?? '' }).end(body);
};

test('an answer has its status, its headers by lower-case name and every byte, however long', async () => {
  const { connections } = await to(echo);
  const body = '关系'.repeat(300_000);

  const reply = await connections.post({ 'x-target': 'a' }, body);

  expect(reply.status).toBe(207);
  expect(reply.headers['x-target']).toBe('a');
  expect(reply.body.toString() === body).toBe(true);
});

test('an answer in chunks is joined', async () => {
  const { connections } = await to((_, response) => {
    response.write('one,');
    setImmediate(() => response.end('two'));
  });

  expect((await connections.post({}, '')).body.toString()).toBe('one,two');
});

test('requests one after the other share a connection, and those at once get their own answers', async () => {
  const { connections, sockets } = await to(echo);
  for (const body of ['a', 'b', 'c']) await connections.post({}, body);
  expect(sockets.size).toBe(1);

  const bodies = Array.from({ length: 200 }, (_, at) => String(at));
  const replies = await Promise.all(bodies.map((body) => connections.post({}, body)));

  expect(replies.map(({ body }) => body.toString())).toEqual(bodies);
  expect(sockets.size).toBeLessThanOrEqual(64);
});

test('a connection that the server ends is told to who waits, and the next request opens another', async () => {
  let calls = 0;
  const { connections } = await to((message, response) => {
    calls++;
    if (calls === 1) message.socket.destroy();
    else response.writeHead(200, { connection: 'close' }).end('fine');
  });

  await expect(connections.post({}, 'x')).rejects.toThrow('closed the connection');
  expect((await connections.post({}, 'y')).body.toString()).toBe('fine');
  expect((await connections.post({}, 'z')).body.toString()).toBe('fine');
});
