import { route } from '#functions/http/contract.ts';
import { getMergeContract } from './merge-contracts.ts';
import { readVisibleMerge, toMergeView } from './merge-ledger.ts';

export const getMerge = route(getMergeContract, async ({ params }, caller, { table }) =>
  toMergeView(await readVisibleMerge(table, caller, params.id)),
);
