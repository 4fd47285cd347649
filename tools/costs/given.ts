import type { Company } from '#test/company.ts';

/** What makes an operation succeed where one of each thing is not enough: more things, and another body than the example's. */
type Given = (company: Company) => Promise<Readonly<Record<string, unknown>> | undefined>;

const newMember = (role: string, email: string) => ({ name: '李娜', email, role });
const otherCustomer = {
  kind: 'company',
  name: '北京远航物流股份有限公司',
  contact: { name: '赵敏', mobile: '13900139000', title: '总经理' },
};

export const given: Readonly<Record<string, Given>> = {
  createMember: async ({ ids }) => ({ ...newMember('sales-rep', 'li.na@example.com'), departmentId: ids['dep'] }),
  createCustomer: async () => otherCustomer,
  createField: async () => ({ id: 'years', type: 'number', labels: { 'zh-CN': '合作年限', en: 'Years' } }),
  restoreField: async (company) => {
    await company.call('customers', 'POST', `/v1/fields/${company.ids['buy']}/archive`);
    return undefined;
  },
  deleteDepartment: async (company) => {
    company.ids['dep'] = await made(company, 'POST /v1/departments', { name: '空部门' });
    return undefined;
  },
  deleteCustomer: async (company) => {
    company.ids['cus'] = await made(company, 'POST /v1/customers', otherCustomer);
    return undefined;
  },
  restoreCustomer: async (company) => {
    const id = await made(company, 'POST /v1/customers', otherCustomer);
    await company.call('customers', 'DELETE', `/v1/customers/${id}`, { headers: { 'if-match': '"1"' } });
    company.ids['cus'] = id;
    return undefined;
  },
  handOverCustomer: async (company) => ({ ownerId: await aColleague(company, 'sales-rep'), reason: '区域调整' }),
  putCollaborator: async (company) => {
    company.ids['memberId'] = await aColleague(company, 'sales-rep');
    return undefined;
  },
  deleteCollaborator: async (company) => {
    const memberId = await aColleague(company, 'sales-rep');
    await company.call('customers', 'PUT', `/v1/customers/${company.ids['cus']}/collaborators/${memberId}`);
    company.ids['memberId'] = memberId;
    return undefined;
  },
  createMerge: async (company) => aMerge(company),
  getMerge: async (company) => {
    company.ids['mrg'] = await made(company, 'POST /v1/merges', await aMerge(company));
    return undefined;
  },
  revertMerge: async (company) => {
    company.ids['mrg'] = await made(company, 'POST /v1/merges', await aMerge(company));
    return undefined;
  },
  archiveContact: async (company) => {
    const path = `POST /v1/customers/${company.ids['cus']}/contacts`;
    company.ids['con'] = await made(company, path, otherCustomer.contact);
    return undefined;
  },
  deleteContract: async (company) => {
    const { body } = await company.call('contracts', 'GET', `/v1/contracts/${company.ids['ctr']}`);
    const { customerId, kind, title, amount, currentTerm } = body;
    const draft = { customerId, kind, title, amount, ...currentTerm, state: 'draft' };
    company.ids['ctr'] = await made(company, 'POST /v1/contracts', draft);
    return undefined;
  },
  giveNotice: async () => ({ on: '2026-11-22' }),
  createCannedAnswer: async () => ({ title: '感谢', shortcut: '感谢', body: { 'zh-CN': '{{contact.name}}，谢谢！' } }),
  restoreCannedAnswer: async (company) => {
    await company.call('tickets', 'POST', `/v1/canned-answers/${company.ids['can']}/archive`);
    return undefined;
  },
  assignTicket: async (company) => ({ assigneeId: await aColleague(company, 'service-agent') }),
};

async function aMerge(company: Company) {
  const loserId = await made(company, 'POST /v1/customers', otherCustomer);
  return { survivorId: company.ids['cus'], loserIds: [loserId] };
}

function aColleague(company: Company, role: string): Promise<string> {
  const body = { ...newMember(role, 'li.na@example.com'), departmentId: company.ids['dep'] };
  return made(company, 'POST /v1/members', body);
}

const contextOf = {
  departments: 'members',
  members: 'members',
  customers: 'customers',
  merges: 'customers',
  contracts: 'contracts',
} as const;

async function made(company: Company, operation: string, body: unknown): Promise<string> {
  const [method = '', path = ''] = operation.split(' ');
  const resource = path.split('/')[2] as keyof typeof contextOf;
  const answer = await company.call(contextOf[resource], method, path, { body });
  if (answer.status !== 201) throw new Error(`${operation} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}
