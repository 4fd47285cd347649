import { join } from 'node:path';
import type { Assembly } from './assembly.ts';
import type { Clock } from './clock.ts';
import { DataPlane } from './data-plane.ts';
import type { Engine } from './dynamodb/engine.ts';
import type { Endpoint } from './endpoint.ts';
import { createBus } from './events/bus.ts';
import { createDelivery } from './events/delivery.ts';
import { Kept } from './kept.ts';
import { createKeys } from './keys/service.ts';
import { Functions } from './lambda/functions.ts';
import { lambdaService } from './lambda/service.ts';
import { createLogs } from './logs/service.ts';
import { createQueues } from './queues/service.ts';
import { createSecrets } from './secrets/service.ts';
import type { AwsRequest, Invoke, Rest, Service } from './service.ts';
import { createSes } from './ses/service.ts';
import { createRunTask } from './states/integrations.ts';
import { createStates } from './states/service.ts';
import { createStorage } from './storage/service.ts';
import { createUsers } from './users/users.ts';

export interface PartsOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly endpoint: Endpoint;
  readonly endpointUrl: string;
  readonly cacheDir: string;
  readonly dataDir: string | undefined;
  readonly log: (line: string) => void;
}

export type Parts = Awaited<ReturnType<typeof createParts>>;

/** Every service, each told of the others that it reaches. Functions reach all of them through the endpoint. */
export async function createParts(options: PartsOptions) {
  const { assembly, clock, endpoint, dataDir, log } = options;
  const invoke: Invoke = (arn, payload) => functions.invoke(arn, payload);
  const call = (request: AwsRequest) => endpoint.handle(request);
  const atRest: (() => void)[] = [];
  const states = createStates({ assembly, clock, task: createRunTask(call) });
  const rest: Rest = { isResting: () => !functions.isBusy(), onRest: (tell) => atRest.push(tell) };
  const queues = createQueues({ assembly, clock, invoke, rest, log });
  const delivery = createDelivery({
    assembly,
    clock,
    invoke,
    log,
    toQueue: queues.deliver,
    startExecution: (arn, input) => void states.start(arn, input),
  });
  const bus = createBus({ assembly, clock, deliver: delivery.deliver });
  const ses = createSes({ assembly, clock, emit: bus.emit });
  const dir = dataDir === undefined ? undefined : join(dataDir, 'objects');
  const storage = createStorage({ assembly, clock, dir, tell: bus.emit });
  const logs = createLogs({ assembly, clock, putObject: storage.put });
  const secrets = createSecrets({ assembly, clock });
  const keys = createKeys({ assembly });
  const onLog = (name: string, line: string): void => {
    logs.write(name, line);
    tellTrouble(name, line, log);
  };
  const functions = new Functions({ ...options, onLog, onRest: () => atRest.forEach((tell) => void tell()) });
  const positions = new Kept(dataDir, 'streams.json');
  const data = new DataPlane({ ...options, invoke, call, rest, positions });
  const kept = new Kept(dataDir, 'users.json');
  const users = await createUsers({ assembly, clock, invoke, kept });
  const flush = () => {
    for (const each of [positions, kept]) each.flush();
  };
  return { states, queues, delivery, bus, ses, storage, logs, secrets, keys, functions, data, users, invoke, flush };
}

/** By the name with which a client signs. */
export function servicesOf(assembly: Assembly, parts: Parts): Readonly<Record<string, Service>> {
  const { states, queues, bus, ses, storage, secrets, keys, data, users, invoke, delivery } = parts;
  return {
    dynamodb: data.service,
    events: bus.service,
    kms: keys.service,
    lambda: lambdaService({ assembly, invoke, invokeLater: delivery.invokeLater }),
    s3: storage.service,
    secretsmanager: secrets.service,
    ses: ses.service,
    sqs: queues.service,
    states: states.service,
    ...(users && { 'cognito-idp': users.service }),
  };
}

/** What a developer wants to see at once; everything else is in the log group. */
function tellTrouble(functionName: string, line: string, log: (line: string) => void): void {
  const isRecord = line.startsWith('{');
  if (!isRecord || /"level":"(WARN|ERROR|CRITICAL)"/.test(line)) log(`${functionName}: ${line}`);
}
