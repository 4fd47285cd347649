import type { CustomerView } from './view.ts';

/** A line of a card has at most so many bytes; what is longer goes on behind a space (RFC 6350, 3.2). */
const lineBytes = 75;

/**
 * A customer's main contact as a vCard 4.0 (RFC 6350), as the view shows him; a customer of whom no person is seen as an
 * organization. What an address book has no place for is left out.
 */
export function toCard({ kind, name, tags = [], address, mainContact }: CustomerView): string {
  const person = mainContact?.name ? mainContact : undefined;
  return [
    'BEGIN:VCARD',
    'VERSION:4.0',
    ...(person === undefined ? ['KIND:org'] : []),
    property('FN', person?.name ?? name),
    ...(kind === 'individual' ? [] : [property('ORG', name)]),
    ...optional('TITLE', person?.title),
    ...optional('TEL;TYPE=cell', person?.mobile),
    ...optional('TEL;TYPE=work', person?.landline),
    ...optional('EMAIL', person?.email),
    ...optional('X-WECHAT', person?.wechat),
    ...(address === undefined ? [] : [`ADR:${partsOf(address).map(escaped).join(';')}`]),
    ...(tags.length === 0 ? [] : [`CATEGORIES:${tags.map(escaped).join(',')}`]),
    'END:VCARD',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');
}

/** Its order is fixed, and the first two are to be empty; a district stands before its street. */
function partsOf({
  country,
  province,
  city,
  district,
  line,
  postcode,
}: NonNullable<CustomerView['address']>): string[] {
  const street = [district, line].filter((part) => part !== undefined).join(' ');
  return ['', '', street, city, province, postcode, country].map((part) => part ?? '');
}

function property(name: string, value: string): string {
  return `${name}:${escaped(value)}`;
}

function optional(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [property(name, value)];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\,;]/g, (character) => `\\${character}`).replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** Never within a character: each is whole on its line. */
function folded(line: string): string {
  const lines = [''];
  let bytes = 0;
  for (const character of line) {
    const more = new TextEncoder().encode(character).length;
    if (bytes + more > lineBytes) {
      lines.push(' ');
      bytes = 1;
    }
    lines[lines.length - 1] += character;
    bytes += more;
  }
  return lines.join('\r\n');
}
