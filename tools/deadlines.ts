import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { prices } from '#domain/shared/prices.ts';
import { type Local, startLocal } from '#local/local.ts';
import { documentClient, dynamoTable } from '#store/dynamo.ts';
import type { Table } from '#store/table.ts';
import { type Client, client } from './client.ts';
import { faultsOf } from './deadlines/check.ts';
import { enterCompany, enterTickets } from './deadlines/company.ts';
import { processorMs } from './deadlines/processor.ts';

/**
 * `npm run deadlines -- --tickets 10000`: so many first responses fall due in one second of a system of its own. Says how
 * long and how much processor it took until all was handled, and what it cost; ends with 1 when one was missed or handled twice.
 */
const { values } = parseArgs({ options: { tickets: { type: 'string', default: '1000' } } });
const count = Number(values.tickets);
const opened = Date.parse('2026-03-02T00:00:00Z');
const dueAfterMs = 24 * 60 * 60 * 1000;
/** Due between two sweeps, so that one of them meets all. */
const halfMinuteMs = 30_000;
/** Minutes after which whoever is left out has been forgotten. */
const minutesMax = 30;

build();
const local = await startLocal({ port: 0, controlPort: 0, clock: new Date(opened).toISOString(), quiet: true });
try {
  process.exitCode = (await run(local, client(local))) ? 0 : 1;
} finally {
  await local.stop();
}

async function run(system: Local, api: Client): Promise<boolean> {
  const table = tableOf(system);
  const company = await enterCompany(api, { agents: 20, customers: 200 });
  const ids = await enterTickets(table, company, count, new Date(opened - halfMinuteMs));
  // A write that the runner sees, so that it reads what was put into the engine beside it.
  await api.post('/v1/departments', { name: '备件部' }, 'admin');
  // The hours before are over too: what their agendas hold is not of this measurement.
  await system.clock.advanceTo(opened + dueAfterMs - 2 * halfMinuteMs);
  const breached = await measured(system, 'until each was told of', () => untilStarted(system));
  // Letters of the last minute are sent in the one after it.
  const lettered = await measured(system, 'until the letters were sent', () =>
    system.clock.advanceTo(system.clock.now() + 4 * halfMinuteMs),
  );
  const cpu = (breached.cpuMs + lettered.cpuMs) / count;
  const seconds = breached.seconds + lettered.seconds;
  console.log(`${count} deadlines: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} ms of processor each`);
  const faults = await faultsOf(api, system, table, ids);
  for (const fault of faults) console.log(fault);
  await tellCosts(system, api);
  return faults.length === 0;
}

/** A sweep stops before its time is over, and the next goes on. */
async function untilStarted({ clock, parts }: Local): Promise<void> {
  await clock.advanceTo(opened + dueAfterMs + halfMinuteMs);
  for (let minute = 0; minute < minutesMax && parts.states.view().length < count; minute += 1) {
    await clock.advanceTo(clock.now() + 2 * halfMinuteMs);
  }
}

async function measured({ endpoint }: Local, what: string, work: () => Promise<void>) {
  const before = { ms: performance.now(), cpu: processorMs(), calls: new Map(endpoint.calls) };
  await work();
  const cpu = processorMs();
  const seconds = (performance.now() - before.ms) / 1000;
  const own = cpu.own - before.cpu.own;
  const engine = cpu.engine - before.cpu.engine;
  console.log(`${what}: ${seconds.toFixed(1)} s; runner and functions ${each(own)}, engine ${each(engine)} ms each`);
  for (const [name, calls] of endpoint.calls) {
    const more = calls - (before.calls.get(name) ?? 0);
    if (more > count / 50) console.log(`  ${name} ${(more / count).toFixed(2)}`);
  }
  return { seconds, cpuMs: own + engine };
}

/** By function, of the whole hour: what the company cost to enter is in it, too. */
async function tellCosts({ clock }: Local, { get }: Client): Promise<void> {
  const hour = opened + dueAfterMs;
  await clock.advanceTo(hour + 2 * 60 * 60 * 1000);
  const [from, to] = [hour - 60 * 60 * 1000, hour + 60 * 60 * 1000].map((at) => new Date(at).toISOString());
  const { items } = (await get(`/v1/costs?from=${from}&to=${to}&by=route`, 'finance')).body;
  for (const { key, requests, parts } of items) {
    const units = (name: string, price: number) => (Number(parts[name] ?? 0) / price / count).toFixed(2);
    const wru = units('writeUnits', prices.writeUnit);
    const rru = units('readUnits', prices.readUnit);
    console.log(`  ${key}: ${(requests / count).toFixed(3)} invocations, ${wru} WRU, ${rru} RRU a deadline`);
  }
}

function each(ms: number): string {
  return (ms / count).toFixed(1);
}

/** The engine itself: past roles and the accounts of the functions. */
function tableOf({ engine, assembly }: Local): Table {
  const [table] = assembly.ofType('AWS::DynamoDB::Table');
  return dynamoTable({
    tableName: table?.name ?? '',
    client: documentClient({
      endpoint: engine.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    capacity: { read: 0, write: 0 },
  });
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['infra/laptop.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: '1' },
  });
  if (status !== 0) throw new Error('infra/laptop.ts failed');
}
