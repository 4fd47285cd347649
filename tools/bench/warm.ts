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

/** Of a ticket's next deadline and its next look, as each write of it computes them. */
export async function deadlines(): Promise<readonly Measure[]> {
  const { rounds } = run<{ rounds: { plain: number; busy: number }[] }>([await buildProgram('deadlines')]);
  const of = (which: 'plain' | 'busy') => median(rounds.map((each) => each[which]));
  return [
    { name: 'deadlines of a ticket just opened, in office hours', value: of('plain'), unit: 'µs', goal: { most: 20 } },
    { name: '… with 50 events over a year', value: of('busy'), unit: 'µs', goal: { most: 200 } },
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
