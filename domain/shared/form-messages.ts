import type { Messages } from './locale.ts';

/** What the schemas of several contexts say when a field has not the form that is asked for. */
export const formMessages = {
  'shared.refused-number': {
    en: 'This holds the number of an identity card or bank card, which we may not keep.',
    'zh-CN': '内容包含身份证号或银行卡号，按规定不得保存。',
  },
  'shared.one-line': { en: 'This must be one line of text.', 'zh-CN': '必须是单行文本。' },
  'shared.plain-text': { en: 'This must be text without control characters.', 'zh-CN': '必须是不含控制字符的文本。' },
  'shared.id': { en: 'This must be an id that begins {prefix}_.', 'zh-CN': '必须是以 {prefix}_ 开头的编号。' },
  'shared.email': { en: 'This must be an e-mail address.', 'zh-CN': '必须是有效的邮箱地址。' },
  'shared.choice-code': {
    en: 'This must be a code of the list: small letters, digits and -.',
    'zh-CN': '必须是列表中的代码：小写字母、数字和 -。',
  },
  'shared.slug': {
    en: 'This must be words of small letters and digits, joined by -.',
    'zh-CN': '必须由小写字母和数字组成，以 - 连接。',
  },
  'shared.country': {
    en: 'This must be a country of ISO 3166, such as CN.',
    'zh-CN': '必须是 ISO 3166 国家代码，如 CN。',
  },
  'shared.currency': {
    en: 'This must be a currency of ISO 4217, such as CNY.',
    'zh-CN': '必须是 ISO 4217 币种代码，如 CNY。',
  },
  'shared.zone': {
    en: 'This must be an IANA time zone, such as Asia/Shanghai.',
    'zh-CN': '必须是 IANA 时区，如 Asia/Shanghai。',
  },
  'shared.local-time': {
    en: 'This must be a local time such as 2026-11-22T09:00.',
    'zh-CN': '必须是当地时间，如 2026-11-22T09:00。',
  },
  'shared.calendar-day': { en: 'The calendar has no such day.', 'zh-CN': '日历中没有这一天。' },
  'shared.duration': {
    en: 'This must be a duration of ISO 8601, such as P2M or PT24H.',
    'zh-CN': '必须是 ISO 8601 时长，如 P2M 或 PT24H。',
  },
  'shared.not-both': { en: 'Give {first} or {second}, not both.', 'zh-CN': '{first} 与 {second} 只能填写其一。' },
  'shared.either': { en: 'Give one of {first} and {second}.', 'zh-CN': '{first} 与 {second} 必须且只能填写其一。' },
  'shared.one-filter': { en: 'Give one filter at a time.', 'zh-CN': '每次只能使用一个筛选条件。' },
} as const satisfies Messages;
