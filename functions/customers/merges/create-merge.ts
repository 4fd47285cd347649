import type { Customer } from '#domain/customers/customer.ts';
import {
  assertMergeable,
  differences,
  type Merge,
  type MergeInput,
  merged,
  mergingContexts,
  type Picks,
} from '#domain/customers/merge.ts';
import { type Caller, reaches } from '#domain/shared/caller.ts';
import { DomainError, type FieldError, invalidField } from '#domain/shared/error.ts';
import { present } from '#domain/shared/present.ts';
import { firstStamps } from '#domain/shared/stamps.ts';
import { customerChanged } from '#events/customers.ts';
import { Reply, route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putCustomer, readCustomerOrBinned } from '#store/customers.ts';
import { markMain, putContact } from '#store/customers-contacts.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { digestWith } from '#store/customers-matching.ts';
import { putAlias, putMerge, putSnapshot } from '#store/customers-merges.ts';
import { type CustomerWithPulse, deletePulse, readCustomerWithPulse } from '#store/customers-pulse.ts';
import { type Table, type Write, withConsistentReads } from '#store/table.ts';
import { createMergeContract } from './merge-contracts.ts';
import { hasRunningMerge, newsOf, toMergeView, wakesAt } from './merge-ledger.ts';
import { previewOf } from './merge-preview.ts';
import { packed, roomMax, type Unit, unitsOf } from './merge-rows.ts';

interface Parties {
  readonly survivor: CustomerWithPulse;
  readonly losers: readonly CustomerWithPulse[];
}

/** Few rows go in this one transaction; of many only the aliases do, and the sweep carries the rest. */
export const createMerge = route(createMergeContract, async ({ body, isDryRun }, caller, world) => {
  assertMergeable(body);
  const table = withConsistentReads(world.table);
  const parties = await readParties(table, caller, body);
  const survivor = parties.survivor.customer;
  const losers = parties.losers.map(({ customer }) => customer);
  const picks = present(body.picks ?? {}) as Picks;
  const after = merged(survivor, losers, picks, { now: world.now, actorId: caller.memberId });
  await assertNoLoop(table, after, body);
  if (isDryRun === true) {
    const preview = await previewOf(table, losers, { ...body, changes: differences(survivor, after) });
    return new Reply(200, preview, { 'preference-applied': 'dry-run' });
  }
  const merge = newMerge(world, caller, body, picks);
  const begun = beginning(world, merge, parties, after);
  const units = await ownUnits(world, survivor, after, losers);
  const writes = packed(merge, survivor.id, units).flat();
  const isWhole = begun.length + writes.length <= roomMax;
  const head: Merge = { ...merge, ownDone: isWhole, moved: { customers: isWhole ? movedBy(units) : 0 } };
  const events = isWhole ? [newsOf(world, head)] : [];
  const ledger = putMerge(head, 'absent', { events, wakesAt: wakesAt(head, world.now) });
  return world.commit([...begun, ...(isWhole ? writes : []), ledger], toMergeView(head));
});

function movedBy(units: readonly Unit[]): number {
  return units.filter(({ moved }) => moved !== undefined).length;
}

/** As many rows as could fit; one more tells that they do not. */
async function ownUnits(world: World, before: Customer, after: Customer, losers: readonly Customer[]): Promise<Unit[]> {
  const digest = digestWith((await world.secrets()).matching);
  const to = after.id;
  const units = losers.map((loser) =>
    unitsOf(world.table, digest, loser, { from: loser.id, to, now: world.now }, roomMax),
  );
  const copies = copiesMoved(before, after).map((write): Unit => ({ writes: [write] }));
  return [...copies, ...(await Promise.all(units)).flat()];
}

function newMerge(world: World, caller: Caller, { survivorId, loserIds }: MergeInput, picks: Picks): Merge {
  return {
    id: world.newId('mrg'),
    survivorId,
    loserIds,
    ...(Object.keys(picks).length === 0 ? {} : { picks: picks as NonNullable<Merge['picks']> }),
    state: 'running',
    ownDone: false,
    waitingFor: [...mergingContexts],
    moved: {},
    kept: [],
    attempts: 0,
    settled: false,
    ...firstStamps(world.now, caller.memberId),
  };
}

