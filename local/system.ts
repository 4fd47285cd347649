import type { JWTPayload } from 'jose';
import type { Assembly } from './assembly.ts';
import type { Clock } from './clock.ts';
import type { ControlOptions } from './control/routes.ts';
import type { Engine } from './dynamodb/engine.ts';
import { Endpoint } from './endpoint.ts';
import { startSchedules } from './events/schedule.ts';
import { createFaults } from './faults.ts';
import { Policies } from './iam/policies.ts';
import { keepState } from './keeping.ts';
import { Kept } from './kept.ts';
import { requireMappingRights } from './mappings.ts';
import { createParts, type Parts, servicesOf } from './parts.ts';
import { AwsError, type Service } from './service.ts';
import type { Verification } from './users/tokens.ts';
import { close, listen } from './wire.ts';

export interface SystemOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly cacheDir: string;
  readonly dataDir: string | undefined;
  /** Leaves out no run of an agenda's schedule while the clock is advanced. */
  readonly everyRun?: boolean | undefined;
  readonly log: (line: string) => void;
}

/** All services of the assembly but its HTTP API, behind their one endpoint. */
export interface System {
  readonly endpoint: Endpoint;
  readonly endpointUrl: string;
  readonly parts: Parts;
  /** What the control port may do. */
  readonly control: Omit<ControlOptions, 'apiUrl'>;
  readonly verify: (token: string, verification: Verification) => Promise<JWTPayload>;
  readonly stop: () => Promise<void>;
}

export async function createSystem(options: SystemOptions): Promise<System> {
  const { assembly, clock, log } = options;
  const policies = new Policies(assembly);
  requireMappingRights(assembly, policies);
  const faults = createFaults();
  const services: Record<string, Service> = {};
  const endpoint = new Endpoint({ services, policies, fault: faults.take, log });
  const endpointUrl = `http://127.0.0.1:${await listen(endpoint.server, 0)}`;
  const parts = await createParts({ ...options, endpoint, endpointUrl });
  Object.assign(services, servicesOf(assembly, parts));
  const { states, queues, ses, secrets, keys, functions, data, delivery, bus, users } = parts;
  for (const busy of [endpoint, functions, data, queues, states, delivery]) clock.register(busy);
  // Before any function runs: what it reads must be what was kept.
  const keep = keepState(new Kept(options.dataDir, 'services.json'), { states, queues, ses, secrets, keys });
  await data.start(options.dataDir !== undefined);
  startSchedules({
    assembly,
    clock,
    log,
    deliver: delivery.deliver,
    earliestDue: async (agenda) => (options.everyRun ? clock.now() : data.earliestDue(agenda)),
    refusal: (role, need) => policies.refusal(role, need),
  });
  return {
    endpoint,
    endpointUrl,
    parts,
    verify: (token, verification) => poolOf(users).verify(token, verification),
    control: {
      endpointUrl,
      clock,
      ses,
      queues,
      faults,
      events: bus.events,
      executions: states.view,
      issueToken: (subject, ttlSeconds) => poolOf(users).issueToken(subject, ttlSeconds),
      reset: () => reset(parts, clock),
    },
    stop: () => stop(parts, { clock, endpoint, keep }),
  };
}

/** Everything that is stored or remembered; the clock goes on, and faults that were asked for stay. */
async function reset(parts: Parts, clock: Clock): Promise<void> {
  await clock.settle();
  const { states, queues, ses, bus, logs, storage, users, data, functions } = parts;
  for (const each of [states, queues, ses, bus, logs, storage, users]) each?.clear();
  await data.reset();
  // Functions remember what they have read.
  await functions.recycle();
}

/** How long what is under way may take to end. */
const graceMs = 2000;

async function stop(
  parts: Parts,
  { clock, endpoint, keep }: { readonly clock: Clock; readonly endpoint: Endpoint; readonly keep: () => void },
): Promise<void> {
  await Promise.race([clock.settle(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
  parts.queues.stop();
  parts.data.stop();
  keep();
  parts.flush();
  await parts.functions.stop();
  parts.logs.flush();
  await close(endpoint.server);
}

function poolOf(users: Parts['users']): NonNullable<Parts['users']> {
  if (!users) throw new AwsError('ResourceNotFoundException', 'The assembly has no user pool.');
  return users;
}
