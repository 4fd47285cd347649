import type { Contact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { personalFacets } from '#domain/customers/duplicate.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Whose } from '#domain/shared/whose.ts';
import { Reply, route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readCustomersBy } from '#store/customers.ts';
import { digestWith, readMatches } from '#store/customers-matching.ts';
import { withConsistentReads } from '#store/table.ts';
import { readVisible, sees } from '../access.ts';
import { hasRunningMerge } from '../merges/merge-ledger.ts';
import { type AskedErasure, type Begun, beginCustomerErasure, contactsOf, emailKeysOf } from './begin-erasure.ts';
import { eraseCustomerContract } from './erasure-contracts.ts';
import { erasurePreview, namedBy } from './erasure-preview.ts';
import { toErasureView } from './get-erasure.ts';

export const eraseCustomer = route(eraseCustomerContract, async ({ params, body, isDryRun }, caller, world) => {
  const customer = await readVisible(world.table, caller, params.id);
  if (!reaches(caller, 'persons.erase', customer)) {
    throw new DomainError('forbidden', 'shared.forbidden', { permission: 'persons.erase' });
  }
  if (customer.kind !== 'individual') throw new DomainError('conflict', 'customers.not-a-person');
  return eraseWhole({ body, isDryRun, customer, contact: customer.mainContact }, caller, world);
});

interface Asked {
  readonly body: { readonly reason: string; readonly force?: boolean | undefined };
  readonly isDryRun: boolean | undefined;
  readonly customer: Customer;
  /** Whose number and address are looked for elsewhere. */
  readonly contact: Contact;
}

export async function eraseWhole(asked: Asked, caller: Caller, world: World) {
  const { customer } = asked;
  const contacts = await contactsOf(world.table, customer);
  const emailKeys = emailKeysOf(digestWith((await world.secrets()).matching), contacts);
  const whose = { customerIds: [customer.id], contactIds: contacts.map(({ id }) => id), isWhole: true, emailKeys };
  return eraseOrShow({ ...asked, whose }, caller, world, (given) => beginCustomerErasure(world, customer, given));
}

/** Shows what would go, or begins. */
export async function eraseOrShow(
  { body, isDryRun, customer, contact, whose }: Asked & { readonly whose: Whose },
  caller: Caller,
  world: World,
  begin: (asked: AskedErasure) => Promise<Begun>,
) {
  // What was opened a moment ago counts, so this is not left to eventually consistent reads.
  const table = withConsistentReads(world.table);
  const named = await namedBy(table, whose);
  if (isDryRun === true) {
    const alsoAt = await elsewhere(world, caller, contact);
    const preview = await erasurePreview(table, whose, { named, alsoAt });
    return new Reply(200, preview, { 'preference-applied': 'dry-run' });
  }
  if (await hasRunningMerge(table, customer.id)) throw new DomainError('conflict', 'customers.merge-busy');
  if (named.length > 0 && body.force !== true) {
    throw new DomainError('conflict', 'customers.person-named', { open: named });
  }
  const { memberId: actorId } = caller;
  const { erasure, writes } = await begin({
    basis: 'request',
    reason: body.reason,
    forced: named.length > 0,
    actorId,
  });
  return world.commit(writes, toErasureView(erasure));
}

/** The same person may be a contact of several customers, as far as the caller sees them. */
async function elsewhere({ table, secrets }: World, caller: Caller, contact: Contact) {
  const digest = digestWith((await secrets()).matching);
  const matches = await Promise.all(personalFacets(contact).map((facet) => readMatches(table, digest, facet)));
  const others = matches.flat().filter(({ holderId, reason }) => reason !== undefined && holderId !== contact.id);
  const customers = await readCustomersBy(table, [...new Set(others.map(({ customerId }) => customerId))]);
  const places = others.flatMap(({ customerId, holderId: contactId }) => {
    const customer = customers.get(customerId);
    return customer !== undefined && sees(caller, customer) ? [{ customerId: customer.id, contactId }] : [];
  });
  return [...new Map(places.map((place) => [place.contactId, place])).values()];
}
