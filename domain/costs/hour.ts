import { priceOfUsage, type Usage } from '../shared/prices.ts';
import type { CostRecord, PlatformReport } from './record.ts';

export const dimensions = ['route', 'context', 'object'] as const;
export type Dimension = (typeof dimensions)[number];

/** Sums of one hour for one route, context or business object. */
export interface Sum {
  readonly dimension: Dimension;
  readonly key: string;
  readonly requests: number;
  readonly usage: Readonly<Partial<Usage>>;
}

/**
 * The rows of one hour from all its records. Records arrive at least once and in any order: each invocation counts once,
 * and a later run over more records gives the whole hour anew, so rows are overwritten and never added to.
 */
export function sumsOf(records: readonly CostRecord[], reports: readonly PlatformReport[]): Sum[] {
  const billedMs = new Map(reports.map(({ record }) => [record.requestId, record.metrics]));
  const once = new Map(records.map((record) => [record.invocationId ?? record.requestId, record]));
  const sums = new Map<
    string,
    { dimension: Dimension; key: string; requests: number; usage: Record<string, number> }
  >();
  for (const [id, record] of once) {
    const usage = withBilled(record.usage, billedMs.get(id));
    for (const [dimension, key] of keysOf(record)) {
      const sum = sums.get(`${dimension}#${key}`) ?? { dimension, key, requests: 0, usage: {} };
      sum.requests += 1;
      for (const [name, used] of Object.entries(usage)) sum.usage[name] = (sum.usage[name] ?? 0) + used;
      sums.set(`${dimension}#${key}`, sum);
    }
  }
  return [...sums.values()];
}

function keysOf({ route, context, cause }: CostRecord): [Dimension, string][] {
  return [
    ['route', `${context}.${route}`],
    ['context', context],
    ...(cause === undefined ? [] : ([['object', cause]] as [Dimension, string][])),
  ];
}

/** What Lambda says it bills stands before what the function could measure of itself. */
function withBilled(
  usage: Readonly<Record<string, number>>,
  billed: { billedDurationMs: number; memorySizeMB?: number | undefined } | undefined,
): Readonly<Record<string, number>> {
  if (billed?.memorySizeMB === undefined) return usage;
  return { ...usage, gbSeconds: (billed.billedDurationMs / 1000) * (billed.memorySizeMB / 1024) };
}

export interface Total {
  readonly key: string;
  readonly requests: number;
  readonly usage: Readonly<Partial<Usage>>;
}

/** Adds the hours up by key, dearest first. */
export function totalsOf(sums: readonly Sum[]): Total[] {
  const totals = new Map<string, { key: string; requests: number; usage: Record<string, number> }>();
  for (const { key, requests, usage } of sums) {
    const total = totals.get(key) ?? { key, requests: 0, usage: {} };
    total.requests += requests;
    for (const [name, used] of Object.entries(usage)) total.usage[name] = (total.usage[name] ?? 0) + used;
    totals.set(key, total);
  }
  return [...totals.values()].toSorted(
    (a, b) => priceOfUsage(b.usage).usd - priceOfUsage(a.usage).usd || (a.key < b.key ? -1 : 1),
  );
}

/** `2026-11-22T01` of an instant. */
export function hourOf(instant: string): string {
  return instant.slice(0, 13);
}
