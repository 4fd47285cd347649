import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertParent, departmentAndAbove, departmentAndBelow } from '#domain/members/department.ts';
import { changedFields, merged } from '#domain/members/merge.ts';
import { idOf } from '#test/world.ts';

/** Any forest: each department may lie below one that was entered before it. */
const forest = fc.array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 30 }).map((parents) =>
  parents.map((parent, i) => ({
    id: idOf('dep', i),
    ...(parent === undefined || i === 0 ? {} : { parentId: idOf('dep', parent % i) }),
  })),
);

test('one department lies below another exactly when the other lies above it', () => {
  fc.assert(
    fc.property(forest, (departments) => {
      for (const { id } of departments) {
        for (const below of departmentAndBelow(departments, id)) {
          expect(departmentAndAbove(departments, below).map((each) => each.id)).toContain(id);
        }
      }
    }),
  );
});

test('a move that the rule lets pass never makes a circle', () => {
  fc.assert(
    fc.property(forest, fc.nat(), fc.nat(), (departments, a, b) => {
      const { id = '' } = departments[a % departments.length] ?? {};
      const { id: parentId = '' } = departments[b % departments.length] ?? {};
      const moved = departments.map((each) => (each.id === id ? { id, parentId } : each));
      const isCircle = departmentAndAbove(moved, id).at(-1)?.parentId !== undefined;
      const refused = (() => {
        try {
          assertParent(departments, parentId, id);
          return false;
        } catch {
          return true;
        }
      })();
      expect(refused).toBe(isCircle);
    }),
  );
});

test('a circle that should not be there ends all the same', () => {
  const departments = [
    { id: 'a', parentId: 'b' },
    { id: 'b', parentId: 'a' },
  ];
  expect(departmentAndBelow(departments, 'a').toSorted()).toEqual(['a', 'b']);
  expect(departmentAndAbove(departments, 'a').map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a merge patch changes what it names, takes away what is null, and sees what stays the same', () => {
  const before = { name: 'a', title: 'b', version: 1 };
  expect(changedFields(before, { name: 'a', title: null, zone: null, locale: 'en', role: undefined })).toEqual([
    'locale',
    'title',
  ]);
  expect(merged(before, { title: null, locale: 'en', role: undefined })).toEqual({
    name: 'a',
    version: 1,
    locale: 'en',
  });
});
