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
  'tickets.deadline-reason-missing': {
    en: 'Say why it is to be handled by then.',
    'zh-CN': '请说明设定处理期限的原因。',
  },
  'tickets.deadline-past': { en: 'This deadline has passed already.', 'zh-CN': '该处理期限已过。' },
  'tickets.queue-not-found': { en: 'There is no such queue.', 'zh-CN': '不存在该队列。' },
  'tickets.merged': {
    en: '{number} was merged into another ticket and goes on there.',
    'zh-CN': '{number} 已合并到其他工单，请在该工单中继续处理。',
  },
  'tickets.linked-to-itself': { en: 'A ticket is not linked to itself.', 'zh-CN': '工单不能关联自身。' },
  'tickets.already-linked-to': { en: 'These two tickets are linked already.', 'zh-CN': '这两个工单已关联。' },
  'tickets.not-linked': { en: 'These two tickets are not linked.', 'zh-CN': '这两个工单没有关联。' },
  'tickets.link-circle': {
    en: 'That ticket stands below this one already: the links would go round in a circle.',
    'zh-CN': '该工单已位于此工单之下，关联会形成循环。',
  },
  'tickets.has-parent': { en: '{number} has a parent already.', 'zh-CN': '{number} 已有上级工单。' },
  'tickets.too-many-links': { en: '{number} has too many links.', 'zh-CN': '{number} 的关联过多。' },
  'tickets.merged-into-itself': { en: 'A ticket is not merged into itself.', 'zh-CN': '工单不能合并到自身。' },
  'tickets.other-customer': {
    en: 'Only tickets of the same customer are merged.',
    'zh-CN': '只能合并同一客户的工单。',
  },
  'tickets.too-many-merged': {
    en: 'No more than {max} tickets are merged into one.',
    'zh-CN': '最多将 {max} 个工单合并为一个。',
  },
  'tickets.too-many-watchers': {
    en: 'No more than {max} members watch a ticket.',
    'zh-CN': '一个工单最多 {max} 名关注人。',
  },
  'tickets.unknown-watcher': {
    en: 'There is no such member, or he may not see this ticket.',
    'zh-CN': '不存在该成员，或其无权查看此工单。',
  },
  'tickets.others-watching': {
    en: 'Only who works on tickets lets others watch them.',
    'zh-CN': '只有处理工单的人员才能为他人设置关注。',
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
  'tickets.bulk-edit-not-found': { en: 'There is no such bulk edit.', 'zh-CN': '不存在该批量操作。' },
  'tickets.bulk-edit-selection': {
    en: 'Say which tickets: a filter or ids, one of the two.',
    'zh-CN': '请用 filter 或 ids 之一指定工单。',
  },
  'tickets.bulk-edit-nothing': { en: 'Say what is to be changed.', 'zh-CN': '请说明要修改的内容。' },
  'tickets.bulk-edit-alone': {
    en: 'Assigning and closing stand alone: ask for the other changes in a bulk edit of their own.',
    'zh-CN': '分配和关闭须单独进行，其他修改请另行提交批量操作。',
  },
  'tickets.bulk-edit-tag-both': {
    en: 'A tag is either added or removed.',
    'zh-CN': '同一标签不能既添加又移除。',
  },
  'tickets.bulk-edit-too-many': {
    en: 'This finds more than {maximum} tickets. Narrow the filter.',
    'zh-CN': '符合条件的工单超过 {maximum} 个，请缩小范围。',
  },
  'tickets.too-many-tags': { en: 'A ticket has at most {maximum} tags.', 'zh-CN': '一个工单最多 {maximum} 个标签。' },
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
  'tickets.department-without-service': {
    en: 'Nobody in this department works on tickets.',
    'zh-CN': '该部门没有处理工单的客服人员。',
  },
  'tickets.priority-of-work-only': {
    en: 'Only work is listed by priority: by member or queue, and neither resolved nor closed.',
    'zh-CN': '只有按处理人或队列查询未解决的工单时才能按 priority 排序。',
  },
} as const satisfies Messages;

export { cannedMessages } from './canned-messages.ts';
export { slaMessages } from './sla-messages.ts';
export { specialProcessMessages } from './special-process-messages.ts';
