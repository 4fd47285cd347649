import { parseArgs } from 'node:util';
import { type Client, client } from './client.ts';
import { compare, dueOf, type Line, type Sent, silences } from './replay/expected.ts';
import { readFolder } from './replay/folder.ts';
import { load } from './replay/load.ts';
import { type Plan, planOf } from './replay/plan.ts';
import { pool } from './replay/pool.ts';
import { type Entered, enteredOf, recover } from './replay/recover.ts';
import { fitness, Unfit } from './replay/system.ts';

/** The end of 2018, when the last of the folder's contracts has ended and everybody has been told. */
const until = new Date('2019-01-01T00:00:00.000Z');

/**
 * `npm run replay -- <folder>`: enters a sales history through the public API, lets the clock run to the end of 2018 a
 * month at a time, and holds every reminder that was sent against what the input says was due. Ends with 0 when none is
 * missing and none doubled, 1 when some are, 2 when the running system or the folder is not fit.
 */
async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [folder] = positionals;
  if (folder === undefined) throw new Unfit('Which folder? npm run replay -- <folder>');
  const port = Number(process.env['PORT'] ?? 3000);
  const api = client({ url: `http://127.0.0.1:${port}`, controlUrl: `http://127.0.0.1:${port + 1}` });
  const plan = planOf(folderOf(folder));
  for (const note of plan.normalised) console.log(`made consistent: ${note}`);
  for (const note of plan.reported) console.log(`reported: ${note}`);
  const startedMs = performance.now();
  const entered = await enter(api, plan);
  await runClock(api);
  const lines = await check(api, plan, entered);
  console.log(`in all ${seconds(startedMs)} s`);
  return lines.every(({ missing, doubled, unexpected }) => missing + doubled + unexpected === 0) ? 0 : 1;
}

function folderOf(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch (cause) {
    throw new Unfit(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function enter(api: Client, plan: Plan): Promise<Entered> {
  const state = await fitness(api, plan);
  if (state === 'running') {
    console.log('everything is entered; going on with the clock');
    return recover(api, plan);
  }
  if (state === 'begun') console.log('going on where an earlier run stopped');
  const startedMs = performance.now();
  const loaded = await load(api, plan, (done, of, what) => {
    if (done % 500 === 0 || done === of) console.log(`  ${done} of ${of} ${what}, ${seconds(startedMs)} s`);
  });
  const rate = loaded.requests / ((performance.now() - startedMs) / 1000);
  console.log(
    `entered ${plan.members.length} members, ${loaded.customers.length} customers, ${loaded.contracts.length} contracts: ` +
      `${loaded.requests} requests, ${rate.toFixed(0)} a second, ${((loaded.usd * 1e6) / loaded.requests).toFixed(2)} USD per million`,
  );
  return enteredOf(plan, loaded);
}

async function runClock(api: Client): Promise<void> {
  for (;;) {
    const now = new Date((await api.control('GET', '/clock')).body.now);
    if (now >= until) return;
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
    const startedMs = performance.now();
    const answer = await api.control('POST', '/clock', { to: (month < until ? month : until).toISOString() });
    if (answer.status !== 200) throw new Error(`the clock answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    console.log(`  ${now.toISOString().slice(0, 7)} done in ${seconds(startedMs)} s`);
  }
}

async function check(api: Client, plan: Plan, entered: Entered): Promise<Line[]> {
  const dues = entered.contracts.map((contract) => dueOf(contract, until));
  const expected = [...dues.flatMap(({ mails }) => mails), ...silences(entered.customers, until)];
  const recipients = [...new Set([...plan.members, ...plan.customers].map(({ email }) => email))];
  const lines = compare(expected, (await pool(recipients, 4, (email) => sentTo(api, email))).flat());
  const collapsed = dues.reduce((sum, each) => sum + each.collapsed, 0);
  console.table(lines.map((line) => ({ ...line, collapsed: line.kind === 'contract.ending' ? collapsed : 0 })));
  const costs = await api.get(`/v1/costs?from=2016-01-01T00:00:00Z&to=${until.toISOString()}&by=context`, 'finance');
  if (costs.status === 200)
    for (const { key, requests, usd } of costs.body.items) console.log(`  ${key}: ${requests} invocations, ${usd} USD`);
  return lines;
}

async function sentTo(api: Client, email: string): Promise<Sent[]> {
  type Mail = { headers: Record<string, string> };
  const { body } = await api.control('GET', `/mail?to=${encodeURIComponent(email)}`);
  return (body.items as Mail[]).map(({ headers }) => ({
    kind: headers['x-guanxi-kind'] ?? '?',
    ref: headers['x-guanxi-ref'] ?? '?',
    to: email,
  }));
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(1);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Unfit ? error.message : error);
  process.exitCode = error instanceof Unfit ? 2 : 1;
}
