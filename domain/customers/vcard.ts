import { joinList } from './import-cells.ts';
import type { ImportField } from './import-fields.ts';

/** One property of a vCard (RFC 6350, RFC 2426, and 2.1): `TEL;TYPE=CELL:138…`. */
export interface CardProperty {
  readonly name: string;
  /** Types and other parameters without a name, in capitals. */
  readonly types: readonly string[];
  /** Still escaped. */
  readonly value: string;
}

/** Columns of a file of cards: what of a card is a field of ours. */
export const cardFields = [
  'name',
  'contact.name',
  'contact.mobile',
  'contact.landline',
  'contact.email',
  'contact.wechat',
  'contact.title',
  'address.country',
  'address.province',
  'address.city',
  'address.line',
  'address.postcode',
  'tags',
] as const satisfies readonly ImportField[];
type CardField = (typeof cardFields)[number];
type CardCells = Partial<Record<CardField, string>>;

/** Pictures and keys are not read at all: they may be larger than everything else. */
const wanted: ReadonlySet<string> = new Set([
  ...['BEGIN', 'END', 'FN', 'N', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'ADR', 'CATEGORIES', 'X-WECHAT', 'IMPP'],
]);

/** The property that a line begins, with its parameters; undefined for one that is not read. */
export function propertyIn(line: string): (CardProperty & { readonly parameters: readonly string[] }) | undefined {
  const colon = colonIn(line);
  if (colon < 0) return undefined;
  const [full = '', ...parameters] = line.slice(0, colon).split(';');
  const name = full.slice(full.lastIndexOf('.') + 1).toUpperCase();
  if (!wanted.has(name)) return undefined;
  const types = parameters.flatMap((each) => {
    const [key = '', value] = each.split('=', 2);
    return value === undefined ? [key] : key.toUpperCase() === 'TYPE' ? value.replaceAll('"', '').split(',') : [];
  });
  return { name, types: types.map((type) => type.toUpperCase()), value: line.slice(colon + 1), parameters };
}

/** A colon in quotes is part of a parameter. */
function colonIn(line: string): number {
  let isQuoted = false;
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === '"') isQuoted = !isQuoted;
    else if (line[i] === ':' && !isQuoted) return i;
  }
  return -1;
}

/** Of several numbers or addresses the first of a kind. */
export function cellsOf(properties: readonly CardProperty[]): CardCells {
  const cells: CardCells = {};
  const put = (field: CardField, text: string | undefined): void => {
    const trimmed = text?.trim() ?? '';
    if (trimmed !== '') cells[field] ??= trimmed;
  };
  const first = (name: string): CardProperty | undefined => properties.find((each) => each.name === name);
  put('contact.name', first('FN') && plain(first('FN')?.value ?? ''));
  put('contact.name', nameIn(componentsOf(first('N')?.value ?? '')));
  for (const { name, types, value } of properties) {
    if (name === 'ORG') put('name', componentsOf(value)[0]);
    if (name === 'TITLE') put('contact.title', plain(value));
    if (name === 'EMAIL') put('contact.email', plain(value).replace(/^mailto:/i, ''));
    if (name === 'X-WECHAT') put('contact.wechat', plain(value));
    if (name === 'IMPP' && /^(wechat|weixin):/i.test(value)) put('contact.wechat', plain(value).replace(/^\w+:/, ''));
    if (name === 'CATEGORIES') put('tags', joinList(componentsOf(value, ',').map((each) => each.trim())));
    if (name === 'TEL' && !types.includes('FAX') && !types.includes('PAGER')) {
      const number = plain(value).replace(/^tel:/i, '');
      put(isMobile(number, types) ? 'contact.mobile' : 'contact.landline', number);
    }
    if (name === 'ADR') {
      const [, , line, city, province, postcode, country] = componentsOf(value);
      put('address.line', line);
      put('address.city', city);
      put('address.province', province);
      put('address.postcode', postcode);
      put('address.country', country);
    }
  }
  return cells;
}

/** By its type; a Chinese mobile number is one whatever its type says. */
function isMobile(number: string, types: readonly string[]): boolean {
  return types.includes('CELL') || /^(\+?86)?1\d{10}$/.test(number.replaceAll(/[\s()-]/g, ''));
}

/** 王 and 小明 are 王小明; Smith and John are John Smith. */
function nameIn([family = '', given = '', middle = '']: readonly string[]): string {
  const isHan = /\p{Script=Han}/u.test(family + given);
  return isHan ? `${family}${middle}${given}` : [given, middle, family].filter(Boolean).join(' ');
}

/** Parts of a value, unescaped: a separator behind a backslash is none. */
function componentsOf(value: string, separator = ';'): string[] {
  const parts: string[] = [''];
  for (const [piece] of value.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += unescaped(piece);
  }
  return parts;
}

function unescaped(piece: string): string {
  if (!piece.startsWith('\\') || piece.length === 1) return piece;
  return /n/i.test(piece) ? ' ' : piece.slice(1);
}

function plain(value: string): string {
  return componentsOf(value, '\u0000').join('');
}
