import { filled, placeholdersIn, unknownIn } from './placeholders.ts';

/** What the template of a campaign may ask for. */
const placeholders = ['customer.name', 'contact.name', 'unsubscribeUrl'] as const;
type Placeholder = (typeof placeholders)[number];
/** A field of the company's own by its id; one that the customer has no value of is empty. */
const ownField = /^customer\.fields\.([a-z0-9-]+)$/;
export type TemplateValues = Readonly<Record<Placeholder, string>> & {
  readonly [field: `customer.fields.${string}`]: string;
};

/** Ids of the company's own fields that templates ask for. */
export function fieldsAskedBy(...templates: readonly string[]): string[] {
  const names = templates.flatMap(placeholdersIn);
  return [...new Set(names.flatMap((name) => ownField.exec(name)?.[1] ?? []))];
}

/** `fields`: ids of the company's own fields that it may ask for. */
export function unknownPlaceholders(template: string, fields: ReadonlySet<string>): string[] {
  return unknownIn(template, (name) => isPlaceholder(name) || fields.has(ownField.exec(name)?.[1] ?? ''));
}

/** Fills a subject or a plain text. */
export function fillText(template: string, values: TemplateValues): string {
  return fill(template, values, (value) => value);
}

/** Fills HTML. The template is its author's; the values are data and can never become markup or leave an attribute. */
export function fillHtml(template: string, values: TemplateValues): string {
  return fill(template, values, escapeHtml);
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A subject, a name or an address stands on one line of a mail's head: whatever could begin another is a space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** What a reader of plain text sees of a template that has only HTML. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|script|head)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<a\b[^>]*?href\s*=\s*(["'])(.*?)\1[^>]*>([\s\S]*?)<\/a\s*>/gi, '$3 ($2)')
    .replace(/<(br|\/p|\/div|\/h[1-6]|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|nbsp|amp|#\d{1,7});/g, (whole, name: string) => entities[name] ?? numeric(whole, name))
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&' };

function numeric(whole: string, name: string): string {
  const code = Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

function fill(template: string, values: TemplateValues, quote: (value: string) => string): string {
  return filled(template, (name) => {
    if (isPlaceholder(name)) return quote(values[name]);
    return isOwnField(name) ? quote(values[name] ?? '') : undefined;
  });
}

function isOwnField(name: string): name is `customer.fields.${string}` {
  return ownField.test(name);
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
