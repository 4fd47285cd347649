import type { Contract } from '#functions/http/contract.ts';
import { completenessContracts } from './completeness-contracts.ts';
import { fieldContracts } from './field-contracts.ts';
import { tagContracts } from './tag-contracts.ts';

/** Served beside the context's own function. */
export const qualityContracts: readonly Contract[] = [...fieldContracts, ...tagContracts, ...completenessContracts];
