import type { Contract } from '#functions/http/contract.ts';
import * as contract from './contract-contracts.ts';
import * as terms from './term-contracts.ts';

export const contracts: readonly Contract[] = [
  contract.createContractContract,
  contract.getContractContract,
  contract.listContractsContract,
  contract.changeContractContract,
  contract.deleteContractContract,
  terms.renewContractContract,
  terms.giveNoticeContract,
  terms.terminateContractContract,
  terms.getContractDatesContract,
];
