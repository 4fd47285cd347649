import { type Route, route } from '#functions/http/contract.ts';
import { changeContract } from './change-contract.ts';
import * as contract from './contract-contracts.ts';
import { createContract } from './create-contract.ts';
import { deleteContract } from './delete-contract.ts';
import { getContract } from './get-contract.ts';
import { getContractDates } from './get-contract-dates.ts';
import { giveNotice } from './give-notice.ts';
import { listContracts } from './list-contracts.ts';
import { renewContract } from './renew-contract.ts';
import * as terms from './term-contracts.ts';
import { terminateContract } from './terminate-contract.ts';

export const routes: readonly Route[] = [
  route(contract.createContractContract, createContract),
  route(contract.getContractContract, getContract),
  route(contract.listContractsContract, listContracts),
  route(contract.changeContractContract, changeContract),
  route(contract.deleteContractContract, deleteContract),
  route(terms.renewContractContract, renewContract),
  route(terms.giveNoticeContract, giveNotice),
  route(terms.terminateContractContract, terminateContract),
  route(terms.getContractDatesContract, getContractDates),
];
