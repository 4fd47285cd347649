import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { firstContactId } from '#store/customers.ts';
import { readVisibleContact } from './access.ts';
import { beginContactErasure } from './begin-erasure.ts';
import { eraseOrShow, eraseWhole } from './erase-customer.ts';
import { eraseContactContract } from './erasure-contracts.ts';

export const eraseContact = route(eraseContactContract, async ({ params, body, isDryRun }, caller, world) => {
  const found = await readVisibleContact(world.table, caller, params.id);
  const { customer, contact, isMain } = found;
  if (!reaches(caller, 'customers.delete', customer)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'customers.delete' });
  }
  if (contact.erasedAt !== undefined) throw new DomainError('conflict', 'customers.person-erased');
  // An individual is one person: his main contact, and whoever was entered with him.
  const isHimself = isMain || contact.id === firstContactId(customer.id);
  if (customer.kind === 'individual' && isHimself) return eraseWhole({ body, isDryRun, customer }, caller, world);
  const whose = { customerIds: [customer.id], contactIds: [contact.id], isWhole: false };
  return eraseOrShow({ body, isDryRun, customer, whose }, caller, world, (asked) =>
    beginContactErasure(world, found, asked),
  );
});
