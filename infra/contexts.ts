import { activities } from './contexts/activities.ts';
import { attachments } from './contexts/attachments.ts';
import { audit } from './contexts/audit.ts';
import { campaigns } from './contexts/campaigns.ts';
import { contracts } from './contexts/contracts.ts';
import { costs } from './contexts/costs.ts';
import { customers } from './contexts/customers.ts';
import { mail } from './contexts/mail.ts';
import { members } from './contexts/members.ts';
import { tickets } from './contexts/tickets.ts';
import type { Declaration } from './declaration.ts';

/** Every context in the cloud, in the order in which its stack is made. */
export const declarations: readonly Declaration[] = [
  members,
  customers,
  mail,
  campaigns,
  costs,
  tickets,
  activities,
  contracts,
  attachments,
  audit,
];
