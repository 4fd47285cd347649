import { join, resolve } from 'node:path';
import { buildNaively, workDir } from './build.ts';
import type { Measure } from './measure.ts';
import { run } from './run.ts';
import { median } from './statistics.ts';

interface Point {
  readonly cpu: number;
  readonly wall: number;
}

interface Told {
  /** When node and the runtime's built-in modules were there. */
  readonly before: Point;
  readonly after: Point;
  readonly status?: number;
  readonly rss: number;
}

interface Case {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status?: number;
}

const program = join('tools', 'bench', 'programs', 'cold.cjs');
const context = 'customers';
const refused = 'POST /v1/customers';
const read = 'GET /v1/customers/cus_01KAM8Q3V4000000000000000A';
/** The first two warm the file cache and are not counted. */
const rounds = 17;

/** Fresh processes, one of each case in turn: N = node and what Lambda's runtime client loads before any function. */
export async function cold(dynamo: Readonly<Record<string, string>>): Promise<readonly Measure[]> {
  const ours = resolve('dist', context, 'index.mjs');
  const naive = resolve(await buildNaively(context));
  const cached = { NODE_COMPILE_CACHE: resolve(workDir, 'compile-cache') };
  const cases = {
    n: { args: [] },
    ours: { args: [ours, refused], status: 400 },
    cached: { args: [ours, refused], env: cached, status: 400 },
    table: { args: [ours, read], env: dynamo, status: 404 },
    naive: { args: [naive, refused], status: 400 },
    naiveTable: { args: [naive, read], env: dynamo, status: 404 },
  } satisfies Record<string, Case>;
  const told = interleaved(cases);
  const cpuOfN = median(Object.values(told).flatMap((all) => all.map(({ before }) => before.cpu)));
  const cpu = (name: keyof typeof cases) => median(told[name].map(({ before, after }) => after.cpu - before.cpu));
  const wallOfN = median(Object.values(told).flatMap((all) => all.map(({ before }) => before.wall)));
  const wall = median(told.ours.map(({ before, after }) => after.wall - before.wall));
  const memory = (name: keyof typeof cases) => median(told[name].map(({ rss }) => rss));
  return [
    { name: 'cold: import and first call over N, CPU', value: cpu('ours') / cpuOfN, unit: '×', goal: { most: 1.3 } },
    { name: '… by the clock', value: wall / wallOfN, unit: '×' },
    { name: '… with a warm compile cache', value: cpu('cached') / cpuOfN, unit: '×' },
    { name: '… with a first read of the table', value: cpu('table') / cpuOfN, unit: '×' },
    {
      name: "cold: times faster than the same code by esbuild's defaults, CPU",
      value: cpu('naive') / cpu('ours'),
      unit: '×',
      goal: { least: 2.5 },
    },
    { name: '… with a first read of the table', value: cpu('naiveTable') / cpu('table'), unit: '×' },
    { name: 'memory after the first call over node alone', value: memory('ours') / memory('n'), unit: '×' },
  ];
}

function interleaved<K extends string>(cases: Record<K, Case>): Record<K, Told[]> {
  const names = Object.keys(cases) as K[];
  const told = Object.fromEntries(names.map((name) => [name, [] as Told[]])) as Record<K, Told[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const { args, env, status } = cases[name];
      const answer = run<Told>([program, ...args], env);
      if (answer.status !== status) throw new Error(`${name} answered ${answer.status}, not ${status}.`);
      if (round >= 2) told[name].push(answer);
    }
  }
  return told;
}
