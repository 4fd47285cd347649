import * as z from 'zod';
import { formatInstant } from '../shared/format.ts';
import type { Locale } from '../shared/locale.ts';
import { escapeHtml } from '../shared/template.ts';
import { UtcInstant } from '../shared/time.ts';
import { type AccessReport, type Row, sections } from './access-export.ts';
import {
  fieldWords,
  leftOutWords,
  madeWords,
  noneWords,
  noWords,
  sectionWords,
  titleWords,
  yesWords,
} from './access-words.ts';

/** For whom it is written. */
export interface Reader {
  readonly locale: Locale;
  readonly zone: string;
  /** What the company calls the codes of its lists: `channel` → `phone` → 电话. */
  readonly labels: Readonly<Record<string, ReadonlyMap<string, string>>>;
}

const style = `body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
th,td{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}
th{width:12rem;background:#f6f6f6;font-weight:600}td{white-space:pre-wrap;overflow-wrap:anywhere}`;

/** One page that needs nothing else: no script, no picture, nothing from anywhere. */
export function accessHtml(report: AccessReport, reader: Reader): string {
  const { locale, zone } = reader;
  const title = titleWords[locale];
  const body = sections.map((section) => {
    const rows = report.sections[section].map((row) => table(row, reader)).join('\n');
    return `<h2>${sectionWords[section][locale]}</h2>\n${rows === '' ? `<p>${noneWords[locale]}</p>` : rows}`;
  });
  const { internalNotes = 0 } = report.leftOut;
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>
<body>
<h1>${title}</h1>
<p>${madeWords[locale]}: ${escapeHtml(formatInstant(report.madeAt, locale, zone))} (${escapeHtml(zone)}) · ${report.exportId}</p>
${body.join('\n')}
${internalNotes > 0 ? `<p>${leftOutWords[locale]}: ${internalNotes}</p>\n` : ''}</body>
</html>
`;
}

function table(row: Row, reader: Reader): string {
  const lines = Object.entries(row).map(([name, value]) => {
    const label = fieldWords[name]?.[reader.locale] ?? name;
    return `<tr><th>${escapeHtml(label)}</th><td>${shown(name, value, reader)}</td></tr>`;
  });
  return `<table>${lines.join('')}</table>`;
}

function shown(name: string, value: unknown, reader: Reader): string {
  const { locale, zone, labels } = reader;
  if (Array.isArray(value)) return value.map((each) => shown(name, each, reader)).join(isDeep(value) ? '' : ', ');
  if (value !== null && typeof value === 'object') return table(value as Row, reader);
  if (typeof value === 'boolean') return (value ? yesWords : noWords)[locale];
  if (isInstant(value)) return escapeHtml(formatInstant(value, locale, zone));
  return escapeHtml(labels[name]?.get(String(value)) ?? String(value ?? ''));
}

function isDeep(values: readonly unknown[]): boolean {
  return values.some((each) => each !== null && typeof each === 'object');
}

const Instant = z.string().pipe(UtcInstant);

function isInstant(value: unknown): value is string {
  return Instant.safeParse(value).success;
}
