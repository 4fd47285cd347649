/** The package has no types of its own. */
declare module 'asl-validator' {
  function validate(definition: unknown): { readonly errors: readonly unknown[] };
  export = validate;
}
