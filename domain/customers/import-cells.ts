import type { Locale } from '../shared/locale.ts';
import type { Field } from './field.ts';
import { valueIn as ownValueIn } from './field-text.ts';
import { type ColumnField, type ImportField, importFields, ownIdIn } from './import-fields.ts';

/**
 * A spreadsheet runs what begins so as a formula (CWE-1236). A quote in front keeps it text; a cell that has such a quote
 * of its own gets one more, so that what comes back is what went out.
 */
const formula = /^'*[=+\-@\t\r]/;
const neutralised = /^'+[=+\-@\t\r]/;

export function toCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function fromCell(cell: string): string {
  return neutralised.test(cell) ? cell.slice(1) : cell;
}

const separator = /[;；,，、|\n]/;

/** Several values in one cell; a separator inside of one is escaped. */
export function joinList(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\;；,，、|\n]/g, (character) => `\\${character}`)).join(';');
}

export function splitList(cell: string): string[] {
  const values: string[] = [''];
  for (let i = 0; i < cell.length; i += 1) {
    const character = cell.charAt(i);
    const at = values.length - 1;
    if (character === '\\' && i + 1 < cell.length) {
      i += 1;
      values[at] += cell.charAt(i);
    } else if (separator.test(character)) values.push('');
    else values[at] += character;
  }
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

/** A row as far as its columns are known: what is in them, less what is empty. */
export type Cells = Readonly<Partial<Record<ColumnField, string>>>;

/** What people write for a code, folded, by the list of the choices; and the company's own fields. */
export interface ChoiceWords
  extends Readonly<Record<'industry' | 'level' | 'source' | 'buyerType', ReadonlyMap<string, string>>> {
  readonly own: readonly Field[];
}

export function foldWord(word: string): string {
  return word.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');
}

const kinds: Readonly<Record<string, string>> = {
  企业: 'company',
  公司: 'company',
  单位: 'company',
  企业客户: 'company',
  organization: 'company',
  个人: 'individual',
  个人客户: 'individual',
  person: 'individual',
};
const languages: Readonly<Record<string, Locale>> = {
  中文: 'zh-CN',
  简体中文: 'zh-CN',
  zh: 'zh-CN',
  chinese: 'zh-CN',
  英文: 'en',
  英语: 'en',
  english: 'en',
};

/**
 * The body that a person would have sent for this row. What is no word of ours stays as it stands: the rules of the
 * body say what is wrong with it.
 */
export function toBody(cells: Cells, words: ChoiceWords): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const inside = (name: string): Record<string, unknown> => {
    body[name] ??= {};
    return body[name] as Record<string, unknown>;
  };
  for (const field of importFields) {
    const cell = cells[field];
    if (cell === undefined || field === 'number') continue;
    const [first = '', second] = field.split('.');
    if (second === undefined) body[first] = valueIn(field, cell, words);
    else inside(first)[second] = valueIn(field, cell, words);
  }
  for (const [column, cell] of Object.entries(cells)) {
    const id = ownIdIn(column);
    if (id !== undefined && cell !== undefined) inside('fields')[id] = ownValue(id, cell, words.own);
  }
  const { address } = body as { readonly address?: Record<string, unknown> };
  if (address !== undefined) address['country'] ??= 'CN';
  return body;
}

function ownValue(id: string, cell: string, own: readonly Field[]): unknown {
  const field = own.find((each) => each.id === id);
  return (field && ownValueIn(field, cell)) ?? cell;
}

function valueIn(field: ImportField, cell: string, words: ChoiceWords): unknown {
  switch (field) {
    case 'kind':
      return kinds[foldWord(cell)] ?? foldWord(cell);
    case 'industry':
    case 'level':
    case 'source':
    case 'buyerType':
      return words[field].get(foldWord(cell)) ?? cell;
    case 'contact.locale':
      return languages[foldWord(cell)] ?? cell;
    case 'address.country':
      return cell === '中国' || foldWord(cell) === 'china' ? 'CN' : cell.toUpperCase();
    case 'tags':
      return splitList(cell);
    case 'externalIds':
      return splitList(cell).map((text) => {
        const at = text.indexOf(':');
        return { system: text.slice(0, Math.max(at, 0)), id: text.slice(at + 1) };
      });
    default:
      return cell;
  }
}

/** A row that names no company is of a person, who is his own contact. */
export function asNew(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { contact } = body as { readonly contact?: { readonly name?: unknown } };
  const name = body['name'] ?? contact?.name;
  return {
    ...body,
    kind: body['kind'] ?? (body['name'] === undefined ? 'individual' : 'company'),
    ...(name === undefined ? {} : { name }),
    contact: { ...(body['kind'] === 'individual' && name !== undefined ? { name } : {}), ...contact },
  };
}

/** `/contact/mobile`, `/tags/3` and `/fields/region` are of the columns `contact.mobile`, `tags` and `fields.region`. */
export function fieldAt(pointer: string): ColumnField | undefined {
  const [first = '', second = ''] = pointer.split('/').slice(1);
  if (first === 'fields' && second !== '') return `fields.${second}`;
  return importFields.find((field) => field === `${first}.${second}`) ?? importFields.find((field) => field === first);
}
