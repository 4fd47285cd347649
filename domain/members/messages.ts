import type { Messages } from '../shared/locale.ts';

export const messages = {
  'members.not-found': { en: 'There is no such entry.', 'zh-CN': '不存在该记录。' },
  'members.unknown-department': { en: 'There is no such department.', 'zh-CN': '不存在该部门。' },
  'members.unknown-member': { en: 'There is no such active member.', 'zh-CN': '不存在该在职成员。' },
  'members.department-cycle': {
    en: 'A department cannot be placed below itself.',
    'zh-CN': '部门不能归属于自身或其下级部门。',
  },
  'members.department-not-empty': {
    en: 'The department still has {members} members and {subDepartments} departments below it.',
    'zh-CN': '该部门仍有 {members} 名成员和 {subDepartments} 个下级部门。',
  },
  'members.department-has-tickets': {
    en: 'Tickets still wait in the queue of this department. Assign them to another one first.',
    'zh-CN': '该部门的队列中仍有未关闭的工单，请先转派到其他部门。',
  },
  'members.manager-cycle': {
    en: 'A member cannot be managed by himself or by someone below him.',
    'zh-CN': '成员的上级不能是本人或其下属。',
  },
  'members.email-taken': { en: 'Another member has this e-mail address.', 'zh-CN': '该邮箱已被其他成员使用。' },
  'members.last-admin': {
    en: 'This is the last active admin. Make another member an admin first.',
    'zh-CN': '这是最后一名在职管理员，请先指定其他管理员。',
  },
  'members.open-work': {
    en: 'The member still has open work. Name the member who takes it over in successorId.',
    'zh-CN': '该成员仍有未完成的工作，请在 successorId 中指定接手人。',
  },
  'members.successor-not-needed': {
    en: 'A successor is named only when an active member is deactivated.',
    'zh-CN': '仅在停用在职成员时才能指定接手人。',
  },
  'members.successor-unfit': {
    en: 'Customers are left behind: name a successor whose role may look after customers.',
    'zh-CN': '该成员名下仍有客户，接手人的角色必须能够维护客户。',
  },
  'members.clock-time': {
    en: 'A time of day is written 09:00; the end of the day is 24:00.',
    'zh-CN': '时间格式为 09:00，一天的结束为 24:00。',
  },
  'members.others-duty': {
    en: 'Skills and duty are a member’s own and the admins’.',
    'zh-CN': '技能与值班状态仅限本人和管理员查看和设置。',
  },
  'members.until-past': { en: 'This instant has passed.', 'zh-CN': '该时间已过。' },
  'members.list-fixed': {
    en: 'The list {list} is fixed: other rules depend on its codes.',
    'zh-CN': '列表 {list} 为固定列表，其代码被其他规则使用。',
  },
  'members.entry-exists': { en: 'The list has an entry with this code.', 'zh-CN': '列表中已有此代码的条目。' },
} as const satisfies Messages;
