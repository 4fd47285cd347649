import { Customer } from '#domain/customers/customer.ts';
import { idOf } from '#test/world.ts';

const at = '2026-11-22T01:00:00.000Z';

interface Given {
  readonly contactName?: string;
  readonly mobile?: string;
  readonly landline?: string;
  readonly email?: string;
}

/** A customer as it is stored, with whatever matters to the test. */
export function aCustomer(
  n: number,
  { contactName, mobile, landline, email, ...changes }: Given & object = {},
): Customer {
  const contact = { mobile, landline, email };
  const known = Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== undefined));
  const mainContact = { id: idOf('con', n), name: contactName ?? '联系人', version: 1, ...known };
  const customer = Customer.parse({
    ...{ id: idOf('cus', n), number: `C2026110${String(n).padStart(2, '0')}`, kind: 'company', name: `客户${n}` },
    ...{ level: 'normal', ownerId: idOf('mem', 1), departmentId: idOf('dep', 1), collaboratorIds: [], tags: [] },
    ...{ externalIds: [], version: 1, createdAt: at, createdBy: 'system', updatedAt: at, updatedBy: 'system' },
    mainContact,
  });
  return { ...customer, ...changes } as Customer;
}
