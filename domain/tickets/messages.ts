import type { Messages } from '../shared/locale.ts';

export const messages = {
  'tickets.not-found': { en: 'There is no such ticket.', 'zh-CN': '不存在该工单。' },
  'tickets.requester-missing': {
    en: 'Say whose ticket it is: customerId, or requester with name and email.',
    'zh-CN': '请说明工单属于谁：customerId，或包含姓名和邮箱的 requester。',
  },
  'tickets.requester-and-customer': {
    en: 'A ticket has a customer or a requester, not both.',
    'zh-CN': '工单只能有客户或来访者之一。',
  },
  'tickets.customer-missing': {
    en: 'Name the customer: you open tickets for customers that you see.',
    'zh-CN': '请指定客户：您只能为可见的客户创建工单。',
  },
  'tickets.unknown-customer': { en: 'There is no such customer.', 'zh-CN': '不存在该客户。' },
  'tickets.unknown-contact': { en: 'This customer has no such contact.', 'zh-CN': '该客户没有此联系人。' },
  'tickets.no-address': {
    en: 'The ticket has no contact with an e-mail address. Link it to one, or answer another way.',
    'zh-CN': '工单没有带邮箱的联系人。请先关联联系人，或用其他方式答复。',
  },
  'tickets.unknown-department': { en: 'There is no such department.', 'zh-CN': '不存在该部门。' },
  'tickets.unknown-ticket': { en: 'There is no such ticket.', 'zh-CN': '不存在该工单。' },
  'tickets.unknown-assignee': {
    en: 'A ticket is worked on by an active service agent or service manager.',
    'zh-CN': '工单只能分配给在职的客服人员或客服经理。',
  },
  'tickets.assignee-outside-department': {
    en: 'This member does not belong to the ticket’s department. Name his department as well to move the ticket there.',
    'zh-CN': '该成员不属于工单所在部门。如需转移工单，请同时指定其部门。',
  },
  'tickets.nothing-to-assign': {
    en: 'Name an assignee, a department, or both.',
    'zh-CN': '请指定处理人、部门或两者。',
  },
  'tickets.already-closed': { en: '{number} is closed. Reopen it first.', 'zh-CN': '{number} 已关闭，请先重新打开。' },
  'tickets.already-resolved': {
    en: '{number} is resolved. Reopen it first.',
    'zh-CN': '{number} 已解决，请先重新打开。',
  },
  'tickets.already-waiting': { en: '{number} is waiting already.', 'zh-CN': '{number} 已处于等待状态。' },
  'tickets.not-waiting': { en: '{number} is not waiting.', 'zh-CN': '{number} 未处于等待状态。' },
  'tickets.not-resolved': {
    en: '{number} is not resolved; it is {state}.',
    'zh-CN': '{number} 尚未解决（当前状态：{state}）。',
  },
  'tickets.closed-too-long': {
    en: '{number} was closed more than 30 days ago. Open a new ticket with continuesId {continuesId}.',
    'zh-CN': '{number} 关闭已超过 30 天。请新建工单，并以 continuesId {continuesId} 关联。',
  },
  'tickets.bad-link': {
    en: 'This link is not valid, or no longer.',
    'zh-CN': '该链接无效或已过期。',
  },
  'tickets.answer-final': {
    en: 'The answer on {number} is older than a day and stands.',
    'zh-CN': '对 {number} 的评价已超过 24 小时，不能再修改。',
  },
  'tickets.answer-overtaken': {
    en: '{number} has gone on since: this answer can no longer be given.',
    'zh-CN': '{number} 已有新的进展，不能再作此评价。',
  },
  'tickets.not-escalated': { en: 'Nothing of {number} is being escalated.', 'zh-CN': '{number} 没有正在进行的升级。' },
  'tickets.already-acknowledged': {
    en: 'This rung of {number} has been acknowledged already.',
    'zh-CN': '{number} 的本级升级已确认过。',
  },
  'tickets.priority-reason-missing': {
    en: 'Say why the priority should be another.',
    'zh-CN': '请说明修改优先级的原因。',
  },
  'tickets.already-linked': {
    en: 'A ticket that has a customer keeps him.',
    'zh-CN': '工单已关联客户，不能更换。',
  },
  'tickets.by-customer-only': {
    en: 'List tickets by customerId: you see those of your customers.',
    'zh-CN': '请按 customerId 查询：您可查看所负责客户的工单。',
  },
  'tickets.outside-department': {
    en: 'This list is not of your department.',
    'zh-CN': '该列表不属于您的部门。',
  },
  'tickets.sort-not-offered': {
    en: 'Only lists by customerId are sorted by -openedAt.',
    'zh-CN': '只有按 customerId 查询时才能按 -openedAt 排序。',
  },
  'tickets.sla-name': {
    en: 'Up to 40 letters without accents, digits, dots, dashes and underscores, the first a letter or digit.',
    'zh-CN': '最多 40 个字符：英文字母、数字、点、连字符和下划线，首字符须为字母或数字。',
  },
  'tickets.interval-start': {
    en: 'Write the beginning as a time of day, like 09:00.',
    'zh-CN': '开始时间请写成 09:00 这样的时刻。',
  },
  'tickets.interval-end': {
    en: 'Write the end as a time of day, like 18:00; 24:00 is the end of the day.',
    'zh-CN': '结束时间请写成 18:00 这样的时刻；24:00 表示当天结束。',
  },
  'tickets.interval-empty': {
    en: 'An interval begins and ends at different times; the whole day is 00:00 to 24:00.',
    'zh-CN': '时段的开始与结束不能相同；全天请写 00:00 至 24:00。',
  },
  'tickets.intervals-overlap': { en: 'Intervals of one day do not overlap.', 'zh-CN': '同一天的时段不能重叠。' },
  'tickets.calendar-never-open': {
    en: 'A calendar is open for an hour a week at least.',
    'zh-CN': '日历每周至少要有一小时的工作时间。',
  },
  'tickets.day-twice': { en: 'Name each date once.', 'zh-CN': '每个日期只能出现一次。' },
  'tickets.country-code': {
    en: 'Write the country as two capital letters, like CN.',
    'zh-CN': '国家请写两个大写字母，例如 CN。',
  },
  'tickets.ladder-not-rising': {
    en: 'Each rung comes later than the one before it.',
    'zh-CN': '每一级升级的时间须晚于前一级。',
  },
  'tickets.ladder-circular': {
    en: 'Nobody stands on two rungs: the ladder would come back to one who has been told.',
    'zh-CN': '同一人不能出现在两级中，否则升级会回到已通知的人。',
  },
  'tickets.target-length': {
    en: 'A target is longer than nothing and at most 366 days.',
    'zh-CN': '时限须大于零且不超过 366 天。',
  },
  'tickets.no-calendar': { en: 'There is no such calendar.', 'zh-CN': '不存在该日历。' },
  'tickets.no-policy': { en: 'There is no such policy.', 'zh-CN': '不存在该服务级别策略。' },
  'tickets.calendar-built-in': {
    en: '{name} is always open and cannot be changed. Make a calendar of another name.',
    'zh-CN': '{name} 全天开放，不能修改。请使用其他名称新建日历。',
  },
  'tickets.unknown-country': { en: 'No holidays of {country} are known.', 'zh-CN': '没有 {country} 的节假日数据。' },
  'tickets.unknown-calendar': { en: 'There is no calendar {calendar}.', 'zh-CN': '不存在日历 {calendar}。' },
  'tickets.unknown-member': { en: 'There is no such active member.', 'zh-CN': '不存在该在职成员。' },
  'tickets.default-for-all': {
    en: 'The policy default is for every ticket that no other is for: it has no conditions.',
    'zh-CN': 'default 策略适用于没有其他策略的所有工单，不能设置条件。',
  },
  'tickets.default-stays': {
    en: 'The policy default can be changed, but not taken away.',
    'zh-CN': 'default 策略可以修改，但不能删除。',
  },
  'tickets.target-out-of-reach': {
    en: 'With this calendar the target would not be used up within five years.',
    'zh-CN': '按此日历，该时限五年内无法用完。',
  },
  'tickets.too-many-policies': {
    en: 'There are {maximum} policies already, as many as there may be.',
    'zh-CN': '策略数量已达上限 {maximum} 个。',
  },
} as const satisfies Messages;
