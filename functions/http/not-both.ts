/** The arguments of a `refine` for two fields of which one may be given; the pointer is the second's. */
export function notBoth<A extends string, B extends string>(first: A, second: B) {
  const isOne = (sent: { readonly [name in A | B]?: unknown }): boolean =>
    sent[first] === undefined || sent[second] === undefined;
  const refusal: { readonly message: string; path: PropertyKey[] } = {
    message: `${first} or ${second}, not both`,
    path: [second],
  };
  return [isOne, refusal] as const;
}
