import { buildProgram } from './build.ts';
import type { Measure } from './measure.ts';
import { run } from './run.ts';
import { median } from './statistics.ts';

/** CPU of the layer alone, and of whole requests over the calls to AWS that they make. */
export async function layer(): Promise<readonly Measure[]> {
  const { rounds } = run<{ rounds: number[] }>([await buildProgram('layer')]);
  return [
    { name: 'warm: the whole layer around an operation, CPU', value: median(rounds), unit: 'µs', goal: { most: 60 } },
  ];
}

type Pairs = readonly { readonly whole: number; readonly bare: number }[];

export async function operations(env: Readonly<Record<string, string>>): Promise<readonly Measure[]> {
  const told = run<Record<'get' | 'overview' | 'list', Pairs>>([await buildProgram('operations')], env);
  const of = (pairs: Pairs) => median(pairs.map(({ whole, bare }) => whole / bare));
  return [
    {
      name: 'warm: get customer over the same SDK calls made bare, CPU',
      value: of(told.get),
      unit: '×',
      goal: { most: 1.2 },
    },
    { name: '… overview of a customer', value: of(told.overview), unit: '×', goal: { most: 1.2 } },
    { name: '… list of 50 customers', value: of(told.list), unit: '×' },
  ];
}

interface Swept {
  readonly pairs: readonly { readonly swept: number; readonly bare: number }[];
  readonly bytesAtFirst: number;
  readonly bytesAtLast: number;
}

export async function sweep(env: Readonly<Record<string, string>>): Promise<readonly Measure[]> {
  const { pairs, bytesAtFirst, bytesAtLast } = run<Swept>(['--expose-gc', await buildProgram('sweep')], env);
  return [
    {
      name: 'sweep: its rate over that of the bare SDK at the same conditional writes',
      value: median(pairs.map(({ swept, bare }) => swept / bare)),
      unit: '×',
      goal: { least: 0.75 },
    },
    {
      name: '… memory held while 2,400 items are swept over that of 600',
      value: bytesAtLast / bytesAtFirst,
      unit: '×',
      goal: { most: 1.25 },
    },
  ];
}
