import type { Context } from '../contexts.ts';

/** `invalid` 422 · `missing` 404 · `conflict` 409 · `forbidden` 403. HTTP lives in functions/http/problem.ts. */
export type Kind = 'invalid' | 'missing' | 'conflict' | 'forbidden';
export type Code = `${Context | 'shared'}.${string}`;
export type Facts = Readonly<Record<string, unknown>>;

/** One bad field. `pointer` is an RFC 6901 pointer into the body (`/contact/mobile`). */
export interface FieldError {
  readonly pointer: string;
  readonly code: Code;
  readonly facts?: Facts;
}

/**
 * A rule said no. Anything else that is thrown is a bug and becomes a 500.
 * The words a caller reads stand in domain/<context>/messages.ts under the code, in both languages;
 * `facts` fill their placeholders and are members of the problem, so they hold nothing that the caller may not see.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: Kind;
  readonly code: Code;
  readonly facts: Facts;
  readonly errors: readonly FieldError[];

  constructor(kind: Kind, code: Code, facts: Facts = {}, errors: readonly FieldError[] = []) {
    super(code);
    this.kind = kind;
    this.code = code;
    this.facts = facts;
    this.errors = errors;
  }
}

/** A rule that points at one field of the body. */
export function invalidField(pointer: string, code: Code, facts: Facts = {}): DomainError {
  return new DomainError('invalid', code, facts, [{ pointer, code, facts }]);
}
