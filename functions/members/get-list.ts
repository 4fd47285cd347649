import type { Operation } from '#functions/http/contract.ts';
import { readList } from '#store/members.ts';
import type { getListContract } from './settings-contracts.ts';

export const getList: Operation<typeof getListContract> = ({ params }, _caller, world) =>
  readList(world.table, params.name);
