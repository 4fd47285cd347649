import { erasedAfter } from '#domain/customers/customer.ts';
import { SYSTEM } from '#domain/shared/ids.ts';
import { sweep } from '#functions/agenda/sweep.ts';
import { persons } from '#functions/http/persons.ts';
import { readSecrets } from '#functions/http/secrets.ts';
import { idIn, toCustomer } from '#store/customers.ts';
import { isErasureKey } from '#store/customers-erasures.ts';
import { isMergeKey } from '#store/customers-merges.ts';
import { isScanKey } from '#store/customers-scans.ts';
import { isSnapshotKey } from '#store/customers-search.ts';
import { continueScan } from './duplicates/scan-job.ts';
import { continueMerge } from './merges/merge-job.ts';
import { beginCustomerErasure } from './persons/begin-erasure.ts';
import { continueErasure } from './persons/continue-erasure.ts';
import { snapshotDue } from './search/search-order.ts';

/**
 * Erases who has been in the bin for 30 days, as one who asked for it is erased. His number and external ids stay taken,
 * and so does the ledger of consents, which names nobody and proves what was allowed.
 */
export const handler = sweep(
  { context: 'customers', name: 'sweep', means: { persons, secrets: readSecrets } },
  async (item, key, at, world) => {
    if (isSnapshotKey(key)) return snapshotDue(item, at, world);
    if (isMergeKey(key)) return continueMerge(item, world);
    if (isScanKey(key)) return continueScan(item, world);
    if (isErasureKey(key)) return continueErasure(item, world);
    const customer = toCustomer(idIn(key.pk), item);
    if (customer?.deletedAt === undefined || erasedAfter(customer.deletedAt) > world.now.toISOString()) return [];
    return (await beginCustomerErasure(world, customer, { basis: 'bin', actorId: SYSTEM })).writes;
  },
);
