import { expect, test } from 'vitest';
import * as z from 'zod';
import { badFields } from '#functions/http/field-messages.ts';

const Order = z.strictObject({
  name: z.string(),
  kind: z.enum(['company', 'person']),
  state: z.literal('open'),
  lines: z.array(z.strictObject({ count: z.int() })),
  due: z.union([z.iso.date(), z.null()]),
});

function codesOf(body: unknown): Record<string, string> {
  const { error } = Order.safeParse(body, { reportInput: true });
  return Object.fromEntries(badFields(error?.issues ?? [], 'body', 'en').map(({ pointer, code }) => [pointer, code]));
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

  expect(JSON.stringify(badFields(error?.issues ?? [], 'body', 'en'))).not.toMatch(/138/);
});
