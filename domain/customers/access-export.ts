import * as z from 'zod';
import { AccessExportId, ContactId, CustomerId, MemberId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { UtcInstant } from '../shared/time.ts';
import { Importer } from './import.ts';

export const accessFormats = ['json', 'html'] as const;

const AccessFile = z.object({ format: z.enum(accessFormats), bytes: z.int(), sha256: z.string() });

/** Everything that is kept about one person, in a form for machines and in one to read (a person may ask for it). */
export const AccessExport = z.object({
  id: AccessExportId,
  customerId: CustomerId,
  contactId: ContactId,
  /** Hashes of his addresses: by them is found what he asked before he was known (../shared/whose.ts). */
  emailKeys: z.array(z.string()),
  /** Of the file that is read. */
  locale: Locale,
  state: z.enum(['running', 'completed', 'failed']),
  /** How many of each thing stand in it. */
  counts: z.record(z.string(), z.int().nonnegative()),
  /** What the requester may not see himself, and so is not in it. */
  leftOut: z.record(z.string(), z.int().nonnegative()),
  files: z.array(AccessFile),
  requester: Importer,
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: MemberId,
  updatedAt: UtcInstant,
});
export type AccessExport = z.output<typeof AccessExport>;

export const sections = [
  'contacts',
  'customer',
  'consents',
  'notes',
  'interactions',
  'followUps',
  'contracts',
  'tickets',
  'attachments',
  'mails',
  'campaigns',
] as const;
export type Section = (typeof sections)[number];
export type Row = Readonly<Record<string, unknown>>;

/** What the files say. */
export interface AccessReport {
  readonly exportId: string;
  readonly contactId: string;
  readonly madeAt: string;
  readonly sections: Readonly<Record<Section, readonly Row[]>>;
  readonly leftOut: Readonly<Record<string, number>>;
}

export function countsIn({ sections: all }: AccessReport): Record<string, number> {
  return Object.fromEntries(sections.map((section) => [section, all[section].length]));
}
