import type { Declaration, Needs, Subscription } from './declaration.ts';

/** One function's code: the folder under dist/, the file whose `handler` it is, and the name by which the bundle exports it. */
export interface Entry {
  readonly bundle: string;
  readonly file: string;
  readonly exported: string;
}

/** The functions that belong to no context or to an AWS service's own hook. */
export const relay = alone('relay', 'functions/relay/index.ts');
export const docs = alone('docs', 'functions/docs/index.ts');
export const claims = alone('members-claims', 'functions/members/claims.ts');

export function httpEntry(context: string): Entry {
  return alone(context, `functions/${context}/index.ts`);
}

/** What serves routes beside the context's own function, a job or a workflow step, by its declared name. */
export function namedEntry(context: string, name: string): Entry {
  return alone(`${context}-${name}`, `functions/${context}/${name}.ts`);
}

/** Each of these brings a library that the others should not load. */
const burdens = [
  'apart',
  'mail',
  'escalation',
  'costRecords',
  'files',
  'users',
  'persons',
  'searchSnapshot',
] as const satisfies (keyof Needs)[];

/**
 * Nobody waits for subscriptions, and they share nearly all of their code, so those of one context that bear no burden
 * are one bundle: built, stored and, on a laptop, compiled once (ADR 0031).
 */
export function subscriptionEntry(context: string, declared: Subscription): Entry {
  const { name } = declared;
  if (declared.apart || burdens.some((burden) => declared[burden] !== undefined)) return namedEntry(context, name);
  return { bundle: `${context}-subscriptions`, file: `functions/${context}/${name}.ts`, exported: inCamelCase(name) };
}

export function entriesOf(declarations: readonly Declaration[]): readonly Entry[] {
  const ofContexts = declarations.flatMap(
    ({ context, beside = [], subscriptions = [], jobs = [], steps = [], follower }) => [
      httpEntry(context),
      ...[...beside, ...jobs, ...steps, ...(follower === undefined ? [] : [follower])].map(({ name }) =>
        namedEntry(context, name),
      ),
      ...subscriptions.map((declared) => subscriptionEntry(context, declared)),
    ],
  );
  return [relay, docs, claims, ...ofContexts];
}

function alone(bundle: string, file: string): Entry {
  return { bundle, file, exported: 'handler' };
}

function inCamelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
