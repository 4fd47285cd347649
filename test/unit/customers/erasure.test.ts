import fc from 'fast-check';
import { expect, test } from 'vitest';
import { erasedContact } from '#domain/customers/contact.ts';
import { certified, newErasure, type Report, reported } from '#domain/customers/erasure.ts';
import { canonicalJson } from '#domain/shared/canonical-json.ts';
import { idOf } from '#test/world.ts';

const now = new Date('2026-11-22T01:00:00.000Z');
const begun = newErasure({
  id: idOf('ers', 1),
  customer: { id: idOf('cus', 1), ownerId: idOf('mem', 1), departmentId: idOf('dep', 1) },
  emailKeys: [],
  contactIds: [idOf('con', 1)],
  scope: 'contact',
  basis: 'request',
  reason: '本人要求',
  erased: { contacts: 1 },
  suppressed: 1,
  now,
  actorId: idOf('mem', 1),
});

const report = fc.record({
  context: fc.constantFrom(...begun.waitingFor),
  erased: fc.dictionary(fc.constantFrom('rows', 'mails'), fc.nat(9)),
});

const after = (reports: readonly Report[]) =>
  reports.reduce((known, each) => reported(known, each, now) ?? known, begun);

test('whatever order reports come in and however often, what is known is the same, and it ends when all have come', () => {
  fc.assert(
    fc.property(fc.array(report, { maxLength: 15 }), fc.nat(), (reports, seed) => {
      const shuffled = [...reports, ...reports].toSorted((a, b) => hash(a, seed) - hash(b, seed));
      const [one, other] = [after(reports), after(shuffled)];
      expect(canonicalJson(one.erased)).toBe(canonicalJson(other.erased));
      expect(one.waitingFor).toEqual(other.waitingFor);
      expect(one.state === 'completed').toBe(
        new Set(reports.map(({ context }) => context)).size === begun.waitingFor.length,
      );
      expect(reported(one, reports[0] ?? { context: 'nobody', erased: {} }, now)).toBeUndefined();
    }),
  );
});

function hash(value: unknown, seed: number): number {
  return [...JSON.stringify(value)].reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0) + seed) % 1009,
    seed,
  );
}

test('a certificate that was outdated by a late report is no more: it is written anew', () => {
  const done = after(begun.waitingFor.map((context) => ({ context, erased: { rows: 1 } })));
  const certificate = { ...certified(done, now), sha256: 'x' };
  const late = reported({ ...done, certificate }, { context: 'mail', erased: { rows: 2 } }, now);
  expect(late).toMatchObject({ state: 'completed', erased: { mail: { rows: 2 } } });
  expect(late).not.toHaveProperty('certificate');
});

test('nothing of a contact is left but his id and that he is not to be written to', () => {
  const everything = fc.record({
    name: fc.string(),
    mobile: fc.string(),
    email: fc.string(),
    wechat: fc.string(),
    title: fc.string(),
    preferredChannel: fc.string(),
  });
  fc.assert(
    fc.property(everything, (values) => {
      const at = now.toISOString();
      expect(erasedContact({ ...values, id: idOf('con', 1), version: 3 }, now)).toEqual({
        ...{ id: idOf('con', 1), name: '', doNotContact: true, archivedAt: at, erasedAt: at, version: 4 },
      });
    }),
  );
});

test('the canonical text of a value depends on no order of its fields', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.nat()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
});