/** The survivor with what he gains, the others' aliases, and who they all were. */
function beginning(world: World, merge: Merge, { survivor, losers }: Parties, after: Customer): Write[] {
  const { customer: before } = survivor;
  const fields = [...differences(before, after).map(({ field }) => field), 'contacts'];
  const changed = world.event(customerChanged, after.id, { customerId: after.id, fields });
  return [
    putCustomer(after, { version: before.version }, [changed]),
    putSnapshot(after.id, merge.id, { customer: before, pulse: survivor.pulse, merged: after }),
    ...mainMoved(before, after),
    ...losers.flatMap(({ customer, pulse, version }) => [
      // Whoever keeps a copy of him (search, lists) learns that he is no more.
      putAlias(customer, merge.id, after.id, [
        world.event(customerChanged, customer.id, { customerId: customer.id, fields: ['name', 'mergedInto'] }),
      ]),
      putSnapshot(after.id, merge.id, { customer, pulse }),
      ...(after.mainContact.id === customer.mainContact.id
        ? [markMain(after.id, customer.mainContact)]
        : [putContact(after.id, customer.mainContact, 'any')]),
      ...(version === 0 ? [] : [deletePulse(customer.id, version)]),
    ]),
  ];
}

/** Whose main contact was picked lends him; the survivor's own gets a row of his own. */
function mainMoved({ id, mainContact }: Customer, after: Customer): Write[] {
  return after.mainContact.id === mainContact.id ? [] : [putContact(id, mainContact, 'any')];
}

/** All that is wrong with whom the body names, at once. Who is not there for the caller is unknown, whatever he is. */
async function readParties(table: Table, caller: Caller, { survivorId, loserIds }: MergeInput): Promise<Parties> {
  const named = [survivorId, ...loserIds];
  const pointers = ['/survivorId', ...loserIds.map((_, i) => `/loserIds/${i}`)];
  const found = await Promise.all(named.map((id) => readCustomerWithPulse(table, id)));
  const errors = await Promise.all(
    found.map((each, i) => whyNot(table, caller, { id: named[i] ?? '', found: each, pointer: pointers[i] ?? '' })),
  );
  const bad = errors.filter((error) => error !== undefined);
  const first = bad.find(({ code }) => code === 'customers.merge-unknown') ?? bad[0];
  if (first !== undefined) {
    const kind = first.code === 'customers.merge-unknown' ? 'invalid' : 'conflict';
    throw new DomainError(kind, first.code, first.facts ?? {}, bad);
  }
  const [survivor, ...losers] = found.filter((each) => each !== undefined);
  if (survivor === undefined) throw new Error('The survivor was read.');
  return { survivor, losers };
}

interface Named {
  readonly id: string;
  readonly found: CustomerWithPulse | undefined;
  readonly pointer: string;
}

async function whyNot(table: Table, caller: Caller, { id, found, pointer }: Named): Promise<FieldError | undefined> {
  const customer = found?.customer ?? (await readCustomerOrBinned(table, id));
  if (customer === undefined || !reaches(caller, 'customers.merge', customer)) {
    return { pointer, code: 'customers.merge-unknown' };
  }
  if (found === undefined) return { pointer, code: 'customers.already-merged', facts: { survivorId: customer.id } };
  if (customer.deletedAt !== undefined) return { pointer, code: 'customers.deleted' };
  return (await hasRunningMerge(table, id)) ? { pointer, code: 'customers.merge-busy' } : undefined;
}

const ancestorsMax = 20;

/** Nobody may come to stand above himself because one of those above him goes up in him. */
async function assertNoLoop(table: Table, after: Customer, { survivorId, loserIds, picks }: MergeInput): Promise<void> {
  const ids = new Set([survivorId, ...loserIds]);
  let next = after.parentId;
  for (let steps = 0; next !== undefined && steps < ancestorsMax; steps += 1) {
    const above: Customer | undefined = await readCustomerOrBinned(table, next);
    if (above !== undefined && ids.has(above.id)) {
      throw invalidField(
        picks?.['parentId'] === undefined ? '/survivorId' : '/picks/parentId',
        'customers.parent-cycle',
      );
    }
    next = above?.parentId;
  }
}
