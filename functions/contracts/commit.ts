import { type Contract, type ContractAnswer, toAnswer } from '#domain/contracts/contract.ts';
import type { Outcome } from '#domain/contracts/rules.ts';
import type { World } from '#functions/http/world.ts';
import { putContract } from '#store/contracts.ts';
import { newsOf } from './news.ts';

/** Writes what a command decided, with its news, over the version that it read. */
export async function commitOver(before: Contract, outcome: Outcome, world: World): Promise<ContractAnswer> {
  const write = putContract(outcome.contract, { version: before.version }, await newsOf(outcome, world));
  return world.commit([write], toAnswer(outcome.contract));
}
