import type { Assembly } from '#local/assembly.ts';
import { Endpoint } from '#local/endpoint.ts';
import { createFaults, type Faults } from '#local/faults.ts';
import { Policies } from '#local/iam/policies.ts';
import { region } from '#local/names.ts';
import type { Service } from '#local/service.ts';
import { close, listen } from '#local/wire.ts';

export interface Served {
  /** What an SDK client is made with; calls as the runner itself, whom no policy limits. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  readonly endpoint: Endpoint;
  readonly faults: Faults;
  readonly stop: () => Promise<void>;
}

/** Serves services over HTTP, so that tests meet them through the real SDK. */
export async function serve(assembly: Assembly, services: Readonly<Record<string, Service>>): Promise<Served> {
  const faults = createFaults();
  const endpoint = new Endpoint({
    services,
    policies: new Policies(assembly),
    fault: faults.take,
    log: () => undefined,
  });
  const port = await listen(endpoint.server, 0);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return {
    client: { endpoint: `http://127.0.0.1:${port}`, region, credentials, maxAttempts: 1 },
    endpoint,
    faults,
    stop: () => close(endpoint.server),
  };
}
