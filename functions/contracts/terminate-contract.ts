import { terminate } from '#domain/contracts/rules.ts';
import type { Operation } from '#functions/http/contract.ts';
import { commitOver } from './commit.ts';
import type { terminateContractContract } from './term-contracts.ts';
import { contractToWrite } from './visible.ts';

export const terminateContract: Operation<typeof terminateContractContract> = async (
  { params, body },
  caller,
  world,
) => {
  const before = await contractToWrite(world.table, params.id, caller, 'contracts.end');
  const outcome = terminate(before, body.on, body.reason, { actorId: caller.memberId, now: world.now });
  return commitOver(before, outcome, world);
};
