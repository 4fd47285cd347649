import { type Route, route } from '#functions/http/contract.ts';
import { changeContract } from './change-contract.ts';
import {
  changeContractContract,
  createContractContract,
  deleteContractContract,
  getContractContract,
  getContractDatesContract,
  giveNoticeContract,
  listContractsContract,
  renewContractContract,
  terminateContractContract,
} from './contract.ts';
import { createContract } from './create-contract.ts';
import { deleteContract } from './delete-contract.ts';
import { getContract } from './get-contract.ts';
import { getContractDates } from './get-contract-dates.ts';
import { giveNotice } from './give-notice.ts';
import { listContracts } from './list-contracts.ts';
import { renewContract } from './renew-contract.ts';
import { terminateContract } from './terminate-contract.ts';

export const routes: readonly Route[] = [
  route(createContractContract, createContract),
  route(getContractContract, getContract),
  route(listContractsContract, listContracts),
  route(changeContractContract, changeContract),
  route(deleteContractContract, deleteContract),
  route(renewContractContract, renewContract),
  route(giveNoticeContract, giveNotice),
  route(terminateContractContract, terminateContract),
  route(getContractDatesContract, getContractDates),
];
