import { giveNotice as notice } from '#domain/contracts/rules.ts';
import type { Operation } from '#functions/http/contract.ts';
import { commitOver } from './commit.ts';
import type { giveNoticeContract } from './term-contracts.ts';
import { contractToWrite } from './visible.ts';

export const giveNotice: Operation<typeof giveNoticeContract> = async ({ params, body }, caller, world) => {
  const before = await contractToWrite(world.table, params.id, caller);
  return commitOver(before, notice(before, body.on, { actorId: caller.memberId, now: world.now }), world);
};
