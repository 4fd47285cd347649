import type { Context } from '#domain/contexts.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const indexNames = ['gsi1', 'gsi2', 'gsi3'] as const;
export type IndexName = (typeof indexNames)[number];

/** Shards of every agenda: each good for about 450 moves a second. All ever configured are swept. */
export const agendaShards = 4;

/**
 * Every partition key, of the table and of its indexes, starts `<context>#`: the IAM condition `dynamodb:LeadingKeys`
 * in infra/ then keeps each context's role inside its own items, though all share one table.
 */
export function partition(context: Context, ...rest: readonly string[]): string {
  return [context, ...rest].join('#');
}

/**
 * Where an item waits for its instant: a sparse, keys-only index read by the context's sweep.
 * Instants sort by time only when all are written alike (`…00Z` would sort behind `…00.500Z`), so they are here.
 */
export function agendaKey(context: Context, at: string, id: string): Key {
  return { pk: agendaPartition(context, shardOf(id)), sk: `${new Date(at).toISOString()}#${id}` };
}

export function agendaPartition(context: Context, shard: number): string {
  return partition(context, 'due', String(shard));
}

/** FNV-1a over the id: spreads evenly and never changes, so an item finds its shard again. */
function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash % agendaShards;
}
