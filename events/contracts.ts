import * as z from 'zod';
import { ContractKind } from '#domain/contracts/kind.ts';
import { ContractId, CustomerId, MemberId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { LocalDate } from '#domain/shared/time.ts';
import { defineEvent } from './define.ts';

const contractId = 'ctr_00000000000000000000000001';
const customerId = 'cus_00000000000000000000000001';
const amount = { minor: 12_000_000, currency: 'CNY' };

export const contractSigned = defineEvent({
  context: 'contracts',
  type: 'contract.signed',
  version: 1,
  summary: 'A contract runs: it was entered so, or its draft was signed.',
  detail: z.object({
    contractId: ContractId,
    customerId: CustomerId,
    ownerId: MemberId,
    number: z.string(),
    kind: ContractKind,
    startsOn: LocalDate,
    endsOn: LocalDate,
    amount: Money,
  }),
  example: {
    contractId,
    customerId,
    ownerId: 'mem_00000000000000000000000001',
    number: 'HT202611001',
    kind: 'service',
    startsOn: '2026-11-22',
    endsOn: '2027-11-21',
    amount,
  },
});

export const contractRenewed = defineEvent({
  context: 'contracts',
  type: 'contract.renewed',
  version: 1,
  summary: 'A contract has a further term, agreed on or by itself.',
  detail: z.object({
    contractId: ContractId,
    customerId: CustomerId,
    term: z.int().positive(),
    startsOn: LocalDate,
    endsOn: LocalDate,
    amount: Money,
  }),
  example: { contractId, customerId, term: 2, startsOn: '2027-11-22', endsOn: '2028-11-21', amount },
});

export const contractChanged = defineEvent({
  context: 'contracts',
  type: 'contract.changed',
  version: 1,
  summary: 'A running contract has other dates, another amount or another owner.',
  detail: z.object({
    contractId: ContractId,
    customerId: CustomerId,
    ownerId: MemberId.optional(),
    endsOn: LocalDate,
    amount: Money,
  }),
  example: { contractId, customerId, ownerId: 'mem_00000000000000000000000001', endsOn: '2027-12-31', amount },
});

export const contractEnded = defineEvent({
  context: 'contracts',
  type: 'contract.ended',
  version: 1,
  summary: 'A contract is over: its last day has passed, or it was terminated for a day.',
  detail: z.object({
    contractId: ContractId,
    customerId: CustomerId,
    on: LocalDate,
    how: z.enum(['terminated', 'expired']),
  }),
  example: { contractId, customerId, on: '2027-11-21', how: 'expired' },
});
