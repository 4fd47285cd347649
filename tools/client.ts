import { request } from 'node:http';

/** Who asks: a member (by id) or a role (rules.md 9), as the control port makes tokens. */
export type Who = string | { readonly memberId: string } | { readonly role: string; readonly department?: string };

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tools read the API's JSON as any client would, without our schemas.
  readonly body: any;
  readonly headers: Headers;
}

export interface Client {
  readonly url: string;
  readonly controlUrl: string;
  readonly token: (who: Who) => Promise<string>;
  readonly get: (path: string, who: Who) => Promise<Answered>;
  readonly send: (
    method: string,
    path: string,
    body: unknown,
    who: Who,
    headers?: Record<string, string>,
  ) => Promise<Answered>;
  /** As `send` with POST, but throws with the problem when the answer is not a success. */
  readonly post: (path: string, body: unknown, who: Who, headers?: Record<string, string>) => Promise<Answered>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Answered>;
}

/** Answers whenever it is done: a month of the clock may take longer than fetch waits for headers. */
function askPatiently(url: string, method: string, body: unknown): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: { 'content-type': 'application/json' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = (answer.headers['content-type'] ?? '').includes('json');
        const parsed = text === '' ? null : isJson ? JSON.parse(text) : text;
        resolve({ status: answer.statusCode ?? 0, body: parsed, headers: new Headers() });
      });
    });
    asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Talks to a running local system as a client app would: the public API, and the control port for tokens and the clock. */
export function client({ url, controlUrl }: { readonly url: string; readonly controlUrl: string }): Client {
  const tokens = new Map<string, Promise<string>>();
  const control: Client['control'] = (method, path, body) => askPatiently(`${controlUrl}${path}`, method, body);
  const token = (who: Who): Promise<string> => {
    const asked = typeof who === 'string' ? { role: who } : who;
    const key = JSON.stringify(asked);
    const found =
      tokens.get(key) ??
      control('POST', '/tokens', asked).then((answer) => must(answer, '/tokens').body.token as string);
    tokens.set(key, found);
    return found;
  };
  const send: Client['send'] = async (method, path, body, who, headers = {}) =>
    patiently(async () =>
      ask(`${url}${path}`, method, body, { ...headers, authorization: `Bearer ${await token(who)}` }),
    );
  return {
    url,
    controlUrl,
    token,
    control,
    send,
    get: (path, who) => send('GET', path, undefined, who),
    post: async (path, body, who, headers) => must(await send('POST', path, body, who, headers), path),
  };
}

/** Waits as Retry-After says when the API asks to slow down. */
async function patiently(attempt: () => Promise<Answered>): Promise<Answered> {
  for (let tries = 0; ; tries++) {
    const answer = await attempt();
    if (answer.status !== 429 || tries >= 20) return answer;
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after') ?? 1) * 1000));
  }
}

async function ask(url: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answered> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return {
    status: answer.status,
    body: text === '' ? null : isJson ? JSON.parse(text) : text,
    headers: answer.headers,
  };
}

function must(answer: Answered, path: string): Answered {
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}
