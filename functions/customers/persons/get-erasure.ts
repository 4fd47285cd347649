import type { Erasure } from '#domain/customers/erasure.ts';
import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { readErasure } from '#store/customers-erasures.ts';
import { type ErasureView, getErasureContract } from './erasure-contracts.ts';

export function toErasureView(erasure: Erasure): ErasureView {
  const { ownerId: _, departmentId: __, attempts: ___, settled: ____, emailKeys: _____, ...view } = erasure;
  return view;
}

/** Whose customer it was decides: he himself may not be there any more. */
export const getErasure = route(getErasureContract, async ({ params }, caller, { table }) => {
  const erasure = await readErasure(table, params.id);
  if (erasure === undefined || !reaches(caller, 'persons.erase', erasure)) {
    throw new DomainError('missing', 'customers.erasure-not-found');
  }
  return toErasureView(erasure);
});
