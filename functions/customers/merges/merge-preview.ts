import type { Customer } from '#domain/customers/customer.ts';
import type { Difference } from '#domain/customers/merge.ts';
import { readFollowUpIdsOf } from '#store/activities.ts';
import { readInteractionIdsOf } from '#store/activities-interactions.ts';
import { attachmentIdsOfSubject } from '#store/attachments.ts';
import { readContractIdsOf } from '#store/contracts.ts';
import { customerPartition } from '#store/customers.ts';
import { readMessageIdsOf } from '#store/mail.ts';
import { rowsOf } from '#store/rows.ts';
import type { Table } from '#store/table.ts';
import { readTicketIdsOf } from '#store/tickets.ts';
import type { MergePreview } from './merge-contracts.ts';

interface Asked {
  readonly survivorId: string;
  readonly loserIds: readonly string[];
  readonly changes: readonly Difference[];
}

/** What would become of the survivor and what would go to him, without writing anything. */
export async function previewOf(
  table: Table,
  losers: readonly Customer[],
  { survivorId, loserIds, changes }: Asked,
): Promise<MergePreview> {
  const counts = await Promise.all(losers.map(({ id }) => countsOf(table, id)));
  const moves: Record<string, number> = {};
  for (const each of counts) for (const [what, n] of Object.entries(each)) moves[what] = (moves[what] ?? 0) + n;
  return { dryRun: true, survivorId, loserIds: [...loserIds], changes: [...changes], moves };
}

async function countsOf(table: Table, id: string): Promise<Record<string, number>> {
  const [own, followUps, interactions, contracts, tickets, mails, attachments] = await Promise.all([
    ownCounts(table, id),
    readFollowUpIdsOf(table, id),
    readInteractionIdsOf(table, id),
    readContractIdsOf(table, id),
    readTicketIdsOf(table, id),
    readMessageIdsOf(table, id),
    attachmentIdsOfSubject(table, id),
  ]);
  return {
    ...own,
    followUps: followUps.length,
    interactions: interactions.length,
    contracts: contracts.length,
    tickets: tickets.length,
    mails: mails.length,
    attachments: attachments.length,
  };
}

const counted = { 'contact#': 'contacts', 'consent#': 'consents', 'note#': 'notes', 't#': 'timeline' } as const;

/** The main contact stands with his customer; the row that only says so is none. */
async function ownCounts(table: Table, id: string): Promise<Record<string, number>> {
  const counts = { contacts: 1, consents: 0, notes: 0, timeline: 0 };
  for await (const { key, item } of rowsOf(table, { pk: customerPartition(id), to: '~', limit: 500 })) {
    const prefix = `${key.sk.split('#')[0]}#`;
    if (prefix in counted && item['isMain'] !== true) counts[counted[prefix as keyof typeof counted]] += 1;
  }
  return counts;
}
