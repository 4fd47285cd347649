import type { Contract } from '#functions/http/contract.ts';
import { contactContracts } from './contact-contracts.ts';
import { customerContracts } from './customer-contracts.ts';
import { searchContracts } from './search-contract.ts';

export const contracts: readonly Contract[] = [...customerContracts, ...contactContracts, ...searchContracts];

export { searchContracts };
