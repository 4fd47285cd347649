import * as z from 'zod';
import { Revealed, RevealInput } from '#domain/customers/reveal.ts';
import { CustomerId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';

export const revealCustomerContract = {
  method: 'POST',
  path: '/v1/customers/{id}/reveal',
  operationId: 'revealCustomer',
  summary: 'Lift the mask from some values of a customer, for a reason; who saw what is written down first',
  permission: 'customers.read',
  params: z.strictObject({ id: CustomerId }),
  body: RevealInput,
  status: 200,
  output: Revealed,
  problems: {
    'customers.not-found': 404,
    'customers.deleted': 409,
    'customers.card-only': 403,
    'customers.unknown-contact': 422,
  },
  example: {
    body: { fields: ['mobile', 'address'], reason: '客户来电要求回拨' },
    answer: { values: { mobile: '13800138000' } },
  },
} as const satisfies Contract;
