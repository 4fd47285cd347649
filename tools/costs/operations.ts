import { type Context, contexts } from '#domain/contexts.ts';
import { priceOfUsage } from '#domain/shared/prices.ts';
import type { Contract } from '#functions/http/contract.ts';
import { newCapacity } from '#store/capacity.ts';
import { dynamoTable } from '#store/dynamo.ts';
import { aCompany, contractsOf, requestOf } from '#test/company.ts';
import { type Engine, newTable } from '#test/engine-process.ts';
import { reckoning, type Units } from './floor.ts';
import { given } from './given.ts';

/** What one operation consumed, as the engine reports it, and the least for which the same is to be had. */
export interface OperationCost {
  readonly context: Context;
  readonly operation: string;
  readonly status: number;
  readonly units: Units;
  readonly least: Units;
  readonly events: number;
}

/** Every operation of every contract, by its example, in a company that has one of each thing. */
export async function operationCosts(engine: Engine): Promise<readonly OperationCost[]> {
  // What only reads leaves a company as it was.
  const unchanged = await measuredCompany(engine, 'none');
  const costs: OperationCost[] = [];
  for (const context of contexts) {
    for (const contract of contractsOf(context)) {
      const { operationId, method } = contract;
      const measured = method === 'GET' ? unchanged : await measuredCompany(engine, operationId);
      costs.push(await costOf(context, contract, measured));
    }
  }
  return costs;
}

async function measuredCompany({ client }: Engine, operationId: string) {
  const capacity = newCapacity();
  const reckoned = reckoning(dynamoTable({ tableName: await newTable(client), client, capacity }));
  return { capacity, reckoned, company: await aCompany(operationId, () => reckoned.table) };
}

type Measured = Awaited<ReturnType<typeof measuredCompany>>;

async function costOf(context: Context, contract: Contract, measured: Measured): Promise<OperationCost> {
  const { capacity, reckoned, company } = measured;
  const body = await given[contract.operationId]?.(company);
  const { target, asked } = await requestOf(context, contract, company, body);
  Object.assign(capacity, { read: 0, write: 0 });
  reckoned.reset();
  const { status } = await company.call(context, contract.method, target, asked);
  const { read, write } = capacity;
  return {
    context,
    operation: `${contract.method} ${contract.path}`,
    status,
    units: { read, write },
    least: { read: Math.min(reckoned.units.read, read), write: Math.min(reckoned.units.write, write) },
    events: company.events(context),
  };
}

/** Dollars of a million, without what both have alike in the request itself: 8 ms of 512 MB and one log line of 900 bytes. */
function usdOfMillion({ read, write }: Units, events: number): number {
  const request = { apiRequests: 1, lambdaRequests: 1, gbSeconds: 0.004, logBytes: 900 };
  return priceOfUsage({ ...request, readUnits: read, writeUnits: write, events }).usd * 1e6;
}

export function toTable(costs: readonly OperationCost[]): string {
  const rows = costs.map(({ operation, status, units, least, events }) => {
    const actual = usdOfMillion(units, events);
    const floor = usdOfMillion(least, events);
    const cells = [
      `\`${operation}\``,
      status,
      units.read,
      units.write,
      events,
      least.read,
      least.write,
      actual.toFixed(2),
      `${(actual / floor).toFixed(2)} ×`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| operation | answer | RRU | WRU | events | least RRU | least WRU | USD per million | over its floor |`,
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}
