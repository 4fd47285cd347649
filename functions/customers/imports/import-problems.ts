import { fieldAt } from '#domain/customers/import-cells.ts';
import { fieldWords, type ImportField, ownIdIn } from '#domain/customers/import-fields.ts';
import { messages } from '#domain/customers/messages.ts';
import { DomainError, type Facts } from '#domain/shared/error.ts';
import type { Locale, Messages } from '#domain/shared/locale.ts';
import { sharedMessages } from '#domain/shared/messages.ts';
import { masked } from '#domain/shared/refused-number.ts';
import { badFields, fill } from '#functions/http/field-messages.ts';
import { InvalidInput } from '#functions/http/problem.ts';
import { StaleWrite } from '#store/table.ts';
import type { Placed } from './import-place.ts';
import type { Problem } from './import-report.ts';

/** What is wrong with a row, at its column, in the importer's language. What is no fault of the row is thrown again. */
export function problemsOf(error: unknown, placed: Placed, locale: Locale): readonly Problem[] {
  if (error instanceof InvalidInput) {
    const words = (code: string, facts: Facts) => hintOf(code, facts, locale);
    return badFields(error.cause.issues, 'body', locale, words).map(({ pointer, code, detail }) =>
      problem(pointer, code, detail, placed, locale),
    );
  }
  if (error instanceof StaleWrite) {
    return [problem('', 'shared.conflict', sharedMessages['shared.conflict'][locale], placed, locale)];
  }
  if (!(error instanceof DomainError)) throw error;
  const { code, facts, errors } = error;
  const all = errors.length > 0 ? errors : [{ pointer: '', code, facts }];
  return all.map((each) =>
    problem(each.pointer, each.code, hintOf(each.code, each.facts ?? facts, locale), placed, locale),
  );
}

/** A comma too many, mostly: what stands in the columns cannot be trusted. */
export function tooManyCells(): DomainError {
  return new DomainError('invalid', 'customers.import-too-many-cells');
}

function problem(
  pointer: string,
  code: string,
  hint: string,
  { cells, columns, beyond }: Placed,
  locale: Locale,
): Problem {
  const field = fieldAt(pointer);
  if (field === undefined) return { column: '', value: masked(beyond.join('; ')), code, hint };
  return {
    column: columns.get(field) ?? ownIdIn(field) ?? fieldWords[field as ImportField][locale],
    value: masked(cells[field] ?? ''),
    code,
    hint,
  };
}

/** The words of a code in the reader's language. */
export function hintOf(code: string, facts: Readonly<Record<string, unknown>>, locale: Locale): string {
  const text = (messages as Messages)[code] ?? (sharedMessages as Messages)[code];
  const hint = text === undefined ? code : fill(text[locale], facts);
  return code === 'customers.duplicate' ? `${hint}${whoToAsk(facts, locale)}` : hint;
}

interface Candidate {
  readonly number?: string;
  readonly owner: { readonly name: string; readonly department: string };
}

/** Of a duplicate: the number, for those who may see it, and always the owner to ask. */
function whoToAsk({ candidates = [] }: Readonly<Record<string, unknown>>, locale: Locale): string {
  const named = (candidates as readonly Candidate[])
    .slice(0, 3)
    .map(({ number, owner }) => [number, owner.name, owner.department].filter(Boolean).join(' '));
  return locale === 'en' ? ` (${named.join('; ')})` : `（${named.join('；')}）`;
}
