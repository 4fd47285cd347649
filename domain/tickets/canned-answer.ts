import * as z from 'zod';
import { type Caller, reaches } from '../shared/caller.ts';
import { DomainError, invalidField } from '../shared/error.ts';
import { CannedAnswerId, DepartmentId } from '../shared/ids.ts';
import { type Locale, locales } from '../shared/locale.ts';
import { filled, placeholdersIn, unknownIn } from '../shared/placeholders.ts';
import { present } from '../shared/present.ts';
import { firstStamps, restamped, Stamps } from '../shared/stamps.ts';
import { line, lines } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { Kind, Tags } from './ticket.ts';

/** What a canned answer may ask for. */
const placeholders = [
  'contact.name',
  'customer.name',
  'ticket.number',
  'ticket.subject',
  'agent.name',
  'company.name',
] as const;
type Placeholder = (typeof placeholders)[number];
/** What is absent nobody knows, or the caller may not see. */
export type Values = { readonly [name in Placeholder]?: string | undefined };

const Title = line(100);
/** What an agent types to find it: folded, so that width and case do not matter. */
const Shortcut = line(40)
  .overwrite((text) => text.normalize('NFKC').toLowerCase())
  .regex(/^[\p{L}\p{N}]{1,40}([-_][\p{L}\p{N}]{1,40}){0,19}$/u, says('tickets.words-shortcut'));
const Words = lines(5_000);
const Kinds = z
  .array(Kind)
  .max(5)
  .transform((kinds) => [...new Set(kinds)]);

export const CannedAnswerInput = z.strictObject({
  title: Title,
  shortcut: Shortcut,
  /** Plain text with placeholders, in one language or in both. */
  body: z.strictObject({ 'zh-CN': Words.optional(), en: Words.optional() }),
  /** Of tickets for which it is offered; all where none is named. */
  kinds: Kinds.default([]),
  /** Offered in this department and those below; in the whole company where none is named. */
  departmentId: DepartmentId.optional(),
  tags: Tags.default([]),
});
export type CannedAnswerInput = z.output<typeof CannedAnswerInput>;

/** A merge patch: null takes a language or the department away. */
export const CannedAnswerPatch = z.strictObject({
  title: Title.optional(),
  shortcut: Shortcut.optional(),
  body: z.strictObject({ 'zh-CN': Words.nullable().optional(), en: Words.nullable().optional() }).optional(),
  kinds: Kinds.optional(),
  departmentId: DepartmentId.nullable().optional(),
  tags: Tags.optional(),
});
export type CannedAnswerPatch = z.output<typeof CannedAnswerPatch>;

/** 常用回复: an answer that is given often, written once. */
export const CannedAnswer = z.strictObject({
  id: CannedAnswerId,
  title: z.string(),
  shortcut: z.string(),
  body: z.strictObject({ 'zh-CN': z.string().optional(), en: z.string().optional() }),
  kinds: z.array(Kind),
  departmentId: DepartmentId.optional(),
  tags: z.array(z.string()),
  archivedAt: UtcInstant.optional(),
  ...Stamps,
});
export type CannedAnswer = z.output<typeof CannedAnswer>;

/** What a list shows of it; what it says, which may be long, stays in the item. */
export const CannedAnswerRow = CannedAnswer.pick({
  id: true,
  title: true,
  shortcut: true,
  kinds: true,
  departmentId: true,
  tags: true,
  archivedAt: true,
}).extend({ locales: z.array(z.enum(locales)) });
export type CannedAnswerRow = z.output<typeof CannedAnswerRow>;

interface Change {
  readonly now: Date;
  readonly by: string;
}

export function newCannedAnswer(input: CannedAnswerInput, id: string, { now, by }: Change): CannedAnswer {
  assertBody(input.body);
  return { ...input, id, ...firstStamps(now, by) };
}

export function patchCannedAnswer(before: CannedAnswer, patch: CannedAnswerPatch, { now, by }: Change): CannedAnswer {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const body = present({ ...before.body, ...patch.body });
  const changed = present({ ...before, ...given, body }) as CannedAnswer;
  assertBody(changed.body);
  return restamped(changed, now, by);
}

/** It is given no more and stays named where it was. */
export function archiveCannedAnswer(before: CannedAnswer, { now, by }: Change): CannedAnswer {
  assertLive(before);
  return { ...restamped(before, now, by), archivedAt: now.toISOString() };
}

export function restoreCannedAnswer(before: CannedAnswer, { now, by }: Change): CannedAnswer {
  const { archivedAt, ...live } = before;
  if (archivedAt === undefined) throw new DomainError('conflict', 'tickets.canned-answer-not-archived');
  return restamped(live, now, by);
}

export function assertLive({ archivedAt }: Pick<CannedAnswer, 'archivedAt'>): void {
  if (archivedAt !== undefined) throw new DomainError('conflict', 'tickets.canned-answer-archived');
}

/** `above`: the caller's department and all above it, whose canned answers are his as well. */
export function isOffered(
  { departmentId }: Pick<CannedAnswer, 'departmentId'>,
  caller: Caller,
  above: readonly string[],
): boolean {
  return departmentId === undefined || above.includes(departmentId) || mayWrite(caller, departmentId);
}

/** Those of the company belong to whoever works on all tickets, those of a department to it as well (rules.md 1). */
export function mayWrite(caller: Caller, departmentId: string | undefined): boolean {
  return reaches(caller, 'tickets.work', { departmentId });
}

/** Those for tickets of any kind fit every kind. */
export function fitsKind({ kinds }: Pick<CannedAnswer, 'kinds'>, kind: Kind | undefined): boolean {
  return kind === undefined || kinds.length === 0 || kinds.includes(kind);
}

export function localesOf({ body }: Pick<CannedAnswer, 'body'>): Locale[] {
  return locales.filter((locale) => body[locale] !== undefined);
}

interface Filled {
  readonly locale: Locale;
  readonly text: string;
  /** Placeholders without a value: they stand in the text as they are. */
  readonly missing: readonly string[];
}

/** In the reader's language where it is written in it, else in the other. Plain text: values go in as they are. */
export function fillCannedAnswer(answer: Pick<CannedAnswer, 'body'>, wanted: Locale, values: Values): Filled {
  const locale = answer.body[wanted] === undefined ? (localesOf(answer)[0] ?? wanted) : wanted;
  const template = answer.body[locale] ?? '';
  const known = (name: string): string | undefined => (isPlaceholder(name) ? values[name] || undefined : undefined);
  const missing = placeholdersIn(template).filter((name) => known(name) === undefined);
  return { locale, text: filled(template, known), missing: [...new Set(missing)] };
}

/** Placeholders that an agent left in what he made of a canned answer: nobody is to read them. */
export function leftIn(text: string): string[] {
  return [...new Set(placeholdersIn(text).filter(isPlaceholder))];
}

/** A placeholder that nobody can fill is told when it is written, not when a customer reads it. */
function assertBody(body: CannedAnswer['body']): void {
  const written = Object.entries(body).flatMap(([locale, text]) => (text === undefined ? [] : [{ locale, text }]));
  if (written.length === 0) throw invalidField('/body', 'tickets.canned-answer-empty');
  const errors = written.flatMap(({ locale, text }) => {
    const names = unknownIn(text, isPlaceholder).join(', ');
    const code = 'tickets.unknown-placeholder' as const;
    return names === '' ? [] : [{ pointer: `/body/${locale}`, code, facts: { names } }];
  });
  if (errors.length > 0) throw new DomainError('invalid', 'tickets.unknown-placeholder', errors[0]?.facts, errors);
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
