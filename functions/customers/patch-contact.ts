import { type Contact, patchContact as patched } from '#domain/customers/contact.ts';
import { changed } from '#domain/customers/customer.ts';
import { contactFacets, facetsBeyond } from '#domain/customers/duplicate.ts';
import { toContactView } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { invalidField } from '#domain/shared/error.ts';
import { customerChanged } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { customerKey } from '#store/customers.ts';
import { type FoundContact, putContact, putMainMark } from '#store/customers-contacts.ts';
import { digestWith } from '#store/customers-matching.ts';
import type { Write } from '#store/table.ts';
import { assertEditable, assertFresh, readView, readVisibleContact } from './access.ts';
import { changeWrites } from './change-writes.ts';
import { patchContactContract } from './contact-contracts.ts';
import { meet, putFacets, removeFacets, toDuplicate, together, welcome } from './twins.ts';

export const patchContact = route(patchContactContract, async ({ params, query, body, ifMatch }, caller, world) => {
  const found = await readVisibleContact(world.table, caller, params.id);
  const { customer, contact: before, isMain } = found;
  assertEditable(caller, customer, 'contacts.edit');
  assertFresh(before.version, ifMatch);
  if (isMain && body.main === false) throw invalidField('/main', 'customers.main-contact-needed');
  const after = patched(before, body, world.now);
  const becomesMain = isMain || body.main === true;
  const writes = [
    ...(becomesMain ? mainWrites(world, caller, found, after) : besideWrites(world, found, after)),
    ...(await keysMoved(world, caller, customer.id, {
      before,
      after,
      mayBeTwin: query.onDuplicate === 'create',
      mayBeErased: query.onErased === 'create',
    })),
  ];
  const view = await readView(world.table, caller, customer.id);
  return world.commit(writes, toContactView(after, { customerId: customer.id, main: becomesMain }, view));
});

/** The main contact is inside his customer; who was it before gets a row of his own. */
function mainWrites(world: World, { memberId: actorId }: Caller, { customer, isMain }: FoundContact, after: Contact) {
  const { mainContact: former } = customer;
  const next = changed(customer, { mainContact: after }, { now: world.now, actorId });
  const writes = changeWrites(world, customer, next);
  if (isMain) return writes;
  return [
    ...writes,
    putMainMark(customer.id, after),
    putContact(customer.id, { ...former, version: former.version + 1 }, 'any'),
  ];
}

/** The customer is held to what was read, so that nobody changes a contact of one who goes into the bin. */
function besideWrites(world: World, { customer, contact }: FoundContact, after: Contact): Write[] {
  const event = world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['contacts'] });
  return [
    putContact(customer.id, after, { version: contact.version }, [event]),
    { op: 'check', key: customerKey(customer.id), expect: { version: customer.version } },
  ];
}

interface Change {
  readonly before: Contact;
  readonly after: Contact;
  readonly mayBeTwin: boolean;
  readonly mayBeErased: boolean;
}

async function keysMoved(
  { table, secrets }: World,
  caller: Caller,
  customerId: string,
  { before, after, mayBeTwin, mayBeErased }: Change,
): Promise<Write[]> {
  const [old, wanted] = [contactFacets(before), contactFacets(after)];
  const digest = digestWith((await secrets()).matching);
  const meeting = await meet(table, digest, facetsBeyond(wanted, old), customerId);
  if (meeting.twins.length > 0 && !mayBeTwin) throw await toDuplicate(table, caller, meeting.twins);
  const lifted = welcome(digest, meeting, mayBeErased);
  const puts = putFacets(digest, meeting, customerId);
  return [...together(puts, await removeFacets(table, digest, facetsBeyond(old, wanted))), ...lifted];
}
