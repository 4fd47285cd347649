import type { Customer } from '#domain/customers/customer.ts';
import {
  bornAt,
  byTagKey,
  collaboratorPartition,
  customerPartition,
  namedAt,
  ownerNamesPartition,
  ownerPartition,
  slimOf,
  tagDigest,
  tagPartition,
} from './customers.ts';
import { partition } from './keys.ts';
import type { Item, Table, Write } from './table.ts';

/** Rows by which a customer is in the lists of his collaborators and of his tags: copies of his slim part. */
type Put = Extract<Write, { readonly op: 'put' }>;

export const tagOwnerPartition = (tag: string, memberId: string): string =>
  partition('customers', 'tag', tagDigest(tag), 'owner', memberId);
export const tagDepartmentPartition = (tag: string, departmentId: string): string =>
  partition('customers', 'tag', tagDigest(tag), 'department', departmentId);

/** The writes that take the copies from one version of the customer to the next; none where no copy changes. */
export function copiesMoved(before: Customer | undefined, after: Customer | undefined): Write[] {
  const old = new Map(copiesOf(before).map((put) => [put.key.sk, put]));
  const wanted = copiesOf(after);
  const kept = new Set(wanted.map(({ key }) => key.sk));
  const gone = [...old.values()].filter(({ key }) => !kept.has(key.sk));
  return [
    ...wanted.filter((put) => JSON.stringify(put) !== JSON.stringify(old.get(put.key.sk))),
    ...gone.map(({ key }): Write => ({ op: 'delete', key, expect: 'any' })),
  ];
}

/** The copies that a customer should have and has not, or has otherwise; what a long merge writes in parts. */
export async function copiesMissing(table: Table, customer: Customer): Promise<Write[]> {
  const pk = customerPartition(customer.id);
  const ranges = ['by-tag#', 'collaborator#'].map((beginsWith) => table.query({ pk, beginsWith, limit: 1000 }));
  const there = (await Promise.all(ranges)).flatMap(({ items }) => items);
  const known = new Map(there.map(({ key, item }) => [key.sk, item]));
  const wanted = copiesOf(customer);
  const kept = new Set(wanted.map(({ key }) => key.sk));
  return [
    ...wanted.filter(({ key, slim = {} }) => !isEqual(known.get(key.sk), slim)),
    ...there.filter(({ key }) => !kept.has(key.sk)).map(({ key }): Write => ({ op: 'delete', key, expect: 'any' })),
  ];
}

function isEqual(a: Item | undefined, b: Item): boolean {
  const text = (item: Item): string =>
    JSON.stringify(
      Object.entries(item)
        .filter(([, v]) => v !== undefined)
        .sort(),
    );
  return a !== undefined && text(a) === text(b);
}

function copiesOf(customer: Customer | undefined): Put[] {
  if (customer === undefined || customer.deletedAt !== undefined) return [];
  return [
    ...customer.collaboratorIds.map((memberId) => collaboratorCopy(customer, memberId)),
    ...filedUnder(customer).map((tag) => tagCopy(customer, tag)),
  ];
}

/** Tags, and the choices by which lists find him: a choice is filed as a tag is. */
function filedUnder({ tags, marks = [] }: Customer): readonly string[] {
  return [...tags, ...marks];
}

function collaboratorCopy(customer: Customer, memberId: string): Put {
  const { id } = customer;
  const tags = filedUnder(customer);
  return {
    op: 'put',
    key: { pk: customerPartition(id), sk: `collaborator#${memberId}` },
    item: {},
    slim: { ...slimOf(customer), ...(tags.length > 0 ? { tags } : {}) },
    gsi1: { pk: ownerPartition(memberId), sk: bornAt(id) },
    gsi2: { pk: collaboratorPartition(memberId), sk: bornAt(id) },
    gsi3: { pk: ownerNamesPartition(memberId), sk: namedAt(customer) },
    expect: 'any',
  };
}

function tagCopy(customer: Customer, tag: string): Put {
  const { id, ownerId, departmentId } = customer;
  return {
    op: 'put',
    key: byTagKey(id, tag),
    item: {},
    slim: slimOf(customer),
    gsi1: { pk: tagOwnerPartition(tag, ownerId), sk: bornAt(id) },
    gsi2: { pk: tagDepartmentPartition(tag, departmentId), sk: bornAt(id) },
    gsi3: { pk: tagPartition(tag), sk: bornAt(id) },
    expect: 'any',
  };
}
