import { Company, defaultCompany } from '#domain/members/company.ts';
import { Department, departmentAndAbove } from '#domain/members/department.ts';
import { entriesOf, ListEntry } from '#domain/members/list.ts';
import type { ListName } from '#domain/members/list-name.ts';
import { Member } from '#domain/members/member.ts';
import { type Key, partition } from './keys.ts';
import { rowsOf } from './rows.ts';
import type { Item, Table } from './table.ts';

export const departmentsPartition = partition('members', 'departments');

export function memberKey(id: string): Key {
  return { pk: partition('members', id), sk: '~member' };
}

export function departmentKey(id: string): Key {
  return { pk: departmentsPartition, sk: id };
}

export const companyKey: Key = { pk: partition('members', 'company'), sk: '~company' };

/** The ids of the active admins, kept in one item so that the last of them cannot go beside another. */
export const adminsKey: Key = { pk: partition('members', 'admins'), sk: '~admins' };

export function listPartition(name: ListName): string {
  return partition('members', 'list', name);
}

export function rolePartition(role: string): string {
  return partition('members', 'role', role);
}

export function departmentPartition(departmentId: string): string {
  return partition('members', 'department', departmentId);
}

/** Who is or was in one of the departments: what they own is their department's. 0.5 RRU for each, more where it is large. */
export async function readMemberIdsIn(table: Table, departmentIds: readonly string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  const read = async (departmentId: string): Promise<void> => {
    const rows = rowsOf(table, { index: 'gsi1', pk: departmentPartition(departmentId), limit: 200 });
    for await (const { item } of rows) ids.add(String(item['id']));
  };
  await Promise.all(departmentIds.map(read));
  return ids;
}

/** The active members of some departments, by id. 0.5 RRU for about ten of each. */
export async function readMembersIn(table: Table, departmentIds: readonly string[]): Promise<Member[]> {
  const members: Member[] = [];
  const read = async (departmentId: string): Promise<void> => {
    const range = { index: 'gsi1', pk: departmentPartition(departmentId), beginsWith: 'a#', limit: 200 } as const;
    for await (const { item } of rowsOf(table, range)) members.push(Member.parse(item));
  };
  await Promise.all(departmentIds.map(read));
  return members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** 0.5 RRU. */
export async function readMember(table: Table, id: string): Promise<Member | undefined> {
  return toMember(await table.get(memberKey(id)));
}

export function toMember(item: Item | undefined): Member | undefined {
  return item === undefined ? undefined : Member.parse(item);
}

/** All of them, by id: a company has tens of departments, and whoever asks for one mostly needs its line. */
export async function readDepartments(table: Table): Promise<Department[]> {
  const departments: Department[] = [];
  let after: Key | undefined;
  do {
    const page = await table.query({
      pk: departmentsPartition,
      beginsWith: 'dep_',
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    departments.push(...page.items.map(({ item }) => Department.parse(item)));
    after = page.next;
  } while (after !== undefined);
  return departments;
}

export async function readDepartment(table: Table, id: string): Promise<Department | undefined> {
  const item = await table.get(departmentKey(id));
  return item === undefined ? undefined : Department.parse(item);
}

/** Who gets what is meant for the member: himself, or his successor if he has left; undefined where that is nobody. */
export async function readRecipient(table: Table, memberId: string): Promise<Member | undefined> {
  const seen = new Set<string>();
  let next: string | undefined = memberId;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const member: Member | undefined = await readMember(table, next);
    if (member?.active === true) return member;
    next = member?.successorId;
  }
  return undefined;
}

/**
 * Who looks after what a leaver looked after: his successor, else the company's default owner, else who managed him.
 * His successor may have left before anything of his had come to him, and so without one.
 */
export async function readHeir(table: Table, memberId: string): Promise<Member | undefined> {
  const successor = await readRecipient(table, memberId);
  if (successor !== undefined) return successor;
  const { defaultOwnerId } = await readCompany(table);
  const owner = defaultOwnerId === undefined ? undefined : await readRecipient(table, defaultOwnerId);
  return owner ?? (await readManagersOf(table, memberId))[0];
}

/**
 * The managers of a member (rules.md 1): his `managerId`, else his department's head, else the head above, else all
 * admins. Whoever has left is replaced by his successor; nobody is his own manager.
 */
export async function readManagersOf(table: Table, memberId: string): Promise<Member[]> {
  const member = await readMember(table, memberId);
  if (member === undefined) return [];
  const manager = await readOther(table, member.managerId, memberId);
  if (manager !== undefined) return [manager];
  for (const { headId } of departmentAndAbove(await readDepartments(table), member.departmentId)) {
    const head = await readOther(table, headId, memberId);
    if (head !== undefined) return [head];
  }
  return (await readAdmins(table)).filter(({ id }) => id !== memberId);
}

async function readOther(table: Table, id: string | undefined, but: string): Promise<Member | undefined> {
  if (id === undefined || id === but) return undefined;
  const found = await readRecipient(table, id);
  return found?.id === but ? undefined : found;
}

export async function readAdmins(table: Table): Promise<Member[]> {
  const item = await table.get(adminsKey);
  const ids = (item?.['ids'] ?? []) as readonly string[];
  const members = (await table.getMany(ids.map(memberKey))).map(toMember);
  return members.filter((each) => each !== undefined).filter(({ active }) => active);
}

/** The department's active service managers; where it has none, those of the nearest department above that has. */
export async function readServiceManagers(table: Table, departmentId: string): Promise<Member[]> {
  const managers = await readActiveServiceManagers(table);
  for (const { id } of departmentAndAbove(await readDepartments(table), departmentId)) {
    const here = managers.filter((each) => each.departmentId === id);
    if (here.length > 0) return here;
  }
  return [];
}

/** Departments that have an active service manager of their own, each once. */
export async function readServiceDepartmentIds(table: Table): Promise<string[]> {
  return [...new Set((await readActiveServiceManagers(table)).map(({ departmentId }) => departmentId))];
}

async function readActiveServiceManagers(table: Table): Promise<Member[]> {
  const { items } = await table.query({
    index: 'gsi2',
    pk: rolePartition('service-manager'),
    beginsWith: 'a#',
    limit: 200,
  });
  return items.map(({ item }) => Member.parse(item));
}

/** The company's settings; as delivered while nobody has changed them. */
export async function readCompany(table: Table): Promise<Company> {
  const item = await table.get(companyKey);
  return item === undefined ? defaultCompany : Company.parse(item);
}

/** The entries of a choice list, archived ones too. */
export async function readList(table: Table, name: ListName): Promise<ListEntry[]> {
  const { items } = await table.query({ pk: listPartition(name), limit: 1000 });
  return entriesOf(
    name,
    items.map(({ item }) => ListEntry.parse(item)),
  );
}
