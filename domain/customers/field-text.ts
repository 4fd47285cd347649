import { type Locale, locales } from '../shared/locale.ts';
import { LocalDate } from '../shared/time.ts';
import type { Field, FieldType, FieldValue, Option } from './field.ts';
import { checkedValue } from './fields.ts';

/** A field as files, templates and filters know it. */
export interface FieldColumn {
  readonly id: string;
  /** `fields.contract-years`: where the value stands in a customer's JSON. */
  readonly path: `fields.${string}`;
  readonly labels: Readonly<Record<Locale, string>>;
  readonly type: FieldType;
  readonly required: boolean;
  readonly sensitivity: Field['sensitivity'];
}

/** The fields that take values, in the order of their ids. */
export function liveFields(fields: readonly Field[]): Field[] {
  return fields.filter(({ archivedAt }) => archivedAt === undefined).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function fieldColumns(fields: readonly Field[]): FieldColumn[] {
  return liveFields(fields).map(({ id, labels, type, required, sensitivity }) => ({
    ...{ id, path: `fields.${id}` as const, labels, type, required, sensitivity },
  }));
}

const separator = '; ';
const separators = /[;；]/;

/** What a person reads, and what `valueIn` reads back: choices by their labels, amounts with their currency. */
export function textOf(field: Field, value: FieldValue, locale: Locale): string {
  switch (field.type) {
    case 'choice':
      return optionText(field, String(value), locale);
    case 'multi-choice':
      return Array.isArray(value) ? value.map((code) => optionText(field, code, locale)).join(separator) : '';
    case 'money':
      return typeof value === 'object' && 'minor' in value ? amountText(value) : '';
    default:
      return String(value);
  }
}

/** The value that a text of a file means; undefined where it means none. */
export function valueIn(field: Field, text: string): FieldValue | undefined {
  const meant = meantBy(field, text.trim());
  if (meant === undefined) return undefined;
  // What a file may say is what a request may say; a choice archived since is still read.
  const checked = checkedValue(field, meant, meant);
  return 'value' in checked ? checked.value : undefined;
}

function meantBy(field: Field, text: string): FieldValue | undefined {
  switch (field.type) {
    case 'number':
      return numberIn(text);
    case 'money':
      return amountIn(text);
    case 'date':
      return dateIn(text);
    case 'choice':
      return optionIn(field, text);
    case 'multi-choice': {
      const parts = text.split(separators).map((part) => part.trim());
      const chosen = parts.filter((part) => part !== '').map((part) => optionIn(field, part));
      return chosen.every((code) => code !== undefined) ? chosen : undefined;
    }
    default:
      return text;
  }
}

/** A label that holds the separator could not be told from two: the code stands for it. */
function optionText({ options = [] }: Field, code: string, locale: Locale): string {
  const label = options.find((each) => each.code === code)?.labels[locale];
  return label === undefined || separators.test(label) ? code : label;
}

function optionIn({ options = [] }: Field, text: string): string | undefined {
  const isNamed = ({ code, labels }: Option): boolean =>
    code === text || locales.some((locale) => labels[locale] === text);
  return options.find(isNamed)?.code;
}

const decimal = /^[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i;

/** `1,200.50` and its full-width form, as spreadsheets write them. */
function plainDigits(text: string): string {
  const half = text.normalize('NFKC').trim();
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(half) ? half.replaceAll(',', '') : half;
}

function numberIn(text: string): number | undefined {
  const digits = plainDigits(text);
  return decimal.test(digits) ? Number(digits) : undefined;
}

function dateIn(text: string): string | undefined {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC')) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return LocalDate.safeParse(date).success ? date : undefined;
}

/** How many digits stand behind the point: none for JPY, three for KWD. */
function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function amountText({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
  const digits = fractionDigits(currency);
  const padded = String(minor).padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  return digits === 0 ? `${currency} ${whole}` : `${currency} ${whole}.${padded.slice(-digits)}`;
}

/** Never through a fraction of two: the digits themselves are joined. */
function amountIn(text: string): FieldValue | undefined {
  const [, before, amount = '', behind] =
    /^([A-Z]{3})?\s*([\d.,]+)\s*([A-Z]{3})?$/.exec(text.normalize('NFKC').trim()) ?? [];
  const currency = before ?? behind;
  if (currency === undefined || (before !== undefined && behind !== undefined)) return undefined;
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(plainDigits(amount)) ?? [];
  const digits = fractionDigits(currency);
  if (whole === '' || fraction.length > digits) return undefined;
  return { minor: Number(`${whole}${fraction.padEnd(digits, '0')}`), currency };
}
