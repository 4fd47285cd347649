import { Customer } from '#domain/customers/customer.ts';
import { Department } from '#domain/members/department.ts';
import { Member } from '#domain/members/member.ts';
import { putCustomer } from '#store/customers.ts';
import { putDepartment, putMember } from '#store/members-directory.ts';
import type { Table, Write } from '#store/table.ts';
import { type As, idOf } from '#test/world.ts';

const at = '2026-01-05T00:00:00.000Z';
const stamps = { version: 1, createdAt: at, createdBy: 'system', updatedAt: at, updatedBy: 'system' };

export const sales = idOf('dep', 1);
const service = idOf('dep', 2);
export const customerId = idOf('cus', 1);
export const otherCustomerId = idOf('cus', 2);

/** Who asks, as his token says. */
export const admin: As = { memberId: idOf('mem', 1), role: 'admin' };
export const rep: As = { memberId: idOf('mem', 2), role: 'sales-rep', departmentId: sales, departments: sales };
export const manager: As = { memberId: idOf('mem', 3), role: 'sales-manager', departmentId: sales, departments: sales };
export const agent: As = {
  memberId: idOf('mem', 4),
  role: 'service-agent',
  departmentId: service,
  departments: service,
};
/** A rep of another department: the customer is none of his. */
export const stranger: As = {
  memberId: idOf('mem', 5),
  role: 'sales-rep',
  departmentId: service,
  departments: service,
};
/** A colleague of the rep. */
export const colleague: As = { memberId: idOf('mem', 6), role: 'sales-rep', departmentId: sales, departments: sales };
export const serviceManager: As = {
  memberId: idOf('mem', 7),
  role: 'service-manager',
  departmentId: service,
  departments: service,
};
export const finance: As = { memberId: idOf('mem', 8), role: 'finance', departmentId: service, departments: service };

function department(n: number, name: string): Write {
  return putDepartment(Department.parse({ id: idOf('dep', n), name, ...stamps }), 'absent', []);
}

function member(as: As, more: object = {}): Write {
  const id = as.memberId ?? '';
  const body = { id, name: `Member ${id.slice(-2)}`, email: `m${id.slice(-2)}@ours.example.com`, role: as.role };
  const rest = { departmentId: as.departmentId ?? sales, locale: 'en', zone: 'Asia/Shanghai', active: true };
  return putMember(Member.parse({ ...body, ...rest, ...more, ...stamps }), 'absent', []);
}

export function customer(n: number, owner: As, more: object = {}): Write {
  const id = idOf('cus', n);
  const body = { id, number: `C20260100${n}`, kind: 'company', name: `Customer ${n}`, level: 'normal' };
  const rest = {
    ownerId: owner.memberId,
    departmentId: owner.departmentId,
    collaboratorIds: [],
    tags: [],
    externalIds: [],
  };
  const mainContact = { id: idOf('con', n), name: 'Wang', email: 'wang@theirs.example.com', version: 1 };
  return putCustomer(Customer.parse({ ...body, ...rest, mainContact, ...stamps, ...more }), 'absent');
}

/** The customer as he stands after a hand-over. */
export function handedOver(n: number, owner: As): Write {
  return { ...customer(n, owner), expect: 'any' } as Write;
}

/** Someone who has left, with whoever follows him. */
export function leaver(as: As, successor: As): Write {
  return { ...member(as, { active: false, successorId: successor.memberId }), expect: 'any' } as Write;
}

/** A sales and a service department with their people; customer 1 is the rep's, customer 2 the stranger's. */
export async function aCompany(table: Table): Promise<void> {
  await table.commit([department(1, 'Sales'), department(2, 'Service')]);
  const managed = { managerId: manager.memberId };
  const staff = [member(admin), member(rep, managed), member(manager), member(agent), member(stranger)];
  await table.commit([...staff, member(colleague, managed), member(serviceManager), member(finance)]);
  await table.commit([customer(1, rep), customer(2, stranger)]);
}
