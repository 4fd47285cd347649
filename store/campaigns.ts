import * as z from 'zod';
import { Campaign, CampaignSummary } from '#domain/campaigns/campaign.ts';
import { Recipient } from '#domain/campaigns/recipient.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Expect, Table, Write } from './table.ts';

/** How far the audience has been gathered: the tag in hand and the last customer looked at. */
const Progress = z.object({ tag: z.int().nonnegative(), after: z.unknown().optional(), version: z.int().positive() });
export type Progress = z.output<typeof Progress>;

const allPartition = partition('campaigns', 'all');

export async function readCampaign(table: Table, id: string): Promise<Campaign | undefined> {
  const item = await table.get(campaignKey(id));
  return item === undefined ? undefined : Campaign.parse(item);
}

export function putCampaign(campaign: Campaign, events: readonly Event[] = []): Write {
  const { template, version, createdBy, updatedAt, updatedBy, ...slim } = campaign;
  return {
    op: 'put',
    key: campaignKey(campaign.id),
    item: { template, version, createdBy, updatedAt, updatedBy },
    slim,
    gsi1: { pk: allPartition, sk: campaign.id },
    expect: campaign.version === 1 ? 'absent' : { version: campaign.version - 1 },
    events,
  };
}

/** Newest first. `after` is the id of the last campaign given. */
export async function listCampaigns(table: Table, limit: number, after?: string) {
  const position = after === undefined ? {} : { after: { ...campaignKey(after), indexSk: after } };
  const page = await table.query({ index: 'gsi1', pk: allPartition, limit, descending: true, ...position });
  return { items: page.items.map(({ item }) => CampaignSummary.parse(item)), more: page.next !== undefined };
}

/** One row for each person reached, found by `token`: a hash of the address, so that an address is written to once. */
export function putRecipient(token: string, recipient: Recipient, events: readonly Event[] = []): Write {
  const expect: Expect = recipient.version === 1 ? 'absent' : { version: recipient.version - 1 };
  return { op: 'put', key: recipientKey(recipient.campaignId, token), item: recipient, expect, events };
}

/** Which row is a contact's, because reports come back by contact. */
export function putRecipientPointer(campaignId: string, contactId: string, token: string): Write {
  return { op: 'put', key: pointerKey(campaignId, contactId), item: { token }, expect: 'any' };
}

export async function readRecipientOf(
  table: Table,
  campaignId: string,
  contactId: string,
): Promise<{ readonly token: string; readonly recipient: Recipient } | undefined> {
  const pointer = await table.get(pointerKey(campaignId, contactId), { consistent: true });
  if (pointer === undefined) return undefined;
  const { token } = z.object({ token: z.string() }).parse(pointer);
  const item = await table.get(recipientKey(campaignId, token), { consistent: true });
  return item === undefined ? undefined : { token, recipient: Recipient.parse(item) };
}

/** Every recipient, page by page: 20 rows a read unit. */
export async function* recipientsOf(table: Table, campaignId: string): AsyncGenerator<readonly Recipient[]> {
  const pk = partition('campaigns', campaignId);
  for (let after: Key | undefined; ; ) {
    const page = await table.query({ pk, beginsWith: 'r#', limit: 500, ...(after === undefined ? {} : { after }) });
    yield page.items.map(({ item }) => Recipient.parse(item));
    if (page.next === undefined) return;
    after = page.next;
  }
}

export async function readProgress(table: Table, campaignId: string): Promise<Progress | undefined> {
  const item = await table.get(progressKey(campaignId), { consistent: true });
  return item === undefined ? undefined : Progress.parse(item);
}

export function putProgress(campaignId: string, progress: Progress, events: readonly Event[]): Write {
  const expect: Expect = progress.version === 1 ? 'absent' : { version: progress.version - 1 };
  return { op: 'put', key: progressKey(campaignId), item: { ...progress }, expect, events };
}

function campaignKey(id: string): Key {
  return { pk: partition('campaigns', id), sk: 'campaign' };
}

function progressKey(id: string): Key {
  return { pk: partition('campaigns', id), sk: 'progress' };
}

function recipientKey(campaignId: string, token: string): Key {
  return { pk: partition('campaigns', campaignId), sk: `r#${token}` };
}

function pointerKey(campaignId: string, contactId: string): Key {
  return { pk: partition('campaigns', campaignId), sk: `c#${contactId}` };
}

/** Those of the contacts whom a campaign has looked at. */
async function readReached(table: Table, campaignId: string, contactIds: readonly string[]): Promise<string[]> {
  const pointers = await table.getMany(contactIds.map((contactId) => pointerKey(campaignId, contactId)));
  return contactIds.filter((_, i) => pointers[i] !== undefined);
}

/** Campaigns that have looked at the contacts, as `<campaign>/<contact>`: there is no index by contact (docs/adr/0020). */
export async function* reachedBy(table: Table, contactIds: readonly string[]): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const page = await listCampaigns(table, 200, after);
    for (const { id } of page.items) {
      for (const contactId of await readReached(table, id, contactIds)) yield `${id}/${contactId}`;
    }
    after = page.more ? page.items.at(-1)?.id : undefined;
  } while (after !== undefined);
}

/** The same recipient under his own id instead of his address's hash; he counts as before. */
export function forgetAddress(token: string, recipient: Recipient): Write[] {
  const { campaignId, contactId, version } = recipient;
  return [
    { op: 'delete', key: recipientKey(campaignId, token), expect: { version } },
    { op: 'put', key: recipientKey(campaignId, contactId), item: recipient, expect: 'any' },
    putRecipientPointer(campaignId, contactId, contactId),
  ];
}
