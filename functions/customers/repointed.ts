import { DomainError } from '#domain/shared/error.ts';

/** For `catch`: the same refusal, with its pointers as they are in the request that it answers. */
export function repointed(from: string, to: string) {
  return (error: unknown): never => {
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map((each) => ({ ...each, pointer: each.pointer.replace(from, to) }));
    throw new DomainError(error.kind, error.code, error.facts, errors);
  };
}
