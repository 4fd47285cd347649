import { expect, test } from 'vitest';
import * as z from 'zod';
import { line } from '#domain/shared/text.ts';
import { says } from '#domain/shared/words.ts';
import { badFields, type Words } from '#functions/http/field-messages.ts';

const words: Words = (code, facts) => `${code} ${JSON.stringify(facts)}`;

const Order = z.strictObject({
  name: z.string(),
  kind: z.enum(['company', 'person']),
  state: z.literal('open'),
  lines: z.array(z.strictObject({ count: z.int() })),
  due: z.union([z.iso.date(), z.null()]),
});

function codesOf(body: unknown): Record<string, string> {
  const { error } = Order.safeParse(body, { reportInput: true });
  return Object.fromEntries(
    badFields(error?.issues ?? [], 'body', 'en', words).map(({ pointer, code }) => [pointer, code]),
  );
}

test('a field that is left out is required, whatever its kind and however deep it stands', () => {
  expect(codesOf({ lines: [{}] })).toEqual({
    '/name': 'required',
    '/kind': 'required',
    '/state': 'required',
    '/lines/0/count': 'required',
    '/due': 'required',
  });
});

test('a field that is wrong is not called missing', () => {
  expect(codesOf({ name: null, kind: 'other', state: 1, lines: [{ count: 'x' }], due: '2026-11-22', more: 1 })).toEqual(
    {
      '/name': 'wrong-type',
      '/kind': 'not-a-choice',
      '/state': 'not-a-choice',
      '/lines/0/count': 'wrong-type',
      '/more': 'unknown',
    },
  );
});

test('nothing that was sent is repeated', () => {
  const { error } = Order.safeParse({ name: 1381234, kind: '13800138000', 名字: 1 }, { reportInput: true });

  expect(JSON.stringify(badFields(error?.issues ?? [], 'body', 'en', words))).not.toMatch(/138/);
});

test('what a schema says is a code with its facts, and the names that nobody knows hold no card', () => {
  const Said = z.strictObject({
    code: z.string().regex(/^[a-z]$/, says('shared.id', { prefix: 'cus' })),
    note: line(20),
    odd: z.number().refine((n) => n % 2 === 1, 'English words'),
  });
  const { error } = Said.safeParse({ code: '1', note: '4111 1111 1111 1111', odd: 2, '6222021234567890128': 1 });

  expect(badFields(error?.issues ?? [], 'body', 'zh-CN', words)).toEqual([
    { pointer: '/code', code: 'shared.id', detail: 'shared.id {"prefix":"cus"}' },
    { pointer: '/note', code: 'shared.refused-number', detail: 'shared.refused-number {}' },
    { pointer: '/odd', code: 'not-allowed', detail: '不允许。' },
    { pointer: '/***************0128', code: 'unknown', detail: '未知字段。' },
  ]);
});
