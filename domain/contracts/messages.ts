import type { Messages } from '../shared/locale.ts';

export const messages = {
  'contracts.not-found': { en: 'There is no such contract.', 'zh-CN': '不存在该合同。' },
  'contracts.unknown-customer': { en: 'There is no such customer.', 'zh-CN': '不存在该客户。' },
  'contracts.unknown-owner': { en: 'There is no such member, or he has left.', 'zh-CN': '不存在该成员，或其已离职。' },
  'contracts.owner-out-of-reach': { en: 'You cannot choose this member.', 'zh-CN': '您不能选择该成员。' },
  'contracts.kind-out-of-reach': {
    en: 'Your role works with service and warranty contracts only.',
    'zh-CN': '您的角色只能处理服务合同和保修合同。',
  },
  'contracts.ends-before-start': {
    en: 'The contract ends before it starts on {startsOn}.',
    'zh-CN': '合同结束日期早于开始日期 {startsOn}。',
  },
  'contracts.date-out-of-range': {
    en: 'The term would end outside of the years 1990 to 2199.',
    'zh-CN': '合同期限超出 1990 年至 2199 年。',
  },
  'contracts.terms-overlap': {
    en: 'The present term runs until {endsOn}; the next one starts later.',
    'zh-CN': '当前期限至 {endsOn}，新期限须在其后开始。',
  },
  'contracts.only-in-draft': {
    en: 'This can be changed in drafts only.',
    'zh-CN': '此项只能在草稿状态下更改。',
  },
  'contracts.wrong-state': {
    en: 'The contract is {state}: this is not possible.',
    'zh-CN': '合同状态为 {state}，无法执行此操作。',
  },
  'contracts.notice-given': { en: 'Notice was given on {on}.', 'zh-CN': '已于 {on} 发出终止通知。' },
  'contracts.date-in-future': { en: 'This date lies in the future.', 'zh-CN': '该日期晚于今天。' },
  'contracts.outside-of-term': {
    en: 'The contract runs from {startsOn} to {endsOn}.',
    'zh-CN': '合同期限为 {startsOn} 至 {endsOn}。',
  },
  'contracts.date-range': {
    en: 'This must be a date from 1990 to 2199.',
    'zh-CN': '日期必须在 1990 年至 2199 年之间。',
  },
  'contracts.period': {
    en: 'This must be whole days, weeks, months or years, at most 50 years.',
    'zh-CN': '必须是整数的天、周、月或年，最长 50 年。',
  },
} as const satisfies Messages;
