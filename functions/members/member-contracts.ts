import * as z from 'zod';
import { Member, MemberCard, memberFields, StaffRole } from '#domain/members/member.ts';
import { MemberId } from '#domain/shared/ids.ts';
import { Role } from '#domain/shared/rights.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';
import { notBoth } from '#functions/http/not-both.ts';

const params = z.strictObject({ id: MemberId });
/** Admins and the member himself see all of it, everyone else the card. */
const MemberView = z.union([Member, MemberCard]);

const wang = {
  id: 'mem_00000000000000000000000002',
  name: '王芳',
  email: 'wang.fang@example.com',
  role: 'sales-rep',
  departmentId: 'dep_00000000000000000000000001',
  locale: 'zh-CN',
  zone: 'Asia/Shanghai',
  active: true,
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: 'mem_00000000000000000000000001',
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: 'mem_00000000000000000000000001',
};

export const createMemberContract = {
  method: 'POST',
  path: '/v1/members',
  operationId: 'createMember',
  summary: 'Enters a member of staff and invites him by mail. Locale and zone left out are the company’s.',
  permission: 'members.write',
  body: z.strictObject({
    ...memberFields,
    title: memberFields.title.optional(),
    managerId: memberFields.managerId.optional(),
    locale: memberFields.locale.optional(),
    zone: memberFields.zone.optional(),
  }),
  status: 201,
  output: Member,
  problems: {
    'members.unknown-department': 422,
    'members.unknown-member': 422,
    'members.email-taken': 409,
  },
  example: {
    body: { name: '王芳', email: 'wang.fang@example.com', role: 'sales-rep', departmentId: wang.departmentId },
    answer: wang,
  },
} as const satisfies Contract;

export const listMembersContract = {
  method: 'GET',
  path: '/v1/members',
  operationId: 'listMembers',
  summary: 'The members, in the order in which they were entered, those who left last. One of departmentId and role.',
  permission: 'members.read',
  query: z
    .strictObject({
      ...listQuery,
      departmentId: memberFields.departmentId.optional(),
      role: StaffRole.optional(),
      active: z.enum(['true', 'false']).optional(),
    })
    .refine(...notBoth('departmentId', 'role')),
  status: 200,
  output: listOf(MemberView),
  example: { query: { role: 'sales-rep', active: 'true' }, answer: { items: [wang], next: null } },
} as const satisfies Contract;

export const getMeContract = {
  method: 'GET',
  path: '/v1/members/me',
  operationId: 'getMe',
  summary: 'Who the caller is and what his role may, so that a client can draw its buttons.',
  permission: 'signed-in',
  status: 200,
  /** A token by role alone belongs to no member: then only what the token says is known. */
  output: z.strictObject({
    ...Member.partial().shape,
    id: z.string(),
    role: Role,
    locale: Member.shape.locale,
    zone: Member.shape.zone,
    permissions: z.array(z.string()),
  }),
  example: { answer: { ...wang, permissions: ['customers.read'] } },
} as const satisfies Contract;

export const getMemberContract = {
  method: 'GET',
  path: '/v1/members/{id}',
  operationId: 'getMember',
  summary: 'One member; name, role and department only, unless the caller is an admin or the member himself.',
  permission: 'members.read',
  params,
  status: 200,
  output: MemberView,
  problems: { 'members.not-found': 404 },
  example: { answer: wang },
} as const satisfies Contract;

export const changeMemberContract = {
  method: 'PATCH',
  path: '/v1/members/{id}',
  operationId: 'changeMember',
  summary: 'Changes a member. `active: false` with `successorId` deactivates him and hands his open work over.',
  permission: 'members.write',
  params,
  body: z.strictObject({
    ...z.object(memberFields).partial().shape,
    title: memberFields.title.nullable().optional(),
    managerId: memberFields.managerId.nullable().optional(),
    active: z.boolean().optional(),
    successorId: MemberId.optional(),
  }),
  accepts: 'application/merge-patch+json',
  ifMatch: true,
  status: 200,
  output: Member,
  problems: {
    'members.not-found': 404,
    'members.unknown-department': 422,
    'members.unknown-member': 422,
    'members.manager-cycle': 422,
    'members.successor-not-needed': 422,
    'members.successor-unfit': 422,
    'members.email-taken': 409,
    'members.last-admin': 409,
    'members.open-work': 409,
  },
  example: {
    body: { title: '客户经理' },
    answer: { ...wang, title: '客户经理', version: 2 },
  },
} as const satisfies Contract;

export const memberContracts: readonly Contract[] = [
  createMemberContract,
  listMembersContract,
  getMeContract,
  getMemberContract,
  changeMemberContract,
];
