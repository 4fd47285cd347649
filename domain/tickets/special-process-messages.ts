import type { Messages } from '../shared/locale.ts';

/** Of special processes: only the function that serves them carries these. */
export const specialProcessMessages = {
  'tickets.no-special-process': {
    en: 'This ticket has no special process.',
    'zh-CN': '该工单没有专项处理流程。',
  },
  'tickets.special-process-exists': {
    en: '{number} has a special process already.',
    'zh-CN': '{number} 已有专项处理流程。',
  },
  'tickets.special-process-closed': {
    en: 'The special process of {number} is closed. It goes on when the ticket is reopened.',
    'zh-CN': '{number} 的专项处理流程已关闭，重新打开工单后将继续。',
  },
  'tickets.unknown-member': {
    en: 'There is no such member, or he may not see this ticket.',
    'zh-CN': '不存在该成员，或其无权查看此工单。',
  },
  'tickets.joint-owner-by-manager': {
    en: 'Only a service manager or an admin chooses another joint owner.',
    'zh-CN': '只有客服经理或管理员可以更换共同负责人。',
  },
  'tickets.joint-owner-reason-missing': {
    en: 'Say why another member is to be the joint owner.',
    'zh-CN': '请说明更换共同负责人的原因。',
  },
  'tickets.measure-not-found': { en: 'There is no such measure.', 'zh-CN': '不存在该措施。' },
  'tickets.measure-ended': {
    en: 'This measure has ended already; it is {state}.',
    'zh-CN': '该措施已结束（当前状态：{state}）。',
  },
  'tickets.too-many-measures': {
    en: 'The plan of {number} has {max} measures already.',
    'zh-CN': '{number} 的措施已达 {max} 项上限。',
  },
  'tickets.others-measure': {
    en: 'This measure is another member’s.',
    'zh-CN': '该措施由其他成员负责。',
  },
  'tickets.measures-open': {
    en: '{open} measures of {number} are open. Complete or drop them first.',
    'zh-CN': '{number} 还有 {open} 项措施未结束，请先完成或取消。',
  },
  'tickets.result-reported': {
    en: 'The result of {number} has been reported already.',
    'zh-CN': '{number} 的处理结果已反馈给客户。',
  },
  'tickets.result-not-reported': {
    en: 'The customer has not been told the result of {number}.',
    'zh-CN': '{number} 的处理结果尚未反馈给客户。',
  },
  'tickets.not-an-owner': {
    en: 'The result is reported by the ticket’s assignee or by the joint owner. Name which of them told the customer.',
    'zh-CN': '处理结果须由工单处理人或共同负责人反馈，请注明由谁告知客户。',
  },
  'tickets.others-processes': {
    en: 'You list your own special processes, and those of your department’s members.',
    'zh-CN': '您只能查看本人或本部门成员的专项处理流程。',
  },
} as const satisfies Messages;
