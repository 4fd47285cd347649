import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { readBody } from '../wire.ts';
import { BadRequest, toBody } from './input.ts';
import { controlPage } from './page.ts';
import { type ControlAnswer, type ControlOptions, type ControlRoute, controlRoutes } from './routes.ts';

const mostBytes = 1024 * 1024;

/** The control port: for tests and demonstrations on this machine only. */
export function createControl(options: ControlOptions & { readonly log: (line: string) => void }): Server {
  const routes = controlRoutes(options);
  return createServer((message, response) => {
    void serve(message, response, routes, options.log);
  });
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  routes: readonly ControlRoute[],
  log: (line: string) => void,
): Promise<void> {
  try {
    refuseForeigners(message);
    const { pathname, searchParams } = new URL(message.url ?? '/', 'http://control');
    if (message.method === 'GET' && pathname === '/') return sendPage(response);
    const { route, name } = find(routes, message.method ?? 'GET', pathname);
    const raw = await readBody(message, mostBytes);
    if (!raw) throw new BadRequest('The body is larger than 1 MB.', 413);
    send(response, await route.run({ query: searchParams, body: toBody(raw), name }));
  } catch (error) {
    if (!(error instanceof BadRequest)) log(error instanceof Error ? String(error.stack) : String(error));
    const known = error instanceof BadRequest ? error : new BadRequest('The control port failed; see the log.', 500);
    send(response, { status: known.status, body: { error: known.message } });
  }
}

/** A page from elsewhere that a browser on this machine has open must not move the clock or empty the system. */
function refuseForeigners({ headers }: IncomingMessage): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || host.endsWith('.localhost') || isIP(host) !== 0;
  if (!isHere) throw new BadRequest('The control port answers to localhost only.', 403);
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    throw new BadRequest('Other origins may not use the control port.', 403);
  }
}

function find(routes: readonly ControlRoute[], method: string, path: string) {
  const parts = path.split('/');
  const there = routes.filter((route) => {
    const wanted = route.path.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part === '*' || part === parts[at]);
  });
  if (there.length === 0) {
    const known = [...new Set(routes.map((route) => route.path.replace('*', '{name}')))].join(', ');
    throw new BadRequest(`The control port has no ${path}. It has: ${known}.`, 404);
  }
  const route = there.find((each) => each.method === method);
  if (!route) throw new BadRequest(`${path} takes ${there.map((each) => each.method).join(', ')}.`, 405);
  return { route, name: decode(parts[route.path.split('/').indexOf('*')] ?? '') };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new BadRequest('The path is not encoded as a URL.');
  }
}

function send(response: ServerResponse, { status, body }: ControlAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** The page and the mails in it load nothing from elsewhere, and mails run no scripts. */
function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "connect-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
  response.end(controlPage(nonce));
}
