import type { Code, Facts } from './error.ts';

/**
 * What a schema says when it refuses, as an argument of `refine`, `regex` and their like: a code, whose words stand in
 * domain/<context>/messages.ts in both languages, with the facts that fill their placeholders. Not every issue of zod
 * carries more than a message, so the facts travel in it.
 */
export function says(code: Code, facts: Facts = {}): { message: string } {
  return { message: Object.keys(facts).length === 0 ? code : `${code} ${JSON.stringify(facts)}` };
}

/** Back from a message: undefined for one that is no code, which only our own mistake or zod itself makes. */
export function said(message: string): { readonly code: Code; readonly facts: Facts } | undefined {
  const [, code, facts = '{}'] = /^([a-z]+\.[a-z-]+)(?: (\{.*\}))?$/.exec(message) ?? [];
  return code === undefined ? undefined : { code: code as Code, facts: JSON.parse(facts) as Facts };
}
