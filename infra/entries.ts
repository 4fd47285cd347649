import type { Declaration } from './declaration.ts';

/** One function's code: the folder under dist/ and the file that it is built from. */
export interface Entry {
  readonly bundle: string;
  readonly file: string;
}

/** The functions that belong to no context or to an AWS service's own hook. */
export const relay = { bundle: 'relay', file: 'functions/relay/index.ts' } as const satisfies Entry;
export const docs = { bundle: 'docs', file: 'functions/docs/index.ts' } as const satisfies Entry;
export const claims = { bundle: 'members-claims', file: 'functions/members/claims.ts' } as const satisfies Entry;

export function httpEntry(context: string): Entry {
  return { bundle: context, file: `functions/${context}/index.ts` };
}

/** A subscription, a job, a workflow step or what serves routes beside the context's own function, by its declared name. */
export function namedEntry(context: string, name: string): Entry {
  return { bundle: `${context}-${name}`, file: `functions/${context}/${name}.ts` };
}

export function entriesOf(declarations: readonly Declaration[]): readonly Entry[] {
  const ofContexts = declarations.flatMap(({ context, beside = [], subscriptions = [], jobs = [], steps = [] }) => [
    httpEntry(context),
    ...[...beside, ...subscriptions, ...jobs, ...steps].map(({ name }) => namedEntry(context, name)),
  ]);
  return [relay, docs, claims, ...ofContexts];
}
