import { customerMerged, customerUnmerged, mergeSettled, personErased } from '#events/customers.ts';
import { mailRequested, readerTag } from '#events/mail.ts';
import { contracts } from '#functions/mail/contract.ts';
import type { Declaration, Needs } from '../declaration.ts';

/** Names, addresses and subjects are read by the ids in a request; the secret signs links and hides suppressed addresses. */
const sending = {
  mail: true,
  secrets: true,
  persons: 'read',
  reads: ['members', 'customers', 'activities', 'contracts', 'tickets', 'campaigns'],
} as const satisfies Needs;

export const mail = {
  context: 'mail',
  contracts,
  http: { reads: ['customers'] },
  subscriptions: [
    { name: 'on-mail-requested', events: [mailRequested], batchSize: 40, ...sending },
    {
      name: 'on-ses-event',
      batchSize: 40,
      events: [],
      sesEvents: ['Email Sent', 'Email Bounced', 'Email Complaint Received', 'Email Rejected'],
      // A reminder to staff counts once it was accepted: that it arrived is worth no delivery, that it did not is.
      sesEventsOf: { tag: readerTag, value: 'customer', types: ['Email Delivered'] },
      secrets: true,
    },
    {
      name: 'on-customer-merged',
      events: [customerMerged, mergeSettled, customerUnmerged],
      reads: ['customers'],
      // A customer may have thousands of rows.
      timeoutSeconds: 300,
      batchSize: 1,
    },
    {
      name: 'on-person-erased',
      events: [personErased],
      reads: ['customers', 'tickets', 'activities'],
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, ...sending }],
} as const satisfies Declaration;
