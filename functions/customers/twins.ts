import type { Customer } from '#domain/customers/customer.ts';
import {
  type Candidate,
  duplicate,
  erasedPerson,
  type Facet,
  type Reason,
  scoreOf,
} from '#domain/customers/duplicate.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { readCustomersBy } from '#store/customers.ts';
import {
  type Digest,
  liftSuppression,
  type Match,
  putMatch,
  readKey,
  readMatches,
  removeMatch,
} from '#store/customers-matching.ts';
import { readDepartment, readMember } from '#store/members.ts';
import type { Table, Write } from '#store/table.ts';
import { sees } from './access.ts';

interface Met {
  readonly facet: Facet;
  readonly matches: readonly Match[];
}

/** What new facets met with, and the customers who may be the same. */
export interface Meeting {
  readonly met: readonly Met[];
  readonly twins: readonly Twin[];
  /** Those whose holder was erased. */
  readonly suppressed: readonly Facet[];
}

export interface Twin {
  readonly customer: Customer;
  readonly reasons: readonly Reason[];
  /** The contacts that have the mobile or e-mail. */
  readonly holderIds: readonly string[];
}

/** Looks for others who have one of the facets. One query for each facet: 0.5 RRU. */
export async function meet(
  table: Table,
  digest: Digest,
  facets: readonly Facet[],
  customerId: string | undefined,
): Promise<Meeting> {
  const met = await Promise.all(facets.map(async (facet) => ({ facet, ...(await readKey(table, digest, facet)) })));
  const others = met.flatMap(({ facet: { reason }, matches }) =>
    reason === undefined
      ? []
      : matches
          .filter((match) => match.reason !== undefined && match.customerId !== customerId)
          .map((match) => ({ ...match, reason })),
  );
  const customers = await readCustomersBy(table, [...new Set(others.map((match) => match.customerId))]);
  // The keys of who is just being merged still bear his old id.
  const byCustomer = Map.groupBy(others, (match) => customers.get(match.customerId));
  const twins = [...byCustomer].flatMap(([customer, matches]): Twin[] => {
    if (customer === undefined || customer.id === customerId) return [];
    const reasons = [...new Set(matches.map(({ reason }) => reason))];
    return [{ customer, reasons, holderIds: matches.map(({ holderId }) => holderId) }];
  });
  const suppressed = met.flatMap(({ facet, isSuppressed }) =>
    // A landline is a house's.
    isSuppressed && facet.reason !== undefined ? [facet] : [],
  );
  return { met, twins, suppressed };
}

/** The rows by which the holder of new facets is found; one beside others where he is a twin on purpose. */
export function putFacets(digest: Digest, { met }: Meeting, customerId: string): Write[] {
  return met.flatMap(({ facet, matches }) =>
    putMatch(
      digest,
      facet,
      customerId,
      matches.some(({ key }) => key.sk === 'claim'),
    ),
  );
}

/** Refuses who was erased, unless the caller says that he has come back; then nothing stands against him any more. */
export function welcome(digest: Digest, { suppressed }: Meeting, mayBeErased: boolean, pointer = ''): Write[] {
  if (suppressed.length > 0 && !mayBeErased) throw erasedPerson(suppressed, pointer);
  return suppressed.map((facet) => liftSuppression(digest, facet));
}

/** Removes the rows of facets that their holder has no more. */
export async function removeFacets(table: Table, digest: Digest, facets: readonly Facet[]): Promise<Write[]> {
  const found = await Promise.all(
    facets.map(async (facet) => {
      const matches = await readMatches(table, digest, facet);
      return matches.filter(({ holderId, reason }) => holderId === facet.holderId && reason === facet.reason);
    }),
  );
  return found.flat().map(removeMatch);
}

/** Puts win over removals of the same row: DynamoDB takes a key only once in a transaction. */
export function together(puts: readonly Write[], removals: readonly Write[]): Write[] {
  const put = new Set(puts.map(({ key }) => `${key.pk} ${key.sk}`));
  return [...puts, ...removals.filter(({ key }) => !put.has(`${key.pk} ${key.sk}`))];
}

/** The refusal that names whom to ask: the owner always, the customer only to those who see him (rules.md 7). */
export async function toDuplicate(table: Table, caller: Caller, twins: readonly Twin[]) {
  const candidates = twins.map(async ({ customer, reasons }): Promise<Candidate> => {
    const [owner, department] = await Promise.all([
      readMember(table, customer.ownerId),
      readDepartment(table, customer.departmentId),
    ]);
    return {
      ...(sees(caller, customer) ? { id: customer.id, number: customer.number } : {}),
      ...(customer.deletedAt === undefined ? {} : { deletedAt: customer.deletedAt }),
      score: scoreOf(reasons),
      reasons,
      owner: { name: owner?.name ?? '', department: department?.name ?? '' },
    };
  });
  return duplicate(await Promise.all(candidates));
}
