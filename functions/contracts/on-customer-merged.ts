import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putContract, readContract, readContractIdsOf } from '#store/contracts.ts';

const contracts: Movable = {
  owns: (id) => id.startsWith('ctr_'),
  idsOf: readContractIdsOf,
  read: async (table, id) => {
    const row = await readContract(table, id);
    if (row === undefined) return undefined;
    return {
      customerId: row.customerId,
      mark: row.updatedAt,
      movedTo: (customerId) =>
        putContract({ ...row, customerId, version: row.version + 1 }, { version: row.version }, []),
    };
  },
};

/** Contracts of whatever state go to the customer who remains, with their numbers, owners and terms. */
export const handler = subscription(
  { context: 'contracts', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail }, world) => carryMerge(world, 'contracts', detail.mergeId, [contracts]),
);
