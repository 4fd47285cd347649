import type { Messages } from '../shared/locale.ts';

/** Apart from the others: only who writes or gives answers needs them. */
export const cannedMessages = {
  'tickets.canned-answer-not-found': { en: 'There is no such canned answer.', 'zh-CN': '不存在该常用回复。' },
  'tickets.unknown-canned-answer': { en: 'There is no such canned answer.', 'zh-CN': '不存在该常用回复。' },
  'tickets.words-shortcut': {
    en: 'A shortcut is of letters and digits, with single hyphens or underscores between them.',
    'zh-CN': '快捷码只能由文字和数字组成，中间可用单个连字符或下划线分隔。',
  },
  'tickets.shortcut-taken': {
    en: 'Another canned answer has the shortcut {shortcut}.',
    'zh-CN': '快捷码 {shortcut} 已被其他常用回复使用。',
  },
  'tickets.canned-answer-empty': {
    en: 'Write it in one language at least.',
    'zh-CN': '请至少填写一种语言的内容。',
  },
  'tickets.unknown-placeholder': {
    en: 'The text asks for {names}, which does not exist. It may ask for contact.name, customer.name, ticket.number, ticket.subject, agent.name and company.name.',
    'zh-CN':
      '内容中的 {names} 不存在，可用：contact.name、customer.name、ticket.number、ticket.subject、agent.name、company.name。',
  },
  'tickets.not-your-canned-answer': {
    en: 'Canned answers of the whole company or of another department are not yours to write. Name your department.',
    'zh-CN': '您不能维护全公司或其他部门的常用回复，请指定本部门。',
  },
  'tickets.too-many-canned-answers': {
    en: 'There are {maximum} canned answers here already. Archive some that nobody uses.',
    'zh-CN': '此处已有 {maximum} 条常用回复，请先归档不再使用的。',
  },
  'tickets.canned-answer-archived': { en: 'This canned answer is archived.', 'zh-CN': '该常用回复已归档。' },
  'tickets.canned-answer-not-archived': {
    en: 'This canned answer is not archived.',
    'zh-CN': '该常用回复未归档。',
  },
  'tickets.canned-answer-unfilled': {
    en: 'Nobody knows {names} here. Send the text with cannedAnswerId, and write what should stand there.',
    'zh-CN': '此处没有 {names} 的内容。请连同 cannedAnswerId 一并提交改好的文本。',
  },
  'tickets.canned-answer-too-long': {
    en: 'Filled, this canned answer is longer than {maximum} characters.',
    'zh-CN': '该常用回复填充后超过 {maximum} 个字符。',
  },
  'tickets.answer-missing': {
    en: 'Say what to answer: in your own words, with cannedAnswerId, or both.',
    'zh-CN': '请填写答复内容，或指定 cannedAnswerId，或两者都填。',
  },
} as const satisfies Messages;
