import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Customer, collaboratorsMax, externalIdsMax, tagsMax } from '#domain/customers/customer.ts';
import { groupsOf, type SharedKey } from '#domain/customers/duplicate-groups.ts';
import { markOf } from '#domain/customers/fields.ts';
import { addressLine } from '#domain/customers/high-grade.ts';
import { differences, merged, pickable, unmerged } from '#domain/customers/merge.ts';
import { idOf } from '#test/world.ts';

const change = { now: new Date('2026-11-22T02:00:00.000Z'), actorId: idOf('mem', 1) };
const at = '2026-11-22T01:00:00.000Z';

function customer(n: number, fields: Partial<Customer> = {}): Customer {
  return {
    id: idOf('cus', n),
    number: `C20261100${n}`,
    kind: 'company',
    name: `公司${n}`,
    level: 'normal',
    ownerId: idOf('mem', n),
    departmentId: idOf('dep', 1),
    collaboratorIds: [],
    tags: [],
    externalIds: [],
    mainContact: { id: idOf('con', n), name: '王经理', version: 1 },
    version: 1,
    createdAt: at,
    createdBy: 'system',
    updatedAt: at,
    updatedBy: 'system',
    ...fields,
  };
}

const word = fc.constantFrom('', '0', 'false', 'a', '甲');
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const fieldsOf = fc
  .record({
    name: word,
    industry: optional(word),
    source: optional(word),
    nextFollowUpPlan: optional(word),
    fields: optional(fc.dictionary(fc.constantFrom('budget', 'vip'), fc.constantFrom(0, '', 'a'), { minKeys: 1 })),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    collaboratorIds: fc.uniqueArray(fc.constantFrom(...[2, 3, 8, 9].map((n) => idOf('mem', n)))),
    externalIds: fc.uniqueArray(fc.record({ system: word, id: word }), {
      maxLength: 3,
      selector: ({ system, id }) => `${system}:${id}`,
    }),
  })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
const three = fc
  .tuple(fieldsOf, fieldsOf, fieldsOf)
  .map((all) => all.map((fields, i) => customer(i + 1, fields as Partial<Customer>)) as [Customer, Customer, Customer]);
const picksOf = fc.dictionary(fc.constantFrom(...pickable), fc.constantFrom(...[1, 2, 3].map((n) => idOf('cus', n))));

describe('a merge', () => {
  test('keeps id, number, owner and creation of the survivor', () => {
    fc.assert(
      fc.property(three, picksOf, ([survivor, ...losers], picks) => {
        const { id, number, ownerId, departmentId, createdAt } = survivor;
        const after = merged(survivor, losers, picks, change);
        expect(after).toMatchObject({ id, number, ownerId, departmentId, createdAt, version: 2 });
      }),
    );
  });

  test('takes of each field the pick, else the survivor’s, else the first that there is: "" is a value', () => {
    fc.assert(
      fc.property(three, picksOf, (all, picks) => {
        const [survivor, ...losers] = all;
        const after = merged(survivor, losers, picks, change);
        for (const field of ['name', 'industry', 'source', 'nextFollowUpPlan'] as const) {
          const picked = all.find(({ id }) => id === picks[field]);
          const expected =
            picked === undefined ? all.map((each) => each[field]).find((v) => v !== undefined) : picked[field];
          expect(after[field]).toBe(expected);
        }
      }),
    );
  });

  test('treats the company’s own fields alike: 0 and "" are values, and marks go with them', () => {
    const [survivor, loser] = [
      customer(1, { fields: { vip: '', budget: 0 }, marks: [markOf('vip', 'no')] }),
      customer(2, { fields: { vip: 'yes', region: 'east' }, marks: [markOf('vip', 'yes'), markOf('region', 'east')] }),
    ];
    const plain = merged(survivor, [loser], {}, change);
    expect(plain.fields).toEqual({ vip: '', budget: 0, region: 'east' });
    expect(plain.marks).toEqual([markOf('region', 'east'), markOf('vip', 'no')]);
    const picked = merged(survivor, [loser], { fields: { vip: loser.id, budget: loser.id } }, change);
    expect(picked.fields).toEqual({ vip: 'yes', region: 'east' });
    const back = unmerged(picked, { before: survivor, merged: picked }, survivor.mainContact, change);
    expect(back).toMatchObject({ kept: [], customer: { fields: survivor.fields, marks: survivor.marks } });
  });

  test('loses no tag, external id, collaborator or owner of anybody', () => {
    fc.assert(
      fc.property(three, (all) => {
        const [survivor, ...losers] = all;
        const after = merged(survivor, losers, {}, change);
        const seers = new Set([after.ownerId, ...after.collaboratorIds]);
        expect(after.collaboratorIds).not.toContain(after.ownerId);
        for (const each of all) {
          expect(after.tags).toEqual(expect.arrayContaining(each.tags));
          expect(after.externalIds).toEqual(expect.arrayContaining(each.externalIds));
          expect([each.ownerId, ...each.collaboratorIds].every((id) => seers.has(id))).toBe(true);
        }
      }),
    );
  });

  test('leaves out a parent who is one of them', () => {
    const survivor = customer(1, { parentId: idOf('cus', 2) });
    const loser = customer(2, { parentId: idOf('cus', 7) });
    expect(merged(survivor, [loser], {}, change).parentId).toBe(idOf('cus', 7));
    expect(merged(survivor, [customer(2)], {}, change)).not.toHaveProperty('parentId');
  });

  test('taken back without a touch leaves nothing different', () => {
    fc.assert(
      fc.property(three, picksOf, ([before, ...losers], picks) => {
        const after = merged(before, losers, picks, change);
        const back = unmerged(after, { before, merged: after }, before.mainContact, change);
        expect(back.kept).toEqual([]);
        expect(differences(before, back.customer)).toEqual([]);
        expect(back.customer.version).toBe(3);
      }),
    );
  });

  test('taken back leaves what somebody has changed since, and says so', () => {
    const [before, loser] = [customer(1), customer(2, { industry: 'medical', source: '', tags: ['老'] })];
    const after = merged(before, [loser], { name: loser.id }, change);
    const touched = { ...after, name: '第三个', industry: 'retail', tags: [...after.tags, '新'] };
    const { customer: back, kept } = unmerged(touched, { before, merged: after }, before.mainContact, change);
    expect(kept).toEqual(['name', 'industry']);
    expect(back).toMatchObject({ name: '第三个', industry: 'retail', tags: ['新'] });
    expect(back).not.toHaveProperty('source');
  });
});

