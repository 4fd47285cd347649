import { renew } from '#domain/contracts/rules.ts';
import type { Operation } from '#functions/http/contract.ts';
import { commitOver } from './commit.ts';
import type { renewContractContract } from './term-contracts.ts';
import { contractToWrite } from './visible.ts';

export const renewContract: Operation<typeof renewContractContract> = async ({ params, body }, caller, world) => {
  const before = await contractToWrite(world.table, params.id, caller, 'contracts.renew');
  return commitOver(before, renew(before, body, { actorId: caller.memberId, now: world.now }), world);
};
