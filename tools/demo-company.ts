/** 远山科技 Yuanshan Technology: small, believable, the same every time. Days count from the start of the system. */

export const departments: readonly { name: string; parent?: string }[] = [
  { name: '销售部 Sales' },
  { name: '华东 East China', parent: '销售部 Sales' },
  { name: 'International', parent: '销售部 Sales' },
  { name: '客服部 Service' },
  { name: '市场部 Marketing' },
  { name: '财务部 Finance' },
  { name: '法务部 Legal' },
];

const member = (
  name: string,
  email: string,
  role: string,
  department: string,
  locale: 'zh-CN' | 'en' = 'zh-CN',
  manager?: string,
) => ({
  name,
  email: `${email}@yuanshan.example.com`,
  role,
  department,
  locale,
  zone: locale === 'en' ? 'Europe/London' : 'Asia/Shanghai',
  ...(manager === undefined ? {} : { manager: `${manager}@yuanshan.example.com` }),
});

/** The first of a role stands for it on the start page. Managers come before those whom they manage. */
export const members = [
  member('周建国', 'zhou', 'admin', '销售部 Sales'),
  member('陈静', 'chen', 'sales-manager', '销售部 Sales'),
  member('李伟', 'li', 'sales-rep', '华东 East China', 'zh-CN', 'chen'),
  member('王芳', 'wang', 'sales-rep', '华东 East China', 'zh-CN', 'chen'),
  member('Emily Carter', 'emily', 'sales-rep', 'International', 'en', 'chen'),
  member('刘洋', 'liu', 'service-manager', '客服部 Service'),
  member('赵敏', 'zhao', 'service-agent', '客服部 Service', 'zh-CN', 'liu'),
  member('Daniel Brown', 'daniel', 'service-agent', '客服部 Service', 'en', 'liu'),
  member('孙丽', 'sun', 'marketing', '市场部 Marketing'),
  member('吴强', 'wu', 'finance', '财务部 Finance'),
  member('郑洁', 'zheng', 'legal', '法务部 Legal'),
];

/** Owns what is entered by who does not sell: the head of sales. */
export const defaultOwner = 'chen@yuanshan.example.com';

const li = 'li@yuanshan.example.com';
const wang = 'wang@yuanshan.example.com';
const emily = 'emily@yuanshan.example.com';
const zhao = 'zhao@yuanshan.example.com';
const liu = 'liu@yuanshan.example.com';

export const customers = [
  {
    owner: li,
    kind: 'company',
    name: '上海医疗器械有限公司',
    industry: 'medical',
    level: 'strategic',
    tags: ['战略客户', '华东区域'],
    nextFollowUpPlan: '电话回访产品使用情况',
    contact: {
      name: '王经理',
      mobile: '13800138000',
      email: 'wang.jingli@shyl.example.com',
      title: '采购经理',
      locale: 'zh-CN',
    },
  },
  {
    owner: li,
    kind: 'company',
    name: '北京科技有限公司',
    industry: 'technology',
    level: 'vip',
    tags: ['华北区域'],
    contact: {
      name: '张总',
      mobile: '13911112222',
      landline: '010-62345678',
      email: 'zhang@bjkj.example.com',
      locale: 'zh-CN',
    },
  },
  {
    owner: wang,
    kind: 'company',
    name: '杭州云图软件股份有限公司',
    industry: 'software',
    level: 'key',
    tags: ['华东区域'],
    contact: { name: '林晓', mobile: '13705710001', email: 'linxiao@yuntu.example.com', title: 'CTO', locale: 'zh-CN' },
  },
  {
    owner: wang,
    kind: 'company',
    name: '苏州精密制造有限公司',
    industry: 'manufacturing',
    level: 'normal',
    tags: ['华东区域'],
    contact: { name: '顾师傅', landline: '0512-66778899', locale: 'zh-CN' },
  },
  {
    owner: wang,
    kind: 'individual',
    name: '何雨晴',
    level: 'potential',
    tags: [],
    contact: { name: '何雨晴', mobile: '15921234567', locale: 'zh-CN' },
  },
  {
    owner: emily,
    kind: 'company',
    name: 'Northwind Retail Ltd',
    industry: 'retail',
    level: 'vip',
    tags: ['international'],
    contact: {
      name: 'Oliver Grant',
      email: 'oliver.grant@northwind.example.com',
      mobile: '+447400123456',
      locale: 'en',
    },
  },
  {
    owner: emily,
    kind: 'company',
    name: 'Bergmann Logistik GmbH',
    industry: 'logistics',
    level: 'normal',
    tags: ['international'],
    contact: { name: 'Anna Bergmann', email: 'anna@bergmann.example.com', locale: 'en' },
  },
  {
    owner: emily,
    kind: 'company',
    name: 'Pacific Energy Inc',
    industry: 'energy',
    level: 'potential',
    tags: ['international'],
    contact: { name: 'Maria Lopez', email: 'maria@pacific.example.com', title: 'Head of Procurement', locale: 'en' },
  },
] as const;

