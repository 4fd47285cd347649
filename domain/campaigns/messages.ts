import type { Messages } from '../shared/locale.ts';

export const campaignsMessages = {
  'campaigns.not-found': { en: 'There is no such campaign.', 'zh-CN': '不存在该营销活动。' },
  'campaigns.not-draft': {
    en: 'The campaign is already {state}; only a draft can be changed.',
    'zh-CN': '该活动已是 {state} 状态，只有草稿可以修改。',
  },
  'campaigns.already-sent': {
    en: 'The campaign was already sent off ({state}).',
    'zh-CN': '该活动已发送（{state}）。',
  },
  'campaigns.no-audience': {
    en: 'Name at least one tag: a campaign without an audience reaches nobody.',
    'zh-CN': '请至少指定一个标签，否则活动没有受众。',
  },
  'campaigns.unknown-placeholder': {
    en: 'The template asks for {names}, which does not exist. It may ask for customer.name, contact.name, unsubscribeUrl and customer.fields.<id> of a field in use that is not of grade high.',
    'zh-CN':
      '模板中的 {names} 不存在，可用：customer.name、contact.name、unsubscribeUrl，以及未归档且非高敏感字段的 customer.fields.<id>。',
  },
  'campaigns.bad-link': { en: 'This link is not one of ours.', 'zh-CN': '该链接无效。' },
} as const satisfies Messages;
