import type { AccessExport } from '#domain/customers/access-export.ts';
import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { accessExportRequested } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import { putAccessExport } from '#store/customers-access-exports.ts';
import { readVisibleContact } from '../access.ts';
import { createAccessExportContract } from './access-export-contracts.ts';
import { toAccessExportView } from './get-access-export.ts';

/** Whoever may erase a person may tell him what there is to erase. */
export const createAccessExport = route(createAccessExportContract, async ({ params, body }, caller, world) => {
  const { customer, contact } = await readVisibleContact(world.table, caller, params.id);
  if (!reaches(caller, 'customers.delete', customer)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.delete' });
  }
  if (contact.erasedAt !== undefined) throw new DomainError('conflict', 'customers.person-erased');
  const at = world.now.toISOString();
  const job: AccessExport = {
    id: world.newId('axp'),
    customerId: customer.id,
    contactId: contact.id,
    locale: body.locale ?? contact.locale ?? caller.locale,
    state: 'running',
    counts: {},
    leftOut: {},
    files: [],
    requester: onBehalfOf(caller),
    version: 1,
    createdAt: at,
    createdBy: caller.memberId,
    updatedAt: at,
  };
  const event = world.event(accessExportRequested, customer.id, { accessExportId: job.id });
  return world.commit([putAccessExport(job, [event])], toAccessExportView(job));
});
