import type { Operation } from '#functions/http/contract.ts';
import { readCompany } from '#store/members.ts';
import type { getCompanyContract } from './settings-contracts.ts';

export const getCompany: Operation<typeof getCompanyContract> = (_input, _caller, world) => readCompany(world.table);
