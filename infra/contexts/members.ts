import { mailRequested } from '#events/mail.ts';
import { memberChanged, memberCreated, memberDeactivated } from '#events/members.ts';
import { contracts } from '#functions/members/contract.ts';
import type { Declaration } from '../declaration.ts';

export const members = {
  context: 'members',
  contracts,
  /** Reads what a member still owns before he leaves. */
  http: { reads: ['customers', 'activities', 'contracts', 'tickets'] },
  subscriptions: [
    { name: 'on-mail-requested', events: [mailRequested], batchSize: 40 },
    { name: 'on-member-changed', events: [memberCreated, memberChanged, memberDeactivated], users: true },
  ],
} as const satisfies Declaration;
