import type { Consent } from '#domain/customers/consent.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { invalidField } from '#domain/shared/error.ts';
import { consentRecorded } from '#events/customers.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readAttachment } from '#store/attachments.ts';
import { contactKey, toContact } from '#store/customers.ts';
import { putConsent, readConsentNow } from '#store/customers-contacts.ts';
import type { Table, Write } from '#store/table.ts';
import { readEditable } from './access.ts';
import { recordConsentContract } from './contact-contracts.ts';
import { assertChoices } from './references.ts';

export const recordConsent = route(recordConsentContract, async ({ params, body }, caller, world) => {
  const customer = await readEditable(world.table, caller, params.id, 'consents.write');
  const contactId = await personOf(world.table, customer, body.contactId);
  await assertDocument(world, customer.id, contactId, body.documentId);
  await assertChoices(world.table, [{ list: 'consent-purposes', code: body.purpose, pointer: '/purpose' }]);
  const consent: Consent = {
    ...body,
    id: world.newId('cst'),
    contactId,
    recordedAt: world.now.toISOString(),
    recordedBy: caller.memberId,
  };
  return world.commit(await consentWrites(world, customer.id, consent), consent);
});

/** Consent is a person's (rules.md 7): of a company one must say whose; an individual is his own main contact. */
async function personOf(table: Table, customer: Customer, contactId: string | undefined): Promise<string> {
  if (contactId === undefined && customer.kind === 'company') {
    throw invalidField('/contactId', 'customers.contact-needed');
  }
  if (contactId === undefined || contactId === customer.mainContact.id) return customer.mainContact.id;
  const contact = toContact(contactId, await table.get(contactKey(customer.id, contactId)));
  if (contact === undefined) throw invalidField('/contactId', 'customers.unknown-contact');
  return contactId;
}

/** The signed paper must be there, and be this person's if it is somebody's. */
async function assertDocument(
  { table, now }: World,
  customerId: string,
  contactId: string,
  documentId: string | undefined,
): Promise<void> {
  if (documentId === undefined) return;
  const document = await readAttachment(table, documentId, now);
  if (document?.subjectId !== customerId) throw invalidField('/documentId', 'customers.unknown-document');
  const isHis = document.contactId === undefined || document.contactId === contactId;
  if (document.kind !== 'consent' || document.state !== 'ready' || document.erasedAt !== undefined || !isHis) {
    throw invalidField('/documentId', 'customers.document-unfit');
  }
}

/** A further line of the ledger, and what is in force from now on. */
export async function consentWrites(world: World, customerId: string, consent: Consent): Promise<Write[]> {
  const { contactId, purpose, channel, granted } = consent;
  const known = await readConsentNow(world.table, customerId, consent);
  const event = world.event(consentRecorded, customerId, { customerId, contactId, purpose, channel, granted });
  return putConsent(customerId, consent, known?.version ?? 0, [event]);
}
