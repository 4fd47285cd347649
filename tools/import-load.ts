import { parseArgs } from 'node:util';
import { type Client, client } from './client.ts';

/**
 * `npm run import-load -- --rows 100000`: makes a file of so many customers, imports it into a running system (PORT) through
 * the public API, and says how fast its rows were entered and how long all that follows took: counts, timelines, search.
 * With `--costs` it then lets two hours pass, so that they are computed, and says what a thousand rows cost. Ends with 1
 * when not every row was entered or one that was looked for was not found.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    costs: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const from = Number(values.from);
const port = Number(process.env['PORT'] ?? 3000);
const api = client({ url: `http://127.0.0.1:${port}`, controlUrl: `http://127.0.0.1:${port + 1}` });
/** Of so many it is looked whether they are found and have their timeline. */
const looked = 20;
const patienceMs = 30 * 60_000;

const begunAt = (await api.control('GET', '/clock')).body.now as string;
const before = await counted(api);
const startedMs = performance.now();
const created = await load(api);
const isFollowed = await until(async () => (await counted(api)) - before >= created);
console.log(
  `${seconds()} s: ${(await counted(api)) - before} more are counted, ${rate()} rows/s with all that follows`,
);
const found = await lookFor(api);
console.log(`${found} of ${looked} are found by name and have a timeline`);
if (values.costs) await sayCosts(api);
process.exitCode = created === rows && isFollowed && found === looked ? 0 : 1;

async function load({ post, get }: Client): Promise<number> {
  const file = Buffer.from(`客户名称,联系人,手机,邮箱,行业,省份,城市,详细地址\n${lines().join('')}`);
  const body = { kind: 'customers', format: 'csv', fileName: 'load.csv', bytes: file.length };
  const { id, upload } = (await post('/v1/imports', body, 'sales-rep')).body;
  const sent = await fetch(upload.url, { method: 'PUT', body: file });
  if (!sent.ok) throw new Error(`the upload answered ${sent.status}`);
  await post(`/v1/imports/${id}/start`, { onDuplicate: 'fail' }, 'sales-rep');
  for (let told = 0; ; ) {
    await pause();
    const { state, counts } = (await get(`/v1/imports/${id}`, 'sales-rep')).body;
    if (counts.total - told >= rows / 10 || state !== 'running') {
      console.log(`${seconds()} s: ${JSON.stringify(counts)}, ${rate(counts.total)} rows/s`);
      told = counts.total;
    }
    if (state !== 'running') return counts.created;
  }
}

async function counted({ get }: Client): Promise<number> {
  return (await get('/v1/customers/completeness', 'admin')).body.overall.customers;
}

async function lookFor({ get }: Client): Promise<number> {
  let count = 0;
  for (let i = 0; i < looked; i += 1) {
    const n = from + Math.floor((i * (rows - 1)) / (looked - 1));
    const name = `上海第${n}号贸易有限公司`;
    const isThere = await until(async () => {
      const { items = [] } = (await get(`/v1/customers/search?limit=10&q=${encodeURIComponent(name)}`, 'admin')).body;
      const id = items.find((each: { readonly name: string }) => each.name === name)?.id;
      if (id === undefined) return false;
      const entries = (await get(`/v1/customers/${id}/timeline`, 'admin')).body.items;
      return entries.some(({ kind }: { readonly kind: string }) => kind === 'customer.created');
    });
    count += isThere ? 1 : 0;
  }
  return count;
}

/** An hour is computed some minutes after its end. */
async function sayCosts({ get, control }: Client): Promise<void> {
  await control('POST', '/clock', { advance: 'PT2H' });
  const { now } = (await control('GET', '/clock')).body;
  const { items, total } = (await get(`/v1/costs?from=${begunAt}&to=${now}&by=context`, 'admin')).body;
  for (const { key, usd } of items) console.log(`  ${key}: USD ${((Number(usd) / rows) * 1000).toFixed(4)}`);
  console.log(`USD ${((Number(total.usd) / rows) * 1000).toFixed(4)} for a thousand rows, in the hours of the import`);
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const endMs = performance.now() + patienceMs; performance.now() < endMs; await pause()) {
    if (await isSo()) return true;
  }
  return false;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}

function seconds(): string {
  return ((performance.now() - startedMs) / 1000).toFixed(1);
}

function rate(done = rows): string {
  return ((done * 1000) / (performance.now() - startedMs)).toFixed(0);
}

function lines(): string[] {
  return Array.from({ length: rows }, (_, i) => {
    const n = from + i;
    const phone = `138${String(n).padStart(8, '0')}`;
    return `上海第${n}号贸易有限公司,联系人${n},${phone},c${n}@example.com,,上海市,上海市,世纪大道${n}号\n`;
  });
}
