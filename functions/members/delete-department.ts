import { assertEmpty } from '#domain/members/department.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readSeats, removeDepartment, removeSeats } from '#store/members-directory.ts';
import { StaleWrite } from '#store/table.ts';
import { hasQueue } from '#store/tickets.ts';
import type { deleteDepartmentContract } from './department-contracts.ts';
import { readDepartmentOr404 } from './get-department.ts';

export const deleteDepartment: Operation<typeof deleteDepartmentContract> = async (input, _caller, world) => {
  const { params, ifMatch } = input;
  const { table } = world;
  const department = await readDepartmentOr404(table, params.id);
  if (department.version !== ifMatch) throw new StaleWrite([]);
  const seats = await readSeats(table, department.id);
  const { members, subDepartments } = seats;
  assertEmpty({ members, subDepartments }, await hasQueue(table, department.id));
  return world.commit([...removeDepartment(department), removeSeats(department.id, seats)], undefined);
};
