import * as z from 'zod';
import { DepartmentId, MemberId } from '#domain/shared/ids.ts';
import { defineEvent } from './define.ts';

const memberId = 'mem_00000000000000000000000001';
const departmentId = 'dep_00000000000000000000000001';

export const memberCreated = defineEvent({
  context: 'members',
  type: 'member.created',
  version: 1,
  summary: 'A member of staff was entered.',
  detail: z.object({ memberId: MemberId }),
  example: { memberId },
});

export const memberChanged = defineEvent({
  context: 'members',
  type: 'member.changed',
  version: 1,
  summary: 'Fields of a member were changed; a reactivation names the field `active`.',
  detail: z.object({ memberId: MemberId, fields: z.array(z.string()) }),
  example: { memberId, fields: ['role', 'departmentId'] },
});

export const memberDeactivated = defineEvent({
  context: 'members',
  type: 'member.deactivated',
  version: 1,
  summary: 'A member left. His open work goes to the successor; without one he had none.',
  detail: z.object({ memberId: MemberId, successorId: MemberId.optional() }),
  example: { memberId, successorId: 'mem_00000000000000000000000002' },
});

export const memberDutyChanged = defineEvent({
  context: 'members',
  type: 'member.duty-changed',
  version: 1,
  summary: 'A member goes off duty, or comes back to it.',
  detail: z.object({
    memberId: MemberId,
    onDuty: z.boolean(),
    /** What he hands back: work that he has not begun, or all of it. */
    handBack: z.enum(['none', 'open', 'all']),
  }),
  example: { memberId, onDuty: false, handBack: 'open' },
});

export const departmentCreated = defineEvent({
  context: 'members',
  type: 'department.created',
  version: 1,
  summary: 'A department was entered.',
  detail: z.object({ departmentId: DepartmentId }),
  example: { departmentId },
});

export const departmentChanged = defineEvent({
  context: 'members',
  type: 'department.changed',
  version: 1,
  summary: "A department's name, place or head was changed.",
  detail: z.object({ departmentId: DepartmentId }),
  example: { departmentId },
});
