import type * as z from 'zod';
import type { ContractAnswer } from '#domain/contracts/contract.ts';

export const amount = { minor: 12_000_000, currency: 'CNY' };
export const service = {
  id: 'ctr_01KAKQ8Z000000000000000001',
  number: 'HT202611001',
  customerId: 'cus_01KAKQ8Z000000000000000001',
  ownerId: 'mem_01KAKQ8Z000000000000000001',
  kind: 'service',
  title: '设备年度维护',
  state: 'running',
  zone: 'Asia/Shanghai',
  terms: [{ term: 1, startsOn: '2026-12-01', endsOn: '2027-11-30', amount }],
  currentTerm: { startsOn: '2026-12-01', endsOn: '2027-11-30' },
  amount,
  startsOn: '2026-12-01',
  endsOn: '2027-11-30',
  noticePeriod: 'P2M',
  noticeBy: '2027-09-30',
  renewal: { mode: 'auto', term: 'P12M' },
  remindCustomer: false,
  version: 1,
  createdAt: '2026-11-22T02:00:00.000Z',
  createdBy: 'mem_01KAKQ8Z000000000000000001',
  updatedAt: '2026-11-22T02:00:00.000Z',
  updatedBy: 'mem_01KAKQ8Z000000000000000001',
} as const satisfies z.input<typeof ContractAnswer>;
