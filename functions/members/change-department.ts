import { assertParent, type Department } from '#domain/members/department.ts';
import { changedFields, merged } from '#domain/members/merge.ts';
import { restamped } from '#domain/shared/stamps.ts';
import { departmentChanged } from '#events/members.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readDepartments } from '#store/members.ts';
import { addSeats, checkDepartment, nextStructure, putDepartment } from '#store/members-directory.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import type { changeDepartmentContract } from './department-contracts.ts';
import { readDepartmentOr404 } from './get-department.ts';
import { checkReferences } from './references.ts';

export const changeDepartment: Operation<typeof changeDepartmentContract> = async (input, caller, world) => {
  const { params, body, ifMatch } = input;
  const { table } = world;
  const before = await readDepartmentOr404(table, params.id);
  if (before.version !== ifMatch) throw new StaleWrite([]);
  const fields = changedFields(before, body);
  if (fields.length === 0) return before;
  const checks = await checkReferences(table, { members: { headId: fields.includes('headId') ? body.headId : null } });
  const after = restamped(merged(before, body), world.now, caller.memberId);
  const moves = fields.includes('parentId') ? await move(table, before, after.parentId) : [];
  const changed = world.event(departmentChanged, before.id, { departmentId: before.id });
  const write = putDepartment(after, { version: before.version }, [changed]);
  return world.commit([write, ...moves, ...checks], after);
};

async function move(table: Table, { id, parentId: from }: Department, to: string | undefined): Promise<Write[]> {
  if (to !== undefined) assertParent(await readDepartments(table), to, id);
  return [
    await nextStructure(table),
    ...(from === undefined ? [] : [addSeats(from, { subDepartments: -1 })]),
    ...(to === undefined ? [] : [checkDepartment(to), addSeats(to, { subDepartments: 1 })]),
  ];
}
