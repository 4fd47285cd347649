import { assertOpened } from '../shared/sealed.ts';
import type { Contact } from './contact.ts';
import type { Customer } from './customer.ts';
import { foldCode, foldText, phoneForms } from './search-text.ts';

/** What of a customer is looked through, folded, and who sees him. */
export interface SearchDocument {
  /** Less its prefix: it sorts by the instant of creation. */
  readonly ulid: string;
  readonly ownerId: string;
  readonly departmentId: string;
  readonly collaboratorIds: readonly string[];
  readonly name: string;
  readonly contacts: readonly string[];
  readonly tags: readonly string[];
  readonly number: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

/** Undefined for one in the bin. An archived contact is not to be reached any more, and so not found by. */
export function toSearchDocument(customer: Customer, others: readonly Contact[]): SearchDocument | undefined {
  if (customer.deletedAt !== undefined) return undefined;
  const { id, ownerId, departmentId, collaboratorIds, mainContact } = customer;
  const contacts = [mainContact, ...others].filter(({ archivedAt }) => archivedAt === undefined);
  contacts.forEach(assertOpened);
  const numbers = contacts.flatMap(({ mobile, landline }) => [mobile ?? [], landline ?? []].flat());
  return {
    ulid: id.slice(4),
    ownerId,
    departmentId,
    collaboratorIds,
    name: foldText(customer.name),
    contacts: unique(contacts.map(({ name }) => foldText(name))),
    tags: unique(customer.tags.map(foldText)),
    number: foldCode(customer.number),
    phones: unique(numbers.flatMap(phoneForms)),
    emails: unique(contacts.flatMap(({ email }) => (email === undefined ? [] : foldCode(email)))),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
