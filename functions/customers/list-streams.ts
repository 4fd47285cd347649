import { type Caller, reach } from '#domain/shared/caller.ts';
import {
  collaboratorPartition,
  departmentNamesPartition,
  departmentPartition,
  type ListedCustomer,
  ownerNamesPartition,
  ownerPartition,
  tagPartition,
} from '#store/customers.ts';
import { tagDepartmentPartition, tagOwnerPartition } from '#store/customers-copies.ts';
import type { Stream } from '#store/customers-lists.ts';
import { departmentSilencePartition, ownerSilencePartition } from '#store/customers-pulse.ts';
import { readDepartments, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { readMark } from './field-values.ts';
import type { ListQuery } from './list-query.ts';

type Keep = (row: ListedCustomer) => boolean;
type Places = { readonly owner: (id: string) => Stream; readonly department: (id: string) => Stream };

/** Where each order keeps the customers of an owner (and collaborator) and of a department. */
type Asked = ListQuery & { readonly sort: NonNullable<ListQuery['sort']> };
const places: Readonly<Record<Asked['sort'], Places>> = (() => {
  const born: Places = {
    owner: (id) => ({ index: 'gsi1', pk: ownerPartition(id) }),
    department: (id) => ({ index: 'gsi2', pk: departmentPartition(id) }),
  };
  return {
    createdAt: born,
    '-createdAt': born,
    name: {
      owner: (id) => ({ index: 'gsi3', pk: ownerNamesPartition(id) }),
      department: (id) => ({ index: 'gsi3', pk: departmentNamesPartition(id) }),
    },
    lastFollowUpAt: {
      owner: (id) => ({ index: 'gsi2', pk: ownerSilencePartition(id) }),
      department: (id) => ({ index: 'gsi1', pk: departmentSilencePartition(id) }),
    },
  };
})();

/** The partitions that together hold what the caller may see of what he asks for: rights are in the keys. */
export async function readStreams(table: Table, caller: Caller, query: Asked): Promise<Stream[]> {
  const at = places[query.sort];
  if (query.tag !== undefined) return tagStreams(caller, query.tag);
  if (query.field !== undefined) return tagStreams(caller, await readMark(table, caller, query.field));
  const scope = scopeOf(caller);
  const own = (keep?: Keep): Stream => kept(at.owner(caller.memberId), keep);
  if (query.ownerId !== undefined) {
    const { ownerId } = query;
    const owned: Keep = (row) => row.ownerId === ownerId;
    const isReached = ownerId === caller.memberId || scope === 'all' || (await isBelow(table, scope, ownerId));
    return isReached ? [kept(at.owner(ownerId), (row) => owned(row) && isIn(scope, row, caller))] : [own(owned)];
  }
  if (query.departmentId !== undefined) {
    const { departmentId } = query;
    if (scope === 'all') return [at.department(departmentId)];
    const theirs = scope.includes(departmentId) ? [at.department(departmentId)] : [];
    return [...theirs, own((row) => row.departmentId === departmentId)];
  }
  if (scope === 'all') return (await readDepartments(table)).map(({ id }) => at.department(id));
  return [...scope.map(at.department), own()];
}

/** The departments whose customers the caller sees beside his own; none for who sees only his own. */
function scopeOf(caller: Caller): 'all' | readonly string[] {
  const reached = reach(caller, 'customers.read');
  if (reached === 'all') return 'all';
  return reached === 'department' ? caller.departments : [];
}

async function isBelow(table: Table, scope: readonly string[], memberId: string): Promise<boolean> {
  if (scope.length === 0) return false;
  const member = await readMember(table, memberId);
  return member !== undefined && scope.includes(member.departmentId);
}

/** An owner's customers follow him from department to department a moment later; until then each is where he is. */
function isIn(scope: 'all' | readonly string[], row: ListedCustomer, { memberId }: Caller): boolean {
  return scope === 'all' || row.ownerId === memberId || scope.includes(row.departmentId);
}

function kept(stream: Stream, keep: Keep | undefined): Stream {
  return keep === undefined ? stream : { ...stream, keep };
}

/** His collaborations are few: their copies hold the tags, and those without the tag are passed over. */
function tagStreams(caller: Caller, tag: string): Stream[] {
  const scope = scopeOf(caller);
  if (scope === 'all') return [{ index: 'gsi3', pk: tagPartition(tag) }];
  const hasTag: Keep = ({ tags }) => tags?.includes(tag.normalize('NFC')) === true;
  return [
    ...scope.map((id): Stream => ({ index: 'gsi2', pk: tagDepartmentPartition(tag, id) })),
    { index: 'gsi1', pk: tagOwnerPartition(tag, caller.memberId) },
    { index: 'gsi2', pk: collaboratorPartition(caller.memberId), keep: hasTag },
  ];
}
