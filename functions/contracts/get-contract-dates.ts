import { datesOf } from '#domain/contracts/dates.ts';
import type { Operation } from '#functions/http/contract.ts';
import type { getContractDatesContract } from './term-contracts.ts';
import { contractInPath } from './visible.ts';

export const getContractDates: Operation<typeof getContractDatesContract> = async ({ params }, caller, { table }) =>
  datesOf(await contractInPath(table, params.id, caller));
