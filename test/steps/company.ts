import type { System } from './system.ts';

export interface Company {
  readonly sales: string;
  readonly service: string;
  /** Ids of members by name. */
  readonly members: Readonly<Record<'rep' | 'manager' | 'agent' | 'serviceManager' | 'second', string>>;
}

export const address = (name: string): string => `${name.toLowerCase()}@ours.example.com`;

/** A sales and a service department with a rep, an agent, and the managers of both. */
export async function aCompany(system: System, locale: 'zh-CN' | 'en' = 'en'): Promise<Company> {
  const zone = 'Asia/Shanghai';
  const department = async (name: string) =>
    (await system.post('/v1/departments', { name }, 'admin')).body.id as string;
  const [sales, service] = [await department('Sales'), await department('Service')];
  const member = async (name: string, role: string, departmentId: string, managerId?: string) => {
    const body = { name, email: address(name), role, departmentId, locale, zone, ...(managerId && { managerId }) };
    return (await system.post('/v1/members', body, 'admin')).body.id as string;
  };
  const manager = await member('manager', 'sales-manager', sales);
  const rep = await member('rep', 'sales-rep', sales, manager);
  const second = await member('second', 'sales-rep', sales, manager);
  const serviceManager = await member('serviceManager', 'service-manager', service);
  const agent = await member('agent', 'service-agent', service, serviceManager);
  await system.settled();
  return { sales, service, members: { rep, manager, agent, serviceManager, second } };
}

/** A customer of the rep, with a contact who can be written to. */
export async function aCustomer(system: System, ownerId: string, name = '上海医疗器械有限公司', more: object = {}) {
  const contact = { name: '王经理', mobile: '13800138000', email: 'wang@theirs.example.com', locale: 'zh-CN' };
  const body = { kind: 'company', name, ownerId, contact, ...more };
  return (await system.post('/v1/customers', body, 'admin')).body as { id: string; number: string; version: number };
}
