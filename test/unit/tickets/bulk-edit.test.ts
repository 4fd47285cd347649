import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertBulkEdit,
  BulkEditInput,
  type BulkFilter,
  isFound,
  isThere,
  patchFor,
} from '#domain/tickets/bulk-edit.ts';
import type { Ticket } from '#domain/tickets/ticket.ts';
import { idOf } from '#test/world.ts';
import { opened } from './given.ts';

const [one, other] = [idOf('mem', 1), idOf('mem', 2)];
const department = idOf('dep', 1);
const ids = [idOf('tkt', 1)];

function pointersOf(input: unknown): (string | undefined)[] {
  try {
    assertBulkEdit(BulkEditInput.parse(input));
    return [];
  } catch (error) {
    return (error as { errors: { pointer?: string; code: string }[] }).errors.map(({ pointer }) => pointer);
  }
}

describe('a bulk edit', () => {
  test.each<[string, object, string[]]>([
    ['neither a filter nor ids', { changes: { close: 'done' } }, ['/filter']],
    ['a filter and ids', { filter: {}, ids, changes: { close: 'done' } }, ['/ids']],
    ['no change', { ids, changes: {} }, ['/changes']],
    ['an end beside tags', { ids, changes: { close: 'done', addTags: ['a'] } }, ['/changes/close']],
    [
      'an assignee beside an end',
      { ids, changes: { assign: { assigneeId: one }, close: 'done' } },
      ['/changes/assign', '/changes/close'],
    ],
    [
      'a tag put on and taken off',
      { ids, changes: { addTags: ['a'], removeTags: ['b', 'a'] } },
      ['/changes/removeTags/1'],
    ],
    ['an assignment to nobody', { ids, changes: { assign: {} } }, ['/changes/assign']],
    ['a priority without a reason', { ids, changes: { priority: 'high' } }, ['/reason']],
  ])('of %s is refused at its place', (_, input, pointers) => {
    expect(pointersOf(input)).toEqual(pointers);
  });

  test.each<[string, object]>([
    [
      'tags and a priority with its reason',
      { ids, changes: { addTags: ['a'], removeTags: ['b'], priority: 'high' }, reason: 'r' },
    ],
    ['another assignee', { filter: { assigneeId: one }, changes: { assign: { assigneeId: other } } }],
    ['an end', { filter: { departmentId: department }, changes: { close: 'done' } }],
  ])('of %s is taken', (_, input) => {
    expect(pointersOf(input)).toEqual([]);
  });
});

test('a filter without a state leaves out what is closed; each further word must hold', () => {
  const ticket = { state: 'open', kind: 'fault', severity: 'major', priority: 'high' } as const;
  const others = [{ state: 'closed' }, { kind: 'question' }, { severity: 'minor' }, { priority: 'low' }] as const;
  expect(isFound(ticket, {})).toBe(true);
  expect(isFound({ ...ticket, state: 'closed' }, {})).toBe(false);
  expect(isFound(ticket, ticket as BulkFilter)).toBe(true);
  for (const word of others) expect(isFound(ticket, word as BulkFilter)).toBe(false);
});

test('a ticket that is already where it is to be is left alone', () => {
  const ticket: Ticket = { ...opened(), assigneeId: one, departmentId: department };
  expect(isThere(ticket, { close: 'done' })).toBe(false);
  expect(isThere({ ...ticket, state: 'closed' }, { close: 'done' })).toBe(true);
  expect(isThere(ticket, { assign: { assigneeId: one } })).toBe(true);
  expect(isThere(ticket, { assign: { departmentId: department } })).toBe(true);
  expect(isThere(ticket, { assign: { assigneeId: other } })).toBe(false);
  expect(isThere(ticket, { addTags: ['a'] })).toBe(false);
});

describe('what is to be changed of a ticket', () => {
  const tag = fc.constantFrom('a', 'b', 'c', 'd');
  const tags = fc.uniqueArray(tag);

  test('leaves it with what was put on and without what was taken off, and is nothing where that is so already', () => {
    fc.assert(
      fc.property(tags, tags, tags, (has, addTags, removed) => {
        const removeTags = removed.filter((each) => !addTags.includes(each));
        const patch = patchFor({ ...opened(), tags: has }, { changes: { addTags, removeTags } });
        const after = patch?.tags ?? has;
        expect(addTags.every((each) => after.includes(each)) && removeTags.every((each) => !after.includes(each))).toBe(
          true,
        );
        expect(patchFor({ ...opened(), tags: after }, { changes: { addTags, removeTags } })).toBeUndefined();
      }),
    );
  });

  test('is another priority with its reason, and none where it has it', () => {
    const ticket: Ticket = { ...opened(), priority: 'normal' };
    expect(patchFor(ticket, { changes: { priority: 'high' }, reason: 'r' })).toEqual({
      priority: 'high',
      priorityReason: 'r',
    });
    expect(patchFor(ticket, { changes: { priority: 'normal' }, reason: 'r' })).toBeUndefined();
  });

  test('is refused where it would have more than twenty tags, unless they are the ones that it has', () => {
    const has = Array.from({ length: 20 }, (_, i) => `t${i}`);
    const ticket: Ticket = { ...opened(), tags: has };
    expect(() => patchFor(ticket, { changes: { addTags: ['more'] } })).toThrow(
      expect.objectContaining({ code: 'tickets.too-many-tags' }),
    );
    expect(patchFor(ticket, { changes: { addTags: ['t0'] } })).toBeUndefined();
  });
});
