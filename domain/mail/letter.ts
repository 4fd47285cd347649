import type { Locale } from '../shared/locale.ts';
import { escapeHtml, oneLine } from '../shared/template.ts';

/** What a message says, before it is HTML or text. Everything in it is plain text, so no data can become markup. */
export interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** What the reader is to click on. */
  readonly link?: { readonly label: string; readonly url: string } | undefined;
  /** Label and value. */
  readonly rows?: readonly (readonly [label: string, value: string])[];
  readonly closing: string;
}

export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Mail programs know little CSS and no style sheets, so what style there is stands in the elements. */
export function render(letter: Letter, locale: Locale): Rendered {
  return { subject: oneLine(letter.subject).slice(0, 200), html: toHtml(letter, locale), text: toText(letter) };
}

function toHtml({ subject, greeting, paragraphs, link, rows = [], closing }: Letter, locale: Locale): string {
  const table =
    rows.length === 0
      ? ''
      : `<table style="border-collapse:collapse;margin:0 0 16px">${rows.map(toHtmlRow).join('')}</table>`;
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head>`,
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#222;margin:24px">',
    ...[greeting, ...paragraphs].map(toParagraph),
    ...(link === undefined ? [] : [toHtmlLink(link)]),
    table,
    `<p style="color:#777;margin:24px 0 0">${lines(closing)}</p>`,
    '</body></html>',
  ].join('\n');
}

function toParagraph(text: string): string {
  return `<p style="margin:0 0 16px">${lines(text)}</p>`;
}

function toHtmlRow([label, value]: readonly [string, string]): string {
  return `<tr><td style="padding:2px 16px 2px 0;color:#777;vertical-align:top">${escapeHtml(label)}</td><td style="padding:2px 0">${lines(value)}</td></tr>`;
}

function toHtmlLink({ label, url }: NonNullable<Letter['link']>): string {
  return `<p style="margin:0 0 16px"><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`;
}

function lines(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, '<br>');
}

function toText({ greeting, paragraphs, link, rows = [], closing }: Letter): string {
  const table = rows.map(([label, value]) => `${label}: ${value}`).join('\n');
  const linked = link === undefined ? [] : [`${link.label}: ${link.url}`];
  return [greeting, ...paragraphs, ...linked, ...(table === '' ? [] : [table]), closing].join('\n\n');
}
