import { toAnswer } from '#domain/activities/follow-up.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { getFollowUpContract } from './follow-up-contracts.ts';
import { followUpInPath } from './visible.ts';

export const getFollowUp: Operation<typeof getFollowUpContract> = async ({ params }, caller, { table }) =>
  toAnswer(await followUpInPath(table, params.id, caller));
