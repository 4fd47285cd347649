import * as z from 'zod';

const contractKinds = ['sales', 'service', 'warranty', 'framework'] as const;
export const ContractKind = z.enum(contractKinds);
export type ContractKind = z.output<typeof ContractKind>;

export const contractStates = ['draft', 'running', 'expired', 'terminated'] as const;
export const ContractState = z.enum(contractStates);
export type ContractState = z.output<typeof ContractState>;
