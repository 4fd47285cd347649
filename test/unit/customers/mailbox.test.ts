import { expect, test } from 'vitest';
import { completenessOf, countedOf, isDoubted } from '#domain/customers/completeness.ts';
import { bouncedContact, type Contact, patchContact } from '#domain/customers/contact.ts';
import type { Customer } from '#domain/customers/customer.ts';

const contact: Contact = { id: 'con_1', name: '王经理', email: 'wang@example.com', version: 1 };
const [yesterday, noon, evening] = ['2026-03-01T12:00:00.000Z', '2026-03-02T12:00:00.000Z', '2026-03-02T18:00:00.000Z'];
const bounced = { ...contact, emailBouncedAt: noon, version: 2 };

test('a mail that found no mailbox marks the e-mail, once', () => {
  expect(bouncedContact(contact, yesterday, noon)).toEqual(bounced);
  expect(bouncedContact(bounced, yesterday, evening)).toBeUndefined();
});

test('it says nothing of an e-mail that was entered after it left, of none, nor of a person who was erased', () => {
  expect(bouncedContact({ ...contact, emailSince: noon }, yesterday, evening)).toBeUndefined();
  expect(bouncedContact({ ...contact, emailSince: yesterday }, noon, evening)).toMatchObject({
    emailBouncedAt: evening,
  });
  expect(bouncedContact({ id: 'con_1', name: '王', version: 1 }, yesterday, noon)).toBeUndefined();
  expect(bouncedContact({ ...contact, erasedAt: yesterday }, yesterday, noon)).toBeUndefined();
});

test('another e-mail takes the mark away, another title does not', () => {
  const changed = patchContact(bounced, { email: 'wang@example.org' }, new Date(evening));
  expect(changed).toEqual({ ...contact, email: 'wang@example.org', emailSince: evening, version: 3 });
  expect(patchContact(bounced, { title: '经理' }, new Date(evening))).toMatchObject({ emailBouncedAt: noon });
  const phoned = patchContact(bounced, { email: null, mobile: '13800138000' }, new Date(evening));
  expect(phoned).not.toHaveProperty('emailBouncedAt');
  expect(phoned).not.toHaveProperty('emailSince');
});

test('who can be reached at a mailbox that is gone only is incomplete, and doubted until somebody verifies him', () => {
  const customer = { kind: 'company', createdAt: yesterday, tags: [], mainContact: bounced } as unknown as Customer;
  expect(completenessOf(customer, ['contact']).score).toBe(0);
  const phoned = { ...customer, mainContact: { ...bounced, mobile: '13800138000' } };
  expect(completenessOf(phoned, ['contact']).score).toBe(100);
  expect(isDoubted(phoned)).toBe(true);
  expect(countedOf(phoned)?.verifiedAt).toBe('1970-01-01T00:00:00.000Z');
  const verified = { ...phoned, verifiedAt: evening };
  expect(isDoubted(verified)).toBe(false);
  expect(countedOf(verified)?.verifiedAt).toBe(evening);
});
