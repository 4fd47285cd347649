import { parseArgs } from 'node:util';
import { type Client, client } from './client.ts';

/**
 * `npm run import-load -- --rows 100000`: makes a file of so many customers, imports it into a running system (PORT) through
 * the public API, and says how fast its rows were entered. Ends with 1 when not every row was.
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000' }, from: { type: 'string', default: '1' } },
});
const rows = Number(values.rows);
const from = Number(values.from);
const port = Number(process.env['PORT'] ?? 3000);
const api = client({ url: `http://127.0.0.1:${port}`, controlUrl: `http://127.0.0.1:${port + 1}` });

process.exitCode = (await load(api)) === rows ? 0 : 1;

async function load({ post, get }: Client): Promise<number> {
  const file = Buffer.from(`客户名称,联系人,手机,邮箱,行业,省份,城市,详细地址\n${lines().join('')}`);
  const body = { kind: 'customers', format: 'csv', fileName: 'load.csv', bytes: file.length };
  const { id, upload } = (await post('/v1/imports', body, 'sales-rep')).body;
  const sent = await fetch(upload.url, { method: 'PUT', body: file });
  if (!sent.ok) throw new Error(`the upload answered ${sent.status}`);
  const startedMs = performance.now();
  await post(`/v1/imports/${id}/start`, { onDuplicate: 'fail' }, 'sales-rep');
  for (let before = 0; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { state, counts } = (await get(`/v1/imports/${id}`, 'sales-rep')).body;
    const seconds = (performance.now() - startedMs) / 1000;
    if (counts.total - before >= rows / 10 || state !== 'running') {
      console.log(`${seconds.toFixed(1)} s: ${JSON.stringify(counts)}, ${(counts.total / seconds).toFixed(0)} rows/s`);
      before = counts.total;
    }
    if (state !== 'running') return counts.created;
  }
}

function lines(): string[] {
  return Array.from({ length: rows }, (_, i) => {
    const n = from + i;
    const phone = `138${String(n).padStart(8, '0')}`;
    return `上海第${n}号贸易有限公司,联系人${n},${phone},c${n}@example.com,,上海市,上海市,世纪大道${n}号\n`;
  });
}
