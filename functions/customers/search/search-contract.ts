import * as z from 'zod';
import { isSearchable } from '#domain/customers/search-text.ts';
import { CustomerRow } from '#domain/customers/view.ts';
import { says } from '#domain/shared/words.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const row = {
  id: 'cus_00000000000000000000000001',
  number: 'C202611001',
  kind: 'company',
  name: '重庆长江医疗器械有限公司',
  level: 'strategic',
  ownerId: 'mem_00000000000000000000000001',
  departmentId: 'dep_00000000000000000000000001',
  createdAt: '2026-11-22T01:00:00.000Z',
  contactName: '王经理',
} as const;

export const searchCustomersContract = {
  method: 'GET',
  path: '/v1/customers/search',
  operationId: 'searchCustomers',
  summary:
    'Customers by any part of a name (customer, contact, tag), its pinyin or initials, the last digits of a phone, ' +
    'e-mail or number; the best first',
  permission: 'customers.read',
  query: z.strictObject({
    ...listQuery,
    /** Two characters at least; of a phone the last four digits. */
    q: z
      .string()
      .max(100)
      .refine((text) => text.isWellFormed() && isSearchable(text), says('customers.search-too-short')),
  }),
  status: 200,
  output: listOf(CustomerRow),
  example: { query: { q: 'cqcj' }, answer: { items: [row], next: null } },
} as const satisfies Contract;

export const searchContracts = [searchCustomersContract] as const satisfies readonly Contract[];
