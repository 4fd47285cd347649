import type { Department } from '#domain/members/department.ts';
import { DomainError } from '#domain/shared/error.ts';
import type { Operation } from '#functions/http/contract.ts';
import { readDepartment } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import type { getDepartmentContract } from './department-contracts.ts';

export const getDepartment: Operation<typeof getDepartmentContract> = ({ params }, _caller, world) =>
  readDepartmentOr404(world.table, params.id);

export async function readDepartmentOr404(table: Table, id: string): Promise<Department> {
  const department = await readDepartment(table, id);
  if (department === undefined) throw new DomainError('missing', 'members.not-found');
  return department;
}
