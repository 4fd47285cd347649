import {
  type Customer,
  type CustomerPatch,
  changedFields,
  patchCustomer as patched,
} from '#domain/customers/customer.ts';
import { facetsBeyond, nameFacets } from '#domain/customers/duplicate.ts';
import { toCustomerView } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { customerChanged } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { putCustomer } from '#store/customers.ts';
import { copiesMoved } from '#store/customers-copies.ts';
import { type Digest, digestWith } from '#store/customers-matching.ts';
import type { Write } from '#store/table.ts';
import { assertFresh, readEditable, readView } from './access.ts';
import { patchCustomerContract } from './customer-contracts.ts';
import { readChangedFields } from './field-values.ts';
import { assertChoices, checkParent, choicesOf, claimExternalIds } from './references.ts';
import { assertTags } from './tags-allowed.ts';
import { meet, putFacets, removeFacets, toDuplicate, together } from './twins.ts';
import { warningsOf } from './warnings.ts';

/** One transaction takes a hundred; the Idempotency-Key's row may join. */
const writesMax = 99;

export const patchCustomer = route(patchCustomerContract, async ({ params, query, body, ifMatch }, caller, world) => {
  const { table, now } = world;
  const before = await readEditable(table, caller, params.id, 'customers.edit');
  assertFresh(before.version, ifMatch);
  const [fill] = await Promise.all([
    readChangedFields(table, caller, before, body.fields),
    assertChoices(table, choicesOf(newChoices(before, body))),
    assertTags(table, body.tags, before.tags),
  ]);
  const after = fill(patched(before, body, { now, actorId: caller.memberId }));
  const digest = digestWith((await world.secrets()).matching);
  const moved = await keysMoved(world, caller, digest, { before, after, mayBeTwin: query.onDuplicate === 'create' });
  const changed = world.event(customerChanged, after.id, {
    customerId: after.id,
    fields: changedFields(before, after),
  });
  const writes = [
    putCustomer(after, { version: before.version }, [changed]),
    ...copiesMoved(before, after),
    ...moved,
    ...(before.parentId === after.parentId ? [] : await checkParent(table, caller, after)),
  ];
  if (writes.length > writesMax) throw new DomainError('invalid', 'customers.too-much-at-once');
  const isNamed = body.name !== undefined || body.kind !== undefined;
  return world.commit(writes, {
    ...toCustomerView(after, await readView(table, caller, after.id)),
    ...(isNamed ? warningsOf(after, caller.locale) : {}),
  });
});

/** What was chosen before stays, though it be archived by now. */
function newChoices(before: Customer, { industry, level, source, buyerType }: CustomerPatch) {
  return {
    industry: industry === before.industry ? undefined : industry,
    level: level === before.level ? undefined : level,
    source: source === before.source ? undefined : source,
    buyerType: buyerType === before.buyerType ? undefined : buyerType,
  };
}

interface Change {
  readonly before: Customer;
  readonly after: Customer;
  readonly mayBeTwin: boolean;
}

/** Match keys and external ids go with what they are made of. */
async function keysMoved(
  { table }: World,
  caller: Caller,
  digest: Digest,
  { before, after, mayBeTwin }: Change,
): Promise<Write[]> {
  const [old, wanted] = [nameFacets(before), nameFacets(after)];
  const meeting = await meet(table, digest, facetsBeyond(wanted, old), after.id);
  if (meeting.twins.length > 0 && !mayBeTwin) throw await toDuplicate(table, caller, meeting.twins);
  const had = new Set(before.externalIds.map(({ system, id }) => `${system}:${id}`));
  const added = after.externalIds.filter(({ system, id }) => !had.has(`${system}:${id}`));
  return [
    ...together(putFacets(digest, meeting, after.id), await removeFacets(table, digest, facetsBeyond(old, wanted))),
    ...(await claimExternalIds(table, digest, after.id, added)),
  ];
}