describe('a merge that would make a customer too large', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => i);

  test.each([
    [
      'collaborators',
      'customers.too-many-collaborators',
      { collaboratorIds: many(collaboratorsMax).map((i) => idOf('mem', 100 + i)) },
    ],
    ['tags', 'customers.too-many-tags', { tags: many(tagsMax).map((i) => `标签${i}`) }],
    [
      'external ids',
      'customers.too-many-external-ids',
      { externalIds: many(externalIdsMax).map((i) => ({ system: 'erp', id: `${i}` })) },
    ],
  ])('is refused where together they have more %s than one may', (_, code, full) => {
    const loser = customer(2, { tags: ['另'], externalIds: [{ system: 'shop', id: '1' }] });
    expect(() => merged(customer(1, full), [loser], {}, change)).toThrow(expect.objectContaining({ code }));
    expect(() => merged(customer(1, full), [customer(1)], {}, change)).not.toThrow();
  });
});

describe('the address of a person', () => {
  const address = { country: 'CN', province: '上海市', city: '上海市', line: '某路1号' };
  const person = customer(2, { kind: 'individual', address });
  const company = customer(1);
  const after = merged(company, [person], {}, change);
  const back = (current: Customer) =>
    unmerged(current, { before: company, merged: after }, company.mainContact, change).customer;

  test('stays one in the company into which he was merged, and in whatever that is merged into', () => {
    expect(after).toMatchObject({ address, graded: [addressLine] });
    expect(merged(customer(3), [after], {}, change)).toMatchObject({ address, graded: [addressLine] });
  });

  test('goes back with its grade, so that the company’s next address is its own', () => {
    expect(back(after)).not.toHaveProperty('address');
    expect(back(after)).not.toHaveProperty('graded');
  });

  test('keeps its grade where somebody has corrected it since', () => {
    const corrected = { ...address, line: '某路2号' };
    expect(back({ ...after, address: corrected })).toMatchObject({ address: corrected, graded: [addressLine] });
  });

  test('is none where the company had an address of its own', () => {
    expect(merged({ ...company, address }, [person], {}, change)).not.toHaveProperty('graded');
  });
});

describe('groups of duplicates', () => {
  const ids = [1, 2, 3, 4, 5].map((n) => idOf('cus', n));
  const keys = fc.array(
    fc.record({
      reason: fc.constantFrom('mobile' as const, 'email' as const, 'name' as const),
      customerIds: fc.array(fc.constantFrom(...ids), { maxLength: 3 }),
    }),
    { maxLength: 6 },
  );
  const plain = (groups: ReturnType<typeof groupsOf>) => groups.map((group) => JSON.stringify(group)).toSorted();

  test('depend neither on the order of the keys nor on one that comes twice', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const groups = plain(groupsOf(all));
        expect(plain(groupsOf(all.toReversed()))).toEqual(groups);
        expect(plain(groupsOf([...all, ...all]))).toEqual(groups);
      }),
    );
  });

  test('hold each customer once, with at least one other who shares something with him', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const members = groupsOf(all).map((group) => group.members.map(({ customerId }) => customerId));
        expect(new Set(members.flat()).size).toBe(members.flat().length);
        expect(members.every((group) => group.length > 1)).toBe(true);
        const isShared = (key: SharedKey, id: string) =>
          key.customerIds.includes(id) && new Set(key.customerIds).size > 1;
        expect(members.flat().toSorted()).toEqual(ids.filter((id) => all.some((key) => isShared(key, id))));
      }),
    );
  });

  test('are as sure as the two who are most alike', () => {
    const [a = '', b = '', c = ''] = ids;
    const found = groupsOf([
      { reason: 'mobile', customerIds: [a, b] },
      { reason: 'name', customerIds: [a, b] },
      { reason: 'name', customerIds: [b, c] },
    ]);
    expect(found).toEqual([
      {
        score: 0.98,
        members: [
          { customerId: a, reasons: ['mobile', 'name'], score: 0.98 },
          { customerId: b, reasons: ['mobile', 'name'], score: 0.98 },
          { customerId: c, reasons: ['name'], score: 0.8 },
        ],
      },
    ]);
  });
});
