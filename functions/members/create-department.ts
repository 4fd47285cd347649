import { assertParent, type Department } from '#domain/members/department.ts';
import { firstStamps } from '#domain/shared/stamps.ts';
import { departmentCreated } from '#events/members.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readDepartments } from '#store/members.ts';
import { addSeats, checkDepartment, putDepartment } from '#store/members-directory.ts';
import type { createDepartmentContract } from './department-contracts.ts';
import { checkReferences } from './references.ts';

export const createDepartment: Operation<typeof createDepartmentContract> = async ({ body }, caller, world) => {
  const { parentId } = body;
  if (parentId !== undefined) assertParent(await readDepartments(world.table), parentId);
  const checks = await checkReferences(world.table, { members: { headId: body.headId } });
  const department: Department = {
    id: world.newId('dep'),
    ...body,
    ...firstStamps(world.now, caller.memberId),
  };
  const created = world.event(departmentCreated, department.id, { departmentId: department.id });
  const above = parentId === undefined ? [] : [checkDepartment(parentId), addSeats(parentId, { subDepartments: 1 })];
  return world.commit([putDepartment(department, 'absent', [created]), ...above, ...checks], department);
};
