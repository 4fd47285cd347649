import { createHash } from 'node:crypto';
import { type AccessExport, type AccessReport, accessFormats, countsIn } from '#domain/customers/access-export.ts';
import { accessHtml, type Reader } from '#domain/customers/access-html.ts';
import { reaches } from '#domain/shared/caller.ts';
import { accessExportMade } from '#events/customers.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import { putAccessExport, readAccessExport } from '#store/customers-access-exports.ts';
import { findContact } from '#store/customers-contacts.ts';
import { readCompany, readList } from '#store/members.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { type Table, withConsistentReads } from '#store/table.ts';
import { accessData } from './access-data.ts';
import { contactsOf } from './begin-erasure.ts';
import { isHimself } from './erase-contact.ts';
import { accessFileKey } from './get-access-export.ts';

/** Writes both files; the news that it was made comes with the state without which no link is given. */
export async function writeAccessExport(id: string, world: FilesWorld): Promise<void> {
  const job = await readAccessExport(withConsistentReads(world.table), id);
  if (job?.state !== 'running') return;
  const next = { ...job, version: job.version + 1, updatedAt: world.now.toISOString() };
  const report = await readReport(world, job);
  if (report === undefined) return world.commit([putAccessExport({ ...next, state: 'failed' })], undefined);
  const reader = await readReader(world.table, job);
  const files: AccessExport['files'] = [];
  for (const format of accessFormats) {
    const body = Buffer.from(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : accessHtml(report, reader));
    const type = format === 'json' ? 'application/json' : 'text/html; charset=utf-8';
    await world.files.put(accessFileKey(job, format), body, type);
    files.push({ format, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
  }
  const counts = countsIn(report);
  const { customerId, contactId, createdBy: memberId } = job;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const made = world.event(accessExportMade, customerId, { accessExportId: id, customerId, contactId, memberId, rows });
  const done = { ...next, state: 'completed', files, counts, leftOut: report.leftOut } as const;
  return world.commit([putAccessExport(done, [{ ...made, actorId: memberId }])], undefined);
}

/** Undefined where he is not there any more, or the requester may not have it any more. */
async function readReport(world: FilesWorld, job: AccessExport): Promise<AccessReport | undefined> {
  const { table, now } = world;
  const [caller, found] = await Promise.all([readOnBehalf(table, job.requester), findContact(table, job.contactId)]);
  if (caller === undefined || found === undefined || found.contact.erasedAt !== undefined) return undefined;
  const { customer, contact } = found;
  if (!reaches(caller, 'customers.delete', customer)) return undefined;
  const isWhole = isHimself(found);
  const contacts = isWhole ? await contactsOf(table, customer) : [contact];
  const contactIds = contacts.map(({ id }) => id);
  const whose = { customerIds: [customer.id], contactIds, isWhole, emailKeys: job.emailKeys };
  const data = await accessData(table, caller, found, { whose, now });
  return { exportId: job.id, contactId: contact.id, madeAt: now.toISOString(), ...data };
}

/** The fields whose values are codes of a list. */
const lists = {
  industry: 'industries',
  level: 'levels',
  source: 'sources',
  buyerType: 'buyer-types',
  channel: 'channels',
  via: 'channels',
  severity: 'severities',
  purpose: 'consent-purposes',
} as const;

async function readReader(table: Table, { locale }: AccessExport): Promise<Reader> {
  const labels = Object.entries(lists).map(async ([field, list]) => {
    const entries = await readList(table, list);
    return [field, new Map(entries.map((each) => [each.code, each.labels[locale]]))] as const;
  });
  const { zone } = await readCompany(table);
  return { locale, zone, labels: Object.fromEntries(await Promise.all(labels)) };
}
