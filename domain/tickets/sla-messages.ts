import type { Messages } from '../shared/locale.ts';

/** Of policies and calendars: only the function that serves them carries these. */
export const slaMessages = {
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
  'tickets.rule-twice': { en: 'Each rule has a name of its own.', 'zh-CN': '每条规则的名称不能重复。' },
  'tickets.rule-unreachable': {
    en: 'No ticket comes as far as this: {rule}, which stands before it, takes every one.',
    'zh-CN': '没有工单会到达这条规则：它前面的“{rule}”适用于所有工单。',
  },
  'tickets.too-many-policies': {
    en: 'There are {maximum} policies already, as many as there may be.',
    'zh-CN': '策略数量已达上限 {maximum} 个。',
  },
} as const satisfies Messages;
