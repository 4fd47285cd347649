import * as z from 'zod';
import { WorkProfile, WorkProfileInput } from '#domain/members/duty.ts';
import { MemberId } from '#domain/shared/ids.ts';
import { Instant } from '#domain/shared/time.ts';
import type { Contract } from '#functions/http/contract.ts';

const params = z.strictObject({ id: MemberId });
const WorkProfileView = WorkProfile.extend({ onDuty: z.boolean() });
const example = {
  memberId: 'mem_00000000000000000000000002',
  skills: ['电源'],
  languages: ['zh-CN' as const],
  territories: ['上海市'],
  capacity: 20,
  hours: { mon: [['09:00', '18:00'] as [string, string]] },
  version: 1,
  onDuty: true,
};

export const getWorkProfileContract = {
  method: 'GET',
  path: '/v1/members/{id}/work-profile',
  operationId: 'getWorkProfile',
  summary: 'What a member can do, how much of it, and whether he is on duty now; for himself and admins.',
  permission: 'members.read',
  params,
  status: 200,
  output: WorkProfileView,
  problems: { 'members.not-found': 404, 'members.others-duty': 403 },
  example: { answer: example },
} as const satisfies Contract;

export const putWorkProfileContract = {
  method: 'PUT',
  path: '/v1/members/{id}/work-profile',
  operationId: 'putWorkProfile',
  summary: 'Skills, languages, territories, capacity and hours of a member, by which work is given out.',
  permission: 'members.write',
  params,
  body: WorkProfileInput,
  status: 200,
  output: WorkProfileView,
  problems: { 'members.not-found': 404 },
  example: {
    body: { skills: ['电源'], languages: ['zh-CN'], territories: ['上海市'], hours: { mon: [['09:00', '18:00']] } },
    answer: example,
  },
} as const satisfies Contract;

export const putDutyContract = {
  method: 'PUT',
  path: '/v1/members/{id}/duty',
  operationId: 'putDuty',
  summary:
    'The member goes off duty or comes back; an admin says it of others. Off duty he gets no new work and hands back what he has not begun, or all of it.',
  permission: 'signed-in',
  params,
  body: z.strictObject({
    onDuty: z.boolean(),
    until: Instant.optional(),
    handBack: z.enum(['none', 'open', 'all']).default('open'),
  }),
  status: 200,
  output: WorkProfileView,
  problems: { 'members.not-found': 404, 'members.others-duty': 403, 'members.until-past': 422 },
  example: { body: { onDuty: false, handBack: 'open' }, answer: { ...example, onDuty: false } },
} as const satisfies Contract;

export const workContracts: readonly Contract[] = [getWorkProfileContract, putWorkProfileContract, putDutyContract];
