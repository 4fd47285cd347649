import { says } from '#domain/shared/words.ts';

/** The arguments of a `refine` for two fields of which one may be given; the pointer is the second's. */
export function notBoth<A extends string, B extends string>(first: A, second: B) {
  const isOne = (sent: { readonly [name in A | B]?: unknown }): boolean =>
    sent[first] === undefined || sent[second] === undefined;
  const refusal: { readonly message: string; path: PropertyKey[] } = {
    ...says('shared.not-both', { first, second }),
    path: [second],
  };
  return [isOne, refusal] as const;
}
