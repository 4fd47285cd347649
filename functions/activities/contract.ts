import type { Contract } from '#functions/http/contract.ts';
import { followUpContracts } from './follow-up-contracts.ts';
import { interactionContracts } from './interaction-contracts.ts';

export const contracts: readonly Contract[] = [...interactionContracts, ...followUpContracts];
