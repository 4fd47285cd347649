import { assertState } from '#domain/contracts/rules.ts';
import type { Operation } from '#functions/http/contract.ts';
import { deleteContract as deletion } from '#store/contracts.ts';
import type { deleteContractContract } from './contract-contracts.ts';
import { assertRead, contractToWrite } from './visible.ts';

export const deleteContract: Operation<typeof deleteContractContract> = async ({ params, ifMatch }, caller, world) => {
  const before = await contractToWrite(world.table, params.id, caller);
  assertRead(before, ifMatch);
  assertState(before, ['draft']);
  return world.commit(deletion(before), undefined);
};