const shanghai = '上海医疗器械有限公司';
const beijing = '北京科技有限公司';
const yuntu = '杭州云图软件股份有限公司';
const northwind = 'Northwind Retail Ltd';

export const interactions = [
  {
    customer: shanghai,
    by: li,
    daysAgo: 2,
    channel: 'phone',
    direction: 'out',
    summary: '确认验收时间，客户对交付满意。',
  },
  {
    customer: yuntu,
    by: wang,
    daysAgo: 6,
    channel: 'video',
    direction: 'out',
    summary: '演示新版本。',
    needs: '希望支持批量导入',
  },
  {
    customer: northwind,
    by: emily,
    daysAgo: 1,
    channel: 'email',
    direction: 'in',
    summary: 'Asked for a renewal quote.',
  },
] as const;

export const followUps = [
  { customer: shanghai, by: li, inDays: 1, subject: '电话回访产品使用情况' },
  { customer: beijing, by: li, inDays: 3, subject: '发送新方案' },
  { customer: yuntu, by: wang, inDays: 5, subject: '确认合同条款' },
  { customer: northwind, by: emily, inDays: 2, subject: 'Send the renewal quote' },
] as const;

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });

export const contracts = [
  {
    customer: shanghai,
    by: li,
    kind: 'sales',
    title: '年度供货合同',
    amount: cny(1_200_000),
    startsInDays: -320,
    endsInDays: 45,
  },
  {
    customer: beijing,
    by: li,
    kind: 'framework',
    title: '框架协议',
    amount: cny(480_000),
    startsInDays: -30,
    endsInDays: 335,
  },
  {
    customer: yuntu,
    by: wang,
    kind: 'sales',
    title: '软件许可',
    amount: cny(260_000),
    startsInDays: -200,
    endsInDays: 165,
  },
  {
    customer: shanghai,
    by: liu,
    kind: 'warranty',
    title: '设备保修',
    amount: cny(36_000),
    startsInDays: -300,
    endsInDays: 65,
    remindCustomer: true,
  },
  {
    customer: northwind,
    by: emily,
    kind: 'sales',
    title: 'Point-of-sale licences',
    amount: { minor: 5_400_000, currency: 'GBP' },
    startsInDays: -340,
    endsInDays: 25,
  },
] as const;

export const tickets = [
  {
    customer: shanghai,
    by: zhao,
    kind: 'complaint',
    severity: 'major',
    channel: 'phone',
    subject: '收到的货物存在破损',
    description: '两台设备外壳破损，客户要求补发。',
  },
  {
    customer: yuntu,
    by: zhao,
    kind: 'suggestion',
    severity: 'minor',
    channel: 'web',
    subject: '希望增加批量下单功能',
    description: '客户希望一次提交多张订单。',
  },
  {
    customer: northwind,
    by: zhao,
    kind: 'fault',
    severity: 'moderate',
    channel: 'email',
    subject: 'Receipts print twice',
    description: 'Since the last update each receipt is printed twice at three of their shops.',
  },
] as const;
