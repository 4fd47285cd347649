import type { Contract } from '#functions/http/contract.ts';
import { departmentContracts } from './department-contracts.ts';
import { inboxContracts } from './inbox-contracts.ts';
import { memberContracts } from './member-contracts.ts';
import { settingsContracts } from './settings-contracts.ts';
import { workContracts } from './work-contracts.ts';

export const contracts: readonly Contract[] = [
  ...departmentContracts,
  ...memberContracts,
  ...settingsContracts,
  ...inboxContracts,
  ...workContracts,
];
