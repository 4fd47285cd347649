import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contact } from '#domain/customers/contact.ts';
import {
  contactFacets,
  duplicate,
  erasedPerson,
  facetsBeyond,
  nameFacets,
  personalFacets,
} from '#domain/customers/duplicate.ts';
import { foldEmail } from '#domain/shared/email.ts';
import { idOf } from '#test/world.ts';

const id = idOf('con', 1);
const contact = (more: Partial<Contact>) => ({ id, ...more }) as Contact;
const valuesOf = (more: Partial<Contact>) => contactFacets(contact(more)).map(({ value }) => value);
const archivedAt = '2026-11-22T00:00:00.000Z';

describe('by what a person is recognised', () => {
  test('mobile and e-mail say that two are one; a landline, which is a house’s, only finds', () => {
    expect(contactFacets(contact({ mobile: '13800138000', landline: '010-62345678', email: ' Li@X.cn ' }))).toEqual([
      { kind: 'phone', value: '+8613800138000', reason: 'mobile', holderId: id },
      { kind: 'phone', value: '+861062345678', holderId: id },
      { kind: 'email', value: 'li@x.cn', reason: 'email', holderId: id },
    ]);
  });

  test('what was kept as E.164 goes before what was typed', () => {
    expect(valuesOf({ mobile: '138', mobileE164: '+8613800138000', landlineE164: '+861062345678' })).toEqual([
      '+8613800138000',
      '+861062345678',
    ]);
  });

  test('a landline that is the mobile is that one number', () => {
    expect(valuesOf({ mobile: '13800138000', landline: '13800138000' })).toEqual(['+8613800138000']);
  });

  test('nothing of who is archived, but for what is his own', () => {
    const gone = { mobile: '13800138000', landline: '010-62345678', archivedAt };
    expect(valuesOf(gone)).toEqual([]);
    expect(personalFacets(contact(gone)).map(({ value }) => value)).toEqual(['+8613800138000']);
    expect(valuesOf({})).toEqual([]);
  });

  test('folding an address once is folding it for good, and letters’ case tells nobody apart', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(foldEmail(foldEmail(email))).toBe(foldEmail(email));
        expect(foldEmail(email.toUpperCase())).toBe(foldEmail(email));
      }),
      { numRuns: 50 },
    );
  });
});

test('companies of one name are one, people mostly are not', () => {
  const named = { id: idOf('cus', 1), name: '王伟' };
  expect(nameFacets({ ...named, kind: 'company' })).toMatchObject([{ kind: 'name', reason: 'name' }]);
  expect(nameFacets({ ...named, kind: 'individual' })).toEqual([]);
});

test('what is new of somebody is what he had not, of himself and for that reason', () => {
  const [mobile, landline] = contactFacets(contact({ mobile: '13800138000', landline: '010-62345678' }));
  if (mobile === undefined || landline === undefined) throw new Error('no facets');
  const { reason: _, ...plain } = mobile;
  const others = [{ ...mobile, holderId: idOf('con', 2) }, { ...mobile, kind: 'email' } as const, plain];
  expect(facetsBeyond([mobile, landline], [mobile])).toEqual([landline]);
  expect(facetsBeyond([mobile], others)).toEqual([mobile]);
  expect(facetsBeyond([mobile], [...others, mobile])).toEqual([]);
});

test('who was erased is refused at the fields by which he is known, each once', () => {
  const facets = contactFacets(contact({ mobile: '13800138000', email: 'li@x.cn' }));
  const refused = erasedPerson([...facets, ...facets], '/contacts/0');
  expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/contacts/0/mobile', '/contacts/0/email']);
});

test('candidates are named with the surest first', () => {
  const owner = { name: 'Li', department: 'Sales' };
  const named = [0.8, 0.99, 0.9].map((score) => ({ score, reasons: ['name'] as const, owner }));
  const { candidates } = duplicate(named).facts as { candidates: { score: number }[] };
  expect(candidates.map(({ score }) => score)).toEqual([0.99, 0.9, 0.8]);
});
