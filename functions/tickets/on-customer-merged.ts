import { revisionOf } from '#domain/tickets/ticket.ts';
import { customerMerged, customerUnmerged, mergeSettled } from '#events/customers.ts';
import { carryMerge, type Movable } from '#functions/batch/carry-merge.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { putTicket, readTicket, readTicketIdsOf } from '#store/tickets.ts';
import { readSla } from '#store/tickets-sla.ts';

/** A ticket keeps its id, its messages and its ETag; it stands in an index with the customer who remains. */
const tickets: Movable = {
  owns: (id) => id.startsWith('tkt_'),
  idsOf: readTicketIdsOf,
  read: async (table, id) => {
    const row = await readTicket(table, id);
    if (row === undefined) return undefined;
    const { version, quietVersions } = row;
    const sla = await readSla(table, row);
    return {
      customerId: row.customerId,
      mark: String(revisionOf(row)),
      movedTo: (customerId) =>
        putTicket({ ...row, customerId, version: version + 1, quietVersions: quietVersions + 1 }, sla, { version }),
    };
  },
};

export const handler = subscription(
  { context: 'tickets', name: 'on-customer-merged', events: [customerMerged, mergeSettled, customerUnmerged] },
  ({ detail }, world) => carryMerge(world, 'tickets', detail.mergeId, [tickets]),
);
