import { assertReachable, newContact } from '#domain/customers/contact.ts';
import { type Customer, type CustomerInput, newCustomer } from '#domain/customers/customer.ts';
import { contactFacets, nameFacets } from '#domain/customers/duplicate.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { numberMonth, numberOf } from '#domain/shared/number.ts';
import { customerCreated } from '#events/customers.ts';
import { Reply, route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { firstContactId, putCustomer } from '#store/customers.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { claimNumber, type Digest, digestWith, nextSequence } from '#store/customers-matching.ts';
import { readCompany } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readView, sees } from './access.ts';
import { createCustomerContract } from './customer-contracts.ts';
import { readGraded, readNewFields } from './field-values.ts';
import { commitContact } from './new-contact.ts';
import { readNewOwner } from './owner.ts';
import { assertChoices, checkParent, choicesOf, claimExternalIds } from './references.ts';
import { assertTags } from './tags-allowed.ts';
import { type Meeting, meet, putFacets, toDuplicate, welcome } from './twins.ts';
import { warningsOf } from './warnings.ts';

export const createCustomer = route(createCustomerContract, async ({ query, body }, caller, world) => {
  assertReachable(body.contact, '/contact');
  const { table } = world;
  const [owner, fill] = await Promise.all([
    readNewOwner(table, caller, body.ownerId),
    readNewFields(table, caller, body.fields),
    assertTags(table, body.tags),
    assertChoices(table, choicesOf(body)),
    checkParent(table, caller, { parentId: body.parentId }),
  ]);
  const id = world.newId('cus');
  const contact = newContact(body.contact, firstContactId(id));
  const digest = digestWith((await world.secrets()).matching);
  const facets = [...contactFacets(contact), ...nameFacets({ id, kind: body.kind, name: body.name })];
  const meeting = await meet(table, digest, facets, undefined);
  if (meeting.twins.length > 0 && query.onDuplicate !== 'create') {
    if (query.onDuplicate === 'reuse') return reuse(world, caller, digest, { body, query }, meeting);
    throw await toDuplicate(table, caller, meeting.twins);
  }
  const lifted = welcome(digest, meeting, query.onErased === 'create', '/contact');
  const claims = await claimExternalIds(table, digest, id, body.externalIds ?? []);
  const number = await newNumber(world);
  const born = newCustomer(body, {
    id,
    number,
    owner,
    mainContact: contact,
    now: world.now,
    actorId: caller.memberId,
  });
  const customer = fill(born);
  const { ownerId, departmentId } = customer;
  const created = world.event(customerCreated, id, { customerId: id, ownerId, departmentId });
  return world.commit(
    [
      putCustomer(customer, 'absent'),
      claimNumber(number, id, [created]),
      ...putFacets(digest, meeting, id),
      ...lifted,
      ...claims,
      ...copiesMoved(undefined, customer),
    ],
    { ...(await seen(table, caller, customer)), ...warningsOf(body, caller.locale) },
  );
});

async function seen(table: Table, caller: Caller, customer: Customer) {
  const view = await readView(table, caller, customer.id);
  return toCustomerView(customer, view, undefined, await readGraded(table, view, customer));
}

async function newNumber({ table, now }: World): Promise<string> {
  const month = numberMonth(now, (await readCompany(table)).zone);
  return numberOf('C', month, await nextSequence(table, month));
}

interface Asked {
  readonly body: CustomerInput;
  readonly query: { readonly onErased: 'fail' | 'create' };
}

/** The one candidate takes the contact; several, or one whom the caller may not add to, are for a person to look at. */
async function reuse(world: World, caller: Caller, digest: Digest, { body, query }: Asked, meeting: Meeting) {
  const { table } = world;
  const [twin, ...others] = meeting.twins;
  if (twin === undefined || others.length > 0 || !mayAddTo(caller, twin.customer)) {
    throw await toDuplicate(table, caller, meeting.twins);
  }
  const { customer, holderIds } = twin;
  const answer = new Reply(200, await seen(table, caller, customer));
  const isThereAlready = holderIds.some((holderId) => holderId !== customer.id);
  if (isThereAlready) return world.commit([], answer);
  const contact = newContact(body.contact, world.newId('con'));
  const mayBeErased = query.onErased === 'create';
  const asked = { customer, contact, answer, mayBeTwin: false, mayBeErased, pointer: '/contact', caller };
  return commitContact(world, digest, asked);
}

function mayAddTo(caller: Caller, customer: Customer): boolean {
  return customer.deletedAt === undefined && sees(caller, customer) && reaches(caller, 'contacts.edit', customer);
}
