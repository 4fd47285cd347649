import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FollowUp } from '#domain/activities/follow-up.ts';
import { Interaction } from '#domain/activities/interaction.ts';
import { Attachment } from '#domain/attachments/attachment.ts';
import { differenceOf, reasonOf, stateOf } from '#domain/audit/changes.ts';
import { kindOf, kinds } from '#domain/audit/kinds.ts';
import { Campaign } from '#domain/campaigns/campaign.ts';
import { Contract } from '#domain/contracts/contract.ts';
import { AccessExport } from '#domain/customers/access-export.ts';
import { Consent } from '#domain/customers/consent.ts';
import { Contact } from '#domain/customers/contact.ts';
import { Customer } from '#domain/customers/customer.ts';
import { Erasure } from '#domain/customers/erasure.ts';
import { Export } from '#domain/customers/export.ts';
import { Merge } from '#domain/customers/merge.ts';
import { Note } from '#domain/customers/note.ts';
import { Member } from '#domain/members/member.ts';
import { SpecialProcess } from '#domain/tickets/special-process.ts';
import { Ticket } from '#domain/tickets/ticket.ts';

const digest = (text: string): string => `<${text.length}>`;

const stored = {
  Customer,
  Contact,
  Consent,
  Merge,
  Note,
  Erasure,
  Member,
  Interaction,
  Contract,
  Ticket,
  Attachment,
};
const shapes: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(stored).map(([name, { shape }]) => [name.toLowerCase(), shape])),
  export: { ...Export.shape, ...AccessExport.shape },
  'follow-up': FollowUp.shape,
  campaign: Campaign.shape,
  'special-process': SpecialProcess.shape,
};

describe.each(Object.entries(shapes))('a stored %s', (name, shape) => {
  test('has no field of which nobody has said how the audit shows it', () => {
    const { fields, others, parts = [] } = kindOf(name);
    const unknown = Object.keys(shape).filter((field) => !(field in fields) && !parts.includes(field));
    expect(others === undefined ? unknown : []).toEqual([]);
  });
});

describe('a change', () => {
  const customer = {
    kind: 'individual',
    name: '张伟',
    contactName: '张伟',
    level: 'normal',
    nextFollowUpPlan: '周三打电话',
  };

  test('of a person shows the first character of a name, and of what was typed its length and digest', () => {
    const mainContact = { name: '张伟', mobile: '13800138000', email: 'zhang@theirs.cn', doNotContact: true };
    expect(differenceOf('customer', undefined, { ...customer, mainContact }, digest)?.changes).toEqual({
      kind: [null, 'individual'],
      name: [null, '张**'],
      contactName: [null, '张**'],
      level: [null, 'normal'],
      nextFollowUpPlan: [null, { length: 5, digest: '<5>' }],
      'mainContact/name': [null, '张**'],
      'mainContact/mobile': [],
      'mainContact/email': [],
      'mainContact/doNotContact': [null, true],
    });
  });

  test('of a sealed value shows the ciphertext of before and after', () => {
    const sealed = (text: string) => ({ sealed: { mobile: Buffer.from(text) }, mobile: '138****8000' });
    const changes = differenceOf('contact', sealed('one'), sealed('two'), digest)?.changes;
    expect(changes).toEqual({ 'sealed/mobile': ['b25l', 'dHdv'] });
  });

  test.each(['contact', 'customer'])('never holds the key of a %s, with which he is erased', (kind) => {
    const sealed = (key: string) => {
      const values = { sealed: { key: Buffer.from(key), mobile: Buffer.from('x') } };
      return { ...values, mainContact: values };
    };
    const text = JSON.stringify([
      differenceOf(kind, undefined, sealed('one'), digest),
      differenceOf(kind, sealed('one'), sealed('two'), digest),
      differenceOf(kind, sealed('two'), undefined, digest),
    ]);
    expect(text).toContain(Buffer.from('x').toString('base64').slice(0, 2));
    for (const key of ['one', 'two']) expect(text).not.toContain(Buffer.from(key).toString('base64'));
  });

  test('says why, where the write itself does', () => {
    const ended = { termination: { on: '2026-03-01', reason: 'Moved away' } };
    expect(reasonOf('contract', {}, ended)).toBe('Moved away');
    expect(reasonOf('contract', ended, { ...ended, title: 'x' })).toBeUndefined();
  });

  test('of what the system keeps for itself is none', () => {
    const contract = { title: 't', said: 'P30D', version: 1, updatedAt: 'a', updatedBy: 'system' };
    const later = { ...contract, said: 'P7D', version: 2, updatedAt: 'b' };
    expect(differenceOf('contract', contract, later, digest)).toBeUndefined();
    expect(stateOf('contract', contract, digest)).toBe(stateOf('contract', later, digest));
  });

  test('shows nothing that somebody typed or by which a person is known, whatever the field', () => {
    const secret = 'Zq7';
    const person = ['mobile', 'landline', 'email', 'wechat', 'mobileE164', 'anythingNew'];
    const typed = [
      'description',
      'subject',
      'summary',
      'needs',
      'feedback',
      'solution',
      'text',
      'nextFollowUpPlan',
      'query',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(kinds)), fc.constantFrom(...person, ...typed), (kind, field) => {
        fc.pre(kindOf(kind).others === undefined);
        const changes = differenceOf(kind, undefined, { [field]: secret, mainContact: { [field]: secret } }, digest);
        expect(JSON.stringify(changes)).not.toContain(secret);
      }),
    );
  });
});
