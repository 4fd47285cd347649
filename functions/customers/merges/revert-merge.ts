import type { Contact } from '#domain/customers/contact.ts';
import { type Customer, withOwner } from '#domain/customers/customer.ts';
import { type Kept, type Merge, mergingContexts, unmerged } from '#domain/customers/merge.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { restamped } from '#domain/shared/stamps.ts';
import { customerChanged } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { contactKey, firstContactId, putCustomer, readCustomerOrBinned, toContact } from '#store/customers.ts';
import { markMain } from '#store/customers-contacts.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { digestWith } from '#store/customers-matching.ts';
import { putMerge, readAlias, readMoved, readSnapshots, type Snapshot } from '#store/customers-merges.ts';
import { putPulse } from '#store/customers-pulse.ts';
import { readHeir } from '#store/members.ts';
import { StaleWrite, type Table, type Write, withConsistentReads } from '#store/table.ts';
import { revertMergeContract } from './merge-contracts.ts';
import { newsOf, readVisibleMerge, toMergeView, wakesAt } from './merge-ledger.ts';
import { packed, roomMax } from './merge-rows.ts';
import { unitsBack } from './unmerge-rows.ts';

/** Asked again it answers where it is: the wish is being fulfilled. */
export const revertMerge = route(revertMergeContract, async ({ params }, caller, world) => {
  const table = withConsistentReads(world.table);
  const merge = await readVisibleMerge(table, caller, params.id);
  if (merge.state === 'reverting' || merge.state === 'reverted') return toMergeView(merge);
  if (merge.state === 'running') throw new DomainError('conflict', 'customers.merge-running');
  const survivor = await readSurvivor(table, caller, merge);
  const { begun, copies, losers, kept } = await beginBack({ ...world, table }, caller, merge, survivor);
  const digest = digestWith((await world.secrets()).matching);
  const moved = await readMoved(table, merge);
  const units = await unitsBack(table, digest, { merge, moved, losers, now: world.now });
  const writes = [...copies, ...packed(merge, survivor.id, units).flat()];
  const isWhole = begun.length + writes.length <= roomMax;
  const head: Merge = {
    ...restamped(merge, world.now, caller.memberId),
    state: 'reverting',
    ownDone: isWhole,
    waitingFor: [...mergingContexts],
    moved: {},
    kept,
    attempts: 0,
    settled: false,
  };
  const events = isWhole ? [newsOf(world, head)] : [];
  const ledger = putMerge(head, { version: merge.version }, { events, wakesAt: wakesAt(head, world.now) });
  return world.commit([...begun, ...(isWhole ? writes : []), ledger], toMergeView(head));
});

/** He must be there himself: one who has gone up in another is first taken out of that one again. */
async function readSurvivor(table: Table, caller: Caller, { survivorId }: Merge): Promise<Customer> {
  const survivor = await readCustomerOrBinned(table, survivorId);
  if (survivor === undefined || !reaches(caller, 'customers.merge', survivor)) {
    throw new DomainError('missing', 'customers.merge-not-found');
  }
  if (survivor.id !== survivorId) {
    throw new DomainError('conflict', 'customers.already-merged', { survivorId: survivor.id });
  }
  if (survivor.deletedAt !== undefined) throw new DomainError('conflict', 'customers.deleted');
  return survivor;
}

interface Begun {
  readonly begun: readonly Write[];
  /** Places in lists; where there are too many the sweep puts them. */
  readonly copies: readonly Write[];
  readonly losers: readonly Customer[];
  readonly kept: Kept[];
}

/** The customers are two again: the survivor less what he gained, the others as they were. */
async function beginBack(world: World, caller: Caller, merge: Merge, survivor: Customer): Promise<Begun> {
  const change = { now: world.now, actorId: caller.memberId };
  const was = await readSnapshots(world.table, merge);
  const own = was.get(survivor.id);
  if (own?.merged === undefined) throw new Error(`${merge.id} has no snapshot of its survivor`);
  const returned = await Promise.all(
    merge.loserIds.map((id) => comeBack(world, caller, { merge, survivor }, was.get(id))),
  );
  const losers = returned.map(({ customer }) => customer);
  const taken = new Set(losers.map(({ mainContact }) => mainContact.id));
  const main = await mainOf(world.table, survivor, own.customer, taken);
  const { customer: after, kept } = unmerged(survivor, { before: own.customer, merged: own.merged }, main, change);
  const begun = [
    putCustomer(after, { version: survivor.version }, [changed(world, after)]),
    ...mainBack(survivor, after),
    ...returned.flatMap(({ writes }) => writes),
  ];
  const copies = [...copiesMoved(survivor, after), ...losers.flatMap((each) => copiesMoved(undefined, each))];
  return { begun, copies, losers, kept: kept.map((field) => ({ context: 'customers', id: survivor.id, field })) };
}

/** As he was, with the main contact as he is now; his owner may have left meanwhile. */
async function comeBack(
  world: World,
  caller: Caller,
  { merge, survivor }: { readonly merge: Merge; readonly survivor: Customer },
  snapshot: Snapshot | undefined,
): Promise<{ readonly customer: Customer; readonly writes: Write[] }> {
  if (snapshot === undefined) throw new Error(`${merge.id} has no snapshot of one of its customers`);
  const { customer: before, pulse } = snapshot;
  const [alias, owner, mainContact] = await Promise.all([
    readAlias(world.table, before.id),
    readHeir(world.table, before.ownerId),
    contactNow(world.table, survivor, before.mainContact),
  ]);
  if (alias?.mergeId !== merge.id) throw new StaleWrite([]);
  const { id } = before;
  const owned = owner === undefined || owner.id === before.ownerId ? before : withOwner(before, owner);
  const customer = restamped({ ...owned, mainContact, version: alias.version }, world.now, caller.memberId);
  return {
    customer,
    writes: [
      putCustomer(customer, { version: alias.version }, [changed(world, customer)]),
      putPulse(customer, pulse, 0),
      { op: 'delete', key: contactKey(survivor.id, mainContact.id), expect: 'any' },
      ...(mainContact.id === firstContactId(id) ? [] : [markMain(id, mainContact)]),
    ],
  };
}

/** A main contact always goes back with his customer, who cannot be without, and is none that is archived. */
async function contactNow(table: Table, survivor: Customer, before: Contact): Promise<Contact> {
  if (survivor.mainContact.id === before.id) return survivor.mainContact;
  const row = toContact(before.id, await table.get(contactKey(survivor.id, before.id)));
  const { archivedAt: _, ...contact } = row ?? before;
  return contact;
}

/** The survivor's own main contact, unless he is one who goes back: then the one that he had before. */
async function mainOf(
  table: Table,
  survivor: Customer,
  before: Customer,
  taken: ReadonlySet<string>,
): Promise<Contact> {
  if (!taken.has(survivor.mainContact.id)) return survivor.mainContact;
  return contactNow(table, survivor, before.mainContact);
}

function mainBack(survivor: Customer, { id, mainContact }: Customer): Write[] {
  if (mainContact.id === survivor.mainContact.id) return [];
  return mainContact.id === firstContactId(id)
    ? [{ op: 'delete', key: contactKey(id, mainContact.id), expect: 'any' }]
    : [markMain(id, mainContact)];
}

/** Lists and search learn of everyone anew. */
function changed(world: World, { id }: Customer) {
  return world.event(customerChanged, id, { customerId: id, fields: ['name', 'mainContact', 'tags'] });
}
