import * as z from 'zod';
import { ExportId, MemberId } from '../shared/ids.ts';
import type { Locale } from '../shared/locale.ts';
import { Sealed } from '../shared/sealed.ts';
import { UtcInstant } from '../shared/time.ts';
import type { Field, FieldValue } from './field.ts';
import { textOf } from './field-text.ts';
import { hidden } from './high-grade.ts';
import { Importer } from './import.ts';
import { joinList } from './import-cells.ts';
import { fieldWords, type ImportField, importFields } from './import-fields.ts';
import type { CustomerView } from './view.ts';

export const ExportFormat = z.enum(['csv', 'xlsx', 'ndjson', 'vcard']);
export type ExportFormat = z.output<typeof ExportFormat>;

const ExportFile = z.object({ rows: z.int(), bytes: z.int(), sha256: z.string() });

/** A list as files, made for one member with his rights. */
export const Export = z.object({
  id: ExportId,
  of: z.literal('customers'),
  format: ExportFormat,
  state: z.enum(['running', 'completed', 'failed']),
  /** The query of the list, as it was sent. */
  query: z.record(z.string(), z.unknown()),
  /** Where the next file begins. */
  cursor: z.string().optional(),
  files: z.array(ExportFile),
  /** Of a look-up what somebody looked for: sealed where the query shows its mask. */
  sealed: Sealed.optional(),
  opened: Sealed.optional(),
  requester: Importer,
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: MemberId,
  updatedAt: UtcInstant,
});
export type Export = z.output<typeof Export>;

export function rowsIn({ files }: Pick<Export, 'files'>): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

/** What people read for the codes of the lists. */
export type Labels = Readonly<Record<'industry' | 'level' | 'source' | 'buyerType', ReadonlyMap<string, string>>>;

const kinds: Readonly<Record<string, Record<Locale, string>>> = {
  company: { 'zh-CN': '企业', en: 'Company' },
  individual: { 'zh-CN': '个人', en: 'Individual' },
};

export interface Words {
  readonly labels: Labels;
  readonly locale: Locale;
  /** The company's own fields, which stand behind the others. */
  readonly own: readonly Field[];
}

export function toTitles({ locale, own }: Words): string[] {
  return [...importFields.map((field) => fieldWords[field][locale]), ...own.map(({ labels }) => labels[locale])];
}

/** A customer as a row of text, in the order of the fields; what his view leaves out is empty. */
export function toRow(view: CustomerView, { labels, locale, own }: Words): string[] {
  return [
    ...importFields.map((field) => cellOf(field, view, labels, locale)),
    ...own.map((field) => ownCellOf(field, view.fields?.[field.id], locale)),
  ];
}

/** A mask is text, whatever the type of what it hides. */
function ownCellOf(field: Field, value: FieldValue | undefined, locale: Locale): string {
  if (value === undefined) return '';
  return value === hidden ? hidden : textOf(field, value, locale);
}

function cellOf(field: ImportField, view: CustomerView, labels: Labels, locale: Locale): string {
  const { address, mainContact } = view;
  switch (field) {
    case 'kind':
      return kinds[view.kind ?? '']?.[locale] ?? '';
    case 'industry':
    case 'level':
    case 'source':
    case 'buyerType':
      return labels[field].get(view[field] ?? '') ?? view[field] ?? '';
    case 'tags':
      return joinList(view.tags ?? []);
    case 'externalIds':
      return joinList((view.externalIds ?? []).map(({ system, id }) => `${system}:${id}`));
    case 'address.country':
    case 'address.province':
    case 'address.city':
    case 'address.district':
    case 'address.line':
    case 'address.postcode':
      return address?.[field.slice('address.'.length) as keyof typeof address] ?? '';
    case 'contact.name':
    case 'contact.mobile':
    case 'contact.landline':
    case 'contact.email':
    case 'contact.wechat':
    case 'contact.title':
    case 'contact.locale':
      return String(mainContact?.[field.slice('contact.'.length) as keyof typeof mainContact] ?? '');
    case 'number':
    case 'name':
    case 'ownerId':
    case 'parentId':
    case 'nextFollowUpPlan':
      return view[field] ?? '';
  }
}
