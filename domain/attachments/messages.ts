import type { Messages } from '../shared/locale.ts';

export const messages = {
  'attachments.not-found': { en: 'There is no such attachment.', 'zh-CN': '不存在该附件。' },
  'attachments.unknown-subject': {
    en: 'There is no such customer, interaction, contract or ticket.',
    'zh-CN': '不存在该客户、互动、合同或工单。',
  },
  'attachments.unknown-message': { en: 'This ticket has no such message.', 'zh-CN': '该工单没有此消息。' },
  'attachments.unknown-contact': { en: 'This customer has no such contact.', 'zh-CN': '该客户没有此联系人。' },
  'attachments.not-seen': {
    en: 'Your view of this customer does not include files.',
    'zh-CN': '您对该客户的可见范围不包括附件。',
  },
  'attachments.not-editable': {
    en: 'You may see this record but not change its attachments.',
    'zh-CN': '您可以查看该记录，但不能更改其附件。',
  },
  'attachments.wrong-extension': {
    en: 'The name does not end as its type does: {expected}.',
    'zh-CN': '文件名的扩展名与类型不符，应为：{expected}。',
  },
  'attachments.bad-name': { en: 'A file name holds no slash.', 'zh-CN': '文件名不能包含斜杠。' },
  'attachments.sha256': {
    en: 'A SHA-256 is 64 lower-case hexadecimal digits.',
    'zh-CN': 'SHA-256 为 64 位小写十六进制数。',
  },
  'attachments.consent-of-customer': {
    en: 'A signed consent is attached to a customer.',
    'zh-CN': '签署的同意书只能附在客户上。',
  },
  'attachments.archived': { en: 'This attachment is archived already.', 'zh-CN': '该附件已归档。' },
} as const satisfies Messages;
