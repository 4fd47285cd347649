import * as z from 'zod';
import { Department } from '#domain/members/department.ts';
import { Member } from '#domain/members/member.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import {
  adminsKey,
  departmentKey,
  departmentPartition,
  departmentsPartition,
  memberKey,
  rolePartition,
} from './members.ts';
import { removal } from './removals.ts';
import type { Expect, Table, Write } from './table.ts';

/** Writes and pages of departments and members; what other contexts read is in members.ts. */

const allMembers = partition('members', 'all');

/** Everything is in the slim part: the row is small, and lists show it whole. */
export function putMember(member: Member, expect: Expect, events: readonly Event[]): Write {
  const sk = `${member.active ? 'a' : 'i'}#${member.id}`;
  return {
    op: 'put',
    key: memberKey(member.id),
    item: {},
    slim: member,
    gsi1: { pk: departmentPartition(member.departmentId), sk },
    gsi2: { pk: rolePartition(member.role), sk },
    gsi3: { pk: allMembers, sk },
    expect,
    events,
  };
}

export function putDepartment(department: Department, expect: Expect, events: readonly Event[]): Write {
  return { op: 'put', key: departmentKey(department.id), item: department, expect, events };
}

export async function readDepartmentsPage(
  table: Table,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly Department[]; readonly next: string | undefined }> {
  const page = await table.query({
    pk: departmentsPartition,
    beginsWith: 'dep_',
    limit,
    ...(after === undefined ? {} : { after: departmentKey(after) }),
  });
  return { items: page.items.map(({ item }) => Department.parse(item)), next: page.next?.sk };
}

/** One filter chooses the index; `active` narrows any of them, because it leads their sort keys. */
export interface MemberFilter {
  readonly departmentId?: string | undefined;
  readonly role?: string | undefined;
  readonly active?: boolean | undefined;
}

export interface MembersPage {
  readonly items: readonly Member[];
  readonly next: string | undefined;
}

export async function readMembers(
  table: Table,
  filter: MemberFilter,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<MembersPage> {
  const page = await table.query({
    ...indexFor(filter),
    ...(filter.active === undefined ? {} : { beginsWith: filter.active ? 'a#' : 'i#' }),
    limit,
    ...(after === undefined ? {} : { after: { ...memberKey(after.slice(2)), indexSk: after } }),
  });
  return { items: page.items.map(({ item }) => Member.parse(item)), next: page.next?.indexSk };
}

function indexFor({ departmentId, role }: MemberFilter) {
  if (departmentId !== undefined) return { index: 'gsi1' as const, pk: departmentPartition(departmentId) };
  if (role !== undefined) return { index: 'gsi2' as const, pk: rolePartition(role) };
  return { index: 'gsi3' as const, pk: allMembers };
}

/** Whose an address is. The digest, not the address, is in the key; the item keeps it unique among all ever entered. */
function emailKey(digest: string): Key {
  return { pk: partition('members', 'email', digest), sk: '~claim' };
}

export function claimEmail(digest: string, memberId: string): Write {
  return { op: 'put', key: emailKey(digest), item: { memberId, version: 1 }, expect: 'absent' };
}

export function releaseEmail(digest: string): Write {
  return { op: 'delete', key: emailKey(digest), expect: { version: 1 } };
}

export async function readEmailHolder(table: Table, digest: string): Promise<string | undefined> {
  const item = await table.get(emailKey(digest));
  return item === undefined ? undefined : z.string().parse(item['memberId']);
}

/**
 * How many sit in a department. Placing someone adds to it and checks that the department is there; deleting the
 * department holds it to the version read: so nobody is placed in a department that is just going.
 */
function seatsKey(departmentId: string): Key {
  return { pk: partition('members', 'seats', departmentId), sk: '~seats' };
}

const Seats = z.object({ members: z.int().default(0), subDepartments: z.int().default(0), version: z.int() });
export type Seats = z.output<typeof Seats>;

export function addSeats(departmentId: string, add: Partial<Pick<Seats, 'members' | 'subDepartments'>>): Write {
  return { op: 'add', key: seatsKey(departmentId), add: { ...add, version: 1 } };
}

export async function readSeats(table: Table, departmentId: string): Promise<Seats> {
  const item = await table.get(seatsKey(departmentId), { consistent: true });
  return item === undefined ? { members: 0, subDepartments: 0, version: 0 } : Seats.parse(item);
}

export function removeSeats(departmentId: string, { version }: Seats): Write {
  if (version === 0) return { op: 'check', key: seatsKey(departmentId), expect: 'absent' };
  return { op: 'delete', key: seatsKey(departmentId), expect: { version } };
}

export function removeDepartment({ id, version }: Department): readonly Write[] {
  return removal(departmentKey(id), version);
}

export function checkDepartment(id: string): Write {
  return { op: 'check', key: departmentKey(id), expect: 'present' };
}

export function checkMember({ id, version }: Member): Write {
  return { op: 'check', key: memberKey(id), expect: { version } };
}

const Admins = z.object({ ids: z.array(z.string()), version: z.int() });
export type Admins = z.output<typeof Admins>;

export async function readAdminIds(table: Table): Promise<Admins> {
  const item = await table.get(adminsKey);
  return item === undefined ? { ids: [], version: 0 } : Admins.parse(item);
}

export function putAdminIds(before: Admins, ids: readonly string[]): Write {
  return putNext(adminsKey, before.version, { ids });
}

/** Two lines of command that change at once could close a loop that neither makes alone: they take turns here. */
const structureKey: Key = { pk: partition('members', 'structure'), sk: '~structure' };

export async function nextStructure(table: Table): Promise<Write> {
  const item = await table.get(structureKey, { consistent: true });
  return putNext(structureKey, item === undefined ? 0 : z.int().parse(item['version']), {});
}

export function putNext(key: Key, version: number, item: Readonly<Record<string, unknown>>): Write {
  return {
    op: 'put',
    key,
    item: { ...item, version: version + 1 },
    expect: version === 0 ? 'absent' : { version },
  };
}

/** What the user pool was told last about a member. */
const UserRow = z.object({ username: z.string(), email: z.string(), version: z.int() });
export type UserRow = z.output<typeof UserRow>;

function userKey(memberId: string): Key {
  return { pk: partition('members', memberId), sk: '~user' };
}

export async function readUser(table: Table, memberId: string): Promise<UserRow | undefined> {
  const item = await table.get(userKey(memberId), { consistent: true });
  return item === undefined ? undefined : UserRow.parse(item);
}

export function putUser(memberId: string, before: UserRow | undefined, user: Omit<UserRow, 'version'>): Write {
  return putNext(userKey(memberId), before?.version ?? 0, user);
}
