import { formMessages } from './form-messages.ts';
import type { Messages } from './locale.ts';

/** What the kernel itself says; each context has its own words in domain/<context>/messages.ts. */
export const sharedMessages = {
  ...formMessages,
  'shared.invalid-input': { en: 'The request is not valid.', 'zh-CN': '请求无效。' },
  'shared.not-json': { en: 'The body is not valid JSON.', 'zh-CN': '请求体不是有效的 JSON。' },
  'shared.unsupported-media-type': { en: 'Send the body as {accepts}.', 'zh-CN': '请以 {accepts} 格式发送请求体。' },
  'shared.too-large': { en: 'The body is larger than 256 KB.', 'zh-CN': '请求体超过 256 KB。' },
  'shared.unauthorized': { en: 'Sign in first.', 'zh-CN': '请先登录。' },
  'shared.forbidden': { en: 'This needs the permission {permission}.', 'zh-CN': '此操作需要权限 {permission}。' },
  'shared.not-found': { en: 'There is no such {what}.', 'zh-CN': '不存在该{what}。' },
  'shared.moved': { en: 'This stands at another id now: {id}.', 'zh-CN': '该记录已转至新编号 {id}。' },
  'shared.no-route': { en: 'There is no such address.', 'zh-CN': '不存在该地址。' },
  'shared.conflict': {
    en: 'Someone else changed this at the same moment. Try again.',
    'zh-CN': '其他人同时修改了此记录，请重试。',
  },
  'shared.stale': {
    en: 'Someone else changed this first. Read it again.',
    'zh-CN': '其他人已先修改此记录，请重新读取。',
  },
  'shared.if-match-missing': {
    en: 'Send If-Match with the ETag that you read.',
    'zh-CN': '请在 If-Match 中带上读取到的 ETag。',
  },
  'shared.idempotency-reused': {
    en: 'This Idempotency-Key was used with another body.',
    'zh-CN': '此 Idempotency-Key 已用于另一个请求体。',
  },
  'shared.too-many-requests': { en: 'Too many requests. Slow down.', 'zh-CN': '请求过多，请放慢速度。' },
  'shared.unknown-reference': { en: 'There is no such {what}.', 'zh-CN': '不存在该{what}。' },
  'shared.bad-cursor': { en: 'This cursor is not one of ours.', 'zh-CN': '无效的游标。' },
  'shared.bad-header': { en: 'The header {header} is not valid.', 'zh-CN': '请求头 {header} 无效。' },
  'shared.bug': { en: 'Something went wrong here. We have logged it.', 'zh-CN': '系统内部出错，已记录。' },
} as const satisfies Messages;
