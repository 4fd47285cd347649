import type { Messages } from '../shared/locale.ts';

/** What is said of bulk edits. */
export const bulkEditMessages = {
  'customers.bulk-edit-not-found': { en: 'There is no such bulk edit.', 'zh-CN': '不存在该批量修改任务。' },
  'customers.bulk-edit-state': {
    en: 'This bulk edit is {state}; it would have to be: {allowed}.',
    'zh-CN': '该批量修改任务当前状态为 {state}，此操作要求状态为：{allowed}。',
  },
  'customers.bulk-edit-selection': {
    en: 'Name the customers by exactly one of filter, viewId and ids.',
    'zh-CN': '必须且只能用 filter、viewId、ids 之一指定客户。',
  },
  'customers.bulk-edit-nothing': { en: 'Nothing is to be changed.', 'zh-CN': '没有需要修改的内容。' },
  'customers.bulk-edit-tag-both': {
    en: 'A tag is either added or removed.',
    'zh-CN': '同一标签不能既添加又移除。',
  },
  'customers.bulk-edit-owner-alone': {
    en: 'A hand-over is a bulk edit of its own: ask for the other changes in another.',
    'zh-CN': '变更负责人须单独提交，其他修改请另行提交。',
  },
  'customers.bulk-edit-reason': { en: 'A hand-over needs a reason.', 'zh-CN': '变更负责人必须填写原因。' },
} as const satisfies Messages;
