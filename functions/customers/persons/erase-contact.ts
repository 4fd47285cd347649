import { reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { firstContactId } from '#store/customers.ts';
import type { FoundContact } from '#store/customers-contacts.ts';
import { digestWith } from '#store/customers-matching.ts';
import { readVisibleContact } from '../access.ts';
import { beginContactErasure, emailKeysOf } from './begin-erasure.ts';
import { eraseOrShow, eraseWhole } from './erase-customer.ts';
import { eraseContactContract } from './erasure-contracts.ts';

export const eraseContact = route(eraseContactContract, async ({ params, body, isDryRun }, caller, world) => {
  const found = await readVisibleContact(world.table, caller, params.id);
  const { customer, contact } = found;
  if (!reaches(caller, 'persons.erase', customer)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'persons.erase' });
  }
  if (contact.erasedAt !== undefined) throw new DomainError('conflict', 'customers.person-erased');
  if (isHimself(found)) return eraseWhole({ body, isDryRun, customer, contact }, caller, world);
  const digest = digestWith((await world.secrets()).matching);
  const emailKeys = emailKeysOf(digest, [contact]);
  const whose = { customerIds: [customer.id], contactIds: [contact.id], isWhole: false, emailKeys };
  return eraseOrShow({ body, isDryRun, customer, contact, whose }, caller, world, (asked) =>
    beginContactErasure(world, found, asked),
  );
});

/** An individual is one person: his main contact, and as whom he was entered. */
export function isHimself({ customer, contact, isMain }: FoundContact): boolean {
  return customer.kind === 'individual' && (isMain || contact.id === firstContactId(customer.id));
}
