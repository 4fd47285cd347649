import { foldEmail } from '../shared/email.ts';
import { DomainError } from '../shared/error.ts';
import { assertOpened } from '../shared/sealed.ts';
import type { Contact } from './contact.ts';
import type { Customer } from './customer.ts';
import { foldName } from './name.ts';
import { toE164 } from './phone.ts';

export type Reason = 'mobile' | 'email' | 'name';

/** Something by which a customer is recognised. Without a reason it is for look-ups only and makes nobody a twin. */
export interface Facet {
  readonly kind: 'phone' | 'email' | 'name';
  readonly value: string;
  readonly reason?: Reason;
  /** The contact or customer that has it. */
  readonly holderId: string;
}

/** By what a person himself is known, archived or not: his own number and address. A landline is a house's. */
export function personalFacets({ archivedAt: _, ...contact }: Contact): Facet[] {
  return contactFacets(contact).filter(({ reason }) => reason !== undefined);
}

/** Somebody with this number or address was erased: he is entered again only when he comes himself. */
export function erasedPerson(facets: readonly Facet[], pointer: string): DomainError {
  const code = 'customers.erased-person';
  const fields = facets.map(({ kind }) => (kind === 'phone' ? 'mobile' : 'email'));
  return new DomainError(
    'conflict',
    code,
    {},
    [...new Set(fields)].map((field) => ({ pointer: `${pointer}/${field}`, code })),
  );
}

/** A landline is a house's, not a person's: it finds its customer and never says that two are one. */
export function contactFacets(contact: Contact): Facet[] {
  if (contact.archivedAt !== undefined) return [];
  assertOpened(contact);
  const { id: holderId } = contact;
  const mobile = contact.mobileE164 ?? (contact.mobile === undefined ? undefined : toE164(contact.mobile));
  const landline = contact.landlineE164 ?? (contact.landline === undefined ? undefined : toE164(contact.landline));
  return [
    ...(mobile === undefined ? [] : [{ kind: 'phone', value: mobile, reason: 'mobile', holderId } as const]),
    ...(landline === undefined || landline === mobile ? [] : [{ kind: 'phone', value: landline, holderId } as const]),
    ...(contact.email === undefined
      ? []
      : [{ kind: 'email', value: foldEmail(contact.email), reason: 'email', holderId } as const]),
  ];
}

/** Two companies of one name are one; two people of one name (王伟) mostly are not. */
export function nameFacets({ id: holderId, kind, name }: Pick<Customer, 'id' | 'kind' | 'name'>): Facet[] {
  return kind === 'company' ? [{ kind: 'name', value: foldName(name), reason: 'name', holderId }] : [];
}

/** Those of `after` that `before` has not. */
export function facetsBeyond(after: readonly Facet[], before: readonly Facet[]): Facet[] {
  return after.filter((a) => !before.some((b) => isSame(a, b)));
}

function isSame(a: Facet, b: Facet): boolean {
  return a.kind === b.kind && a.value === b.value && a.holderId === b.holderId && a.reason === b.reason;
}

const weights: Readonly<Record<Reason, number>> = { mobile: 0.9, email: 0.9, name: 0.8 };

/** How sure it is that two are one, 0 to 1: each further reason removes its share of the doubt. */
export function scoreOf(reasons: readonly Reason[]): number {
  const doubt = reasons.reduce((left, reason) => left * (1 - weights[reason]), 1);
  return Math.round((1 - doubt) * 1000) / 1000;
}

/** A customer who may be the same. Id and number only for those who may see him, the owner always (rules.md 7). */
export interface Candidate {
  readonly id?: string;
  readonly number?: string;
  /** He is in the bin: he can be restored. */
  readonly deletedAt?: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly owner: { readonly name: string; readonly department: string };
}

export function duplicate(candidates: readonly Candidate[]): DomainError {
  return new DomainError('conflict', 'customers.duplicate', {
    candidates: candidates.toSorted((a, b) => b.score - a.score),
  });
}
