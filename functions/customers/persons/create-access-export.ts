import type { AccessExport } from '#domain/customers/access-export.ts';
import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { onBehalfOf } from '#domain/shared/on-behalf.ts';
import { accessExportRequested } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putAccessExport } from '#store/customers-access-exports.ts';
import type { FoundContact } from '#store/customers-contacts.ts';
import { digestWith } from '#store/customers-matching.ts';
import { readVisibleContact } from '../access.ts';
import { createAccessExportContract } from './access-export-contracts.ts';
import { contactsOf, emailKeysOf } from './begin-erasure.ts';
import { isHimself } from './erase-contact.ts';
import { toAccessExportView } from './get-access-export.ts';

/** Whoever may erase a person may tell him what there is to erase. */
export const createAccessExport = route(createAccessExportContract, async ({ params, body }, caller, world) => {
  const found = await readVisibleContact(world.table, caller, params.id);
  const { customer, contact } = found;
  if (!reaches(caller, 'customers.delete', customer)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.delete' });
  }
  if (contact.erasedAt !== undefined) throw new DomainError('conflict', 'customers.person-erased');
  const at = world.now.toISOString();
  const job: AccessExport = {
    id: world.newId('axp'),
    customerId: customer.id,
    contactId: contact.id,
    emailKeys: await readEmailKeys(world, found),
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

/** Whoever writes the files has no secret to hash addresses with. */
async function readEmailKeys(world: World, found: FoundContact): Promise<string[]> {
  const contacts = isHimself(found) ? await contactsOf(world.table, found.customer) : [found.contact];
  return emailKeysOf(digestWith((await world.secrets()).matching), contacts);
}
