import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { Role } from '#domain/shared/rights.ts';
import { startLocal } from '#local/local.ts';
import { client } from './client.ts';
import { loadDemo } from './demo.ts';

/** `npm start`: bundles, synthesizes and runs the cloud assembly, loads the demo company and says where everything is. */
const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
const port = Number(process.env['PORT'] ?? 3000);
const startedMs = performance.now();

build('infra/laptop.ts');
const system = await startLocal({
  dir: 'cdk.out',
  port,
  controlPort: port + 1,
  ...optional('clock', process.env['GUANXI_CLOCK']),
  ...optional('dataDir', process.env['GUANXI_DATA']),
  ...optional('dynamodbEndpoint', process.env['GUANXI_DYNAMODB']),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void system.stop().then(() => process.exit(0)));
}

const api = client({ url: system.url, controlUrl: system.controlUrl });
const isNew = (await api.get('/v1/departments', 'admin')).body.items.length === 0;
const loaded = isNew && !values.empty;
const people = loaded ? await loadDemo(api) : {};
await say();

function build(file: string): void {
  const { status } = spawnSync(process.execPath, [file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: '1' },
  });
  if (status !== 0) {
    console.error(`${file} failed.`);
    process.exit(1);
  }
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined || value === '' ? {} : { [name]: value }) as { [P in K]?: string };
}

async function say(): Promise<void> {
  const roles: readonly Role[] = [
    'admin',
    'sales-rep',
    'sales-manager',
    'service-agent',
    'service-manager',
    'marketing',
    'finance',
    'legal',
  ];
  const tokens = await Promise.all(roles.map((role) => api.token(people[role] ?? { role })));
  const [admin = '', rep = ''] = tokens;
  const lines = [
    '',
    `Guanxi 关系 is ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`,
    '',
    `  API      ${system.url}/v1        (docs: ${system.url}/docs)`,
    `  Control  ${system.controlUrl}    (clock, mail, events, executions)`,
    loaded ? '  Data     the demo company 远山科技 Yuanshan Technology' : '  Data     as it was; nothing was loaded',
    '',
    'A token per role:',
    ...roles.map((role, i) => `  ${role.padEnd(16)} ${tokens[i]}`),
    '',
    'Try it:',
    `  curl -s ${system.url}/v1/members/me -H 'authorization: Bearer ${rep}'`,
    `  curl -s '${system.url}/v1/customers?limit=5' -H 'authorization: Bearer ${admin}'`,
    `  curl -s -X POST ${system.controlUrl}/clock -d '{"advance":"P7D"}' && curl -s ${system.controlUrl}/mail`,
    '',
    'ready',
  ];
  console.log(lines.join('\n'));
}
