import { afterAll, beforeAll } from 'vitest';
import { type Local, type LocalOptions, startLocal } from '#local/local.ts';
import { type Answered, type Client, client, type Who } from '#tools/client.ts';

interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface System extends Client {
  readonly local: () => Local;
  /** Lets time pass; everything that falls due on the way is done when it resolves. */
  readonly pass: (duration: string) => Promise<void>;
  /** The same, until an instant. */
  readonly until: (instant: string) => Promise<void>;
  readonly now: () => Promise<string>;
  readonly mails: (query?: string) => Promise<Mail[]>;
  /** Waits until what was asked for has spread: queues are empty and nothing is busy. */
  readonly settled: () => Promise<void>;
}

/** One running system for a test file: the assembly in cdk.out on free ports, its clock at `clock`. */
export function system(clock = '2026-03-02T00:00:00Z', options: Pick<LocalOptions, 'everyRun'> = {}): System {
  let local: Local | undefined;
  let api: Client | undefined;
  const running = (): Local => {
    if (local === undefined) throw new Error('the system runs within tests only');
    return local;
  };
  const asked = (): Client => {
    api ??= client({ url: running().url, controlUrl: running().controlUrl });
    return api;
  };
  beforeAll(async () => {
    local = await startLocal({ dir: 'cdk.out', port: 0, controlPort: 0, clock, quiet: true, ...options });
  }, 30_000);
  afterAll(async () => {
    await local?.stop();
  });
  const control: Client['control'] = (method, path, body) => asked().control(method, path, body);
  const move = async (body: object): Promise<void> => {
    const answer = await control('POST', '/clock', body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };
  return {
    get url() {
      return running().url;
    },
    get controlUrl() {
      return running().controlUrl;
    },
    local: running,
    token: (who: Who) => asked().token(who),
    get: (path: string, who: Who): Promise<Answered> => asked().get(path, who),
    send: (...args) => asked().send(...args),
    post: (...args) => asked().post(...args),
    control,
    pass: (duration) => move({ advance: duration }),
    until: (instant) => move({ to: instant }),
    now: async () => (await control('GET', '/clock')).body.now,
    mails: async (query = '') => (await control('GET', `/mail${query}`)).body.items,
    settled: () => move({ advance: 'PT1S' }),
  };
}
