import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Assembly } from './assembly.ts';
import { Clock } from './clock.ts';
import { createControl } from './control/server.ts';
import { type Engine, startEngine } from './dynamodb/engine.ts';
import type { Endpoint } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { HttpApi } from './http-api/http-api.ts';
import type { Parts } from './parts.ts';
import { requireTreated } from './resources.ts';
import { createSystem, type System } from './system.ts';
import type { TokenSubject } from './users/users.ts';
import { close, listen } from './wire.ts';

export interface LocalOptions {
  /** The synthesized cloud assembly; `cdk.out` unless stated. */
  readonly dir?: string;
  /** Of the API; any free one with 0. */
  readonly port?: number;
  readonly controlPort?: number;
  /** RFC 3339 instant at which the clock starts; now unless stated. */
  readonly clock?: string;
  /** Folder that keeps the state over a restart; in memory where it is left out. */
  readonly dataDir?: string;
  /** Another DynamoDB engine than our own. */
  readonly dynamodbEndpoint?: string;
  /** Leaves out no empty run while the clock is advanced: slow, for the test that leaving them out changes nothing. */
  readonly everyRun?: boolean;
  /** Says nothing of what functions log. */
  readonly quiet?: boolean;
}

/** A running system. */
export interface Local {
  readonly url: string;
  readonly controlUrl: string;
  /** The one endpoint of all AWS services, for clients that sign with a role's name as access key. */
  readonly endpointUrl: string;
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly engine: Engine;
  /** The services themselves, for tests that look behind the API. */
  readonly parts: Parts;
  readonly endpoint: Endpoint;
  readonly faults: Faults;
  readonly issueToken: (subject: TokenSubject, ttlSeconds?: number) => Promise<string>;
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Everything that is fetched and cached stays in the project. */
const workDir = fileURLToPath(new URL('../.guanxi', import.meta.url));

/** Runs a cloud assembly on this machine, on loopback only. The same for `npm start` and for tests. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const door = await openDoor(options.port ?? 3000);
  const undo: (() => unknown)[] = [() => close(door.server)];
  try {
    const assembly = new Assembly(options.dir ?? 'cdk.out', { apiUrl: door.url });
    requireTreated(assembly);
    const clock = new Clock(options.clock === undefined ? {} : { start: instantOf(options.clock) });
    undo.push(() => clock.stop());
    const engine = await startEngine({
      workDir,
      ...(options.dataDir && { dataDir: options.dataDir }),
      ...(options.dynamodbEndpoint && { endpoint: options.dynamodbEndpoint }),
    });
    undo.push(() => engine.stop());
    const log = options.quiet ? () => undefined : (line: string) => console.log(line);
    const cacheDir = join(workDir, 'compile-cache');
    const system = await createSystem({
      assembly,
      clock,
      engine,
      cacheDir,
      dataDir: options.dataDir,
      everyRun: options.everyRun,
      log,
    });
    undo.push(() => system.stop());
    serveApi(system, { assembly, clock, door, log });
    const control = createControl({ ...system.control, apiUrl: door.url, log });
    undo.push(() => close(control));
    const controlPort = await listen(control, options.controlPort ?? (options.port === 0 ? 0 : door.port + 1));
    return {
      ...system,
      ...system.control,
      assembly,
      clock,
      engine,
      url: door.url,
      controlUrl: `http://127.0.0.1:${controlPort}`,
      stop: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

interface Door {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
  open(listener: RequestListener): void;
}

/** The port is taken first, because links in mails and the environment of functions name it. */
async function openDoor(port: number): Promise<Door> {
  let serve: RequestListener = (_, response) => void response.writeHead(503).end();
  const server = createServer((message, response) => serve(message, response));
  const taken = await listen(server, port);
  return {
    server,
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    open: (listener) => {
      serve = listener;
    },
  };
}

interface ApiParts {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly door: Door;
  readonly log: (line: string) => void;
}

function serveApi({ parts, verify }: System, { assembly, clock, door, log }: ApiParts): void {
  const [resource] = assembly.ofType('AWS::ApiGatewayV2::Api');
  if (!resource) return;
  const api = new HttpApi({ assembly, clock, verify, log, invoke: parts.invoke }, resource);
  clock.register(api);
  door.open(api.listener);
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new Error(`The clock cannot start at '${text}': give an instant such as 2026-03-01T09:00:00Z.`);
  return instant;
}

/** The last that was started ends first. */
async function undoAll(undo: readonly (() => unknown)[]): Promise<void> {
  for (const each of undo.toReversed()) await each();
}
