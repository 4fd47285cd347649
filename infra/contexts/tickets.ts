import {
  customerChanged,
  customerMerged,
  customerOwnerChanged,
  customerUnmerged,
  mergeSettled,
  personErased,
} from '#events/customers.ts';
import { memberDeactivated, memberDutyChanged } from '#events/members.ts';
import {
  ticketAssigned,
  ticketBulkEditPartQueued,
  ticketClosed,
  ticketOpened,
  ticketReopened,
  ticketResolved,
  ticketSeverityChanged,
  ticketTargetBreached,
} from '#events/tickets.ts';
import {
  answerContracts,
  bulkEditContracts,
  contracts,
  intakeContracts,
  linkContracts,
  readingContracts,
  slaContracts,
  specialProcessContracts,
} from '#functions/tickets/contract.ts';
import type { Declaration } from '../declaration.ts';

export const tickets = {
  context: 'tickets',
  contracts,
  // Answers show a requester's address, and are kept sealed for whoever asks again.
  http: { reads: ['customers', 'members', 'contracts'], persons: 'write' },
  beside: [
    // A requester's address is sealed, and found again by its hash.
    {
      name: 'intake',
      contracts: intakeContracts,
      reads: ['customers', 'members', 'contracts'],
      persons: 'write',
      secrets: true,
    },
    { name: 'reading', contracts: readingContracts, reads: ['customers', 'members', 'contracts'], persons: 'read' },
    // The holidays of all countries.
    { name: 'sla', contracts: slaContracts, reads: ['customers', 'members'], timeoutSeconds: 20 },
    // The secret opens satisfaction links.
    {
      name: 'links',
      contracts: linkContracts,
      reads: ['customers', 'members', 'contracts'],
      persons: 'write',
      secrets: true,
    },
    {
      name: 'bulk-edits',
      contracts: bulkEditContracts,
      reads: ['customers', 'members', 'contracts'],
      // Up to a thousand tickets are found, and a dry run tries each.
      timeoutSeconds: 20,
    },
    { name: 'answers', contracts: answerContracts, reads: ['customers', 'members'], persons: 'write' },
    { name: 'special-processes', contracts: specialProcessContracts, reads: ['customers', 'members'] },
  ],
  subscriptions: [
    // A burst of promises that break at once, as at closing time, costs few invocations.
    {
      name: 'on-target-breached',
      events: [ticketTargetBreached],
      escalation: true,
      reads: ['members'],
      batchSize: 40,
    },
    {
      name: 'on-work',
      events: [ticketOpened, ticketAssigned, ticketReopened, ticketResolved, ticketClosed, memberDutyChanged],
      reads: ['customers', 'members'],
      // What an agent has is counted before he is given more.
      maxConcurrency: 2,
      timeoutSeconds: 60,
    },
    {
      name: 'on-bulk-edit',
      events: [ticketBulkEditPartQueued],
      reads: ['customers', 'members', 'contracts'],
      // A hundred tickets are seconds of work, and a few at a time leave the table to those who wait for an answer.
      batchSize: 1,
      maxConcurrency: 2,
      // It has the operations of the API.
      apart: true,
      timeoutSeconds: 60,
    },
    {
      name: 'on-special-process',
      events: [
        ticketOpened,
        ticketSeverityChanged,
        ticketReopened,
        ticketClosed,
        customerOwnerChanged,
        mergeSettled,
        memberDeactivated,
      ],
      reads: ['customers', 'members'],
      // Who leaves may be involved in many.
      timeoutSeconds: 60,
    },
    {
      name: 'on-customer-changed',
      events: [customerChanged],
      reads: ['customers', 'contracts'],
      // A customer may have thousands of tickets, though few of them run.
      timeoutSeconds: 300,
    },
    { name: 'on-member-deactivated', events: [memberDeactivated], reads: ['members'] },
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
      reads: ['customers'],
      timeoutSeconds: 300,
      batchSize: 1,
    },
  ],
  /** Whom a warning and a survey reach. */
  jobs: [{ name: 'sweep', every: 'minute', agenda: true, reads: ['customers', 'members'] }],
  /** Whom a rung names. */
  steps: [{ name: 'escalation-step', reads: ['members'] }],
} as const satisfies Declaration;
