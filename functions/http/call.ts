import type * as z from 'zod';
import { type Caller, may } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { type Answered, type Contract, Reply, type TypedRoute } from './contract.ts';
import { parseCall } from './parse.ts';
import type { World } from './world.ts';

/** `{ params: … }` of a contract that has such a part; nothing of one that has not. */
type Part<N extends string, S> = S extends z.ZodType ? Readonly<Record<N, z.input<S>>> : object;

/** What a client would send: path and query typed by the contract; a body may be anything, and is read by its schema. */
export type Asked<C extends Contract> = Part<'params', C['params']> &
  Partial<Part<'query', C['query']>> &
  (C['body'] extends z.ZodType ? { readonly body: unknown } : object) &
  (C['ifMatch'] extends true ? { readonly ifMatch: number } : object) &
  (C['dryRun'] extends true ? { readonly isDryRun?: boolean } : object);

/**
 * Runs an operation for a caller as if he had asked for it over HTTP: with his permission, by the contract's schemas,
 * and refused with the same errors. For work that is done on somebody's behalf, row by row (imports, bulk edits).
 */
export async function call<C extends Contract, W extends World>(
  route: TypedRoute<C, W>,
  asked: Asked<C>,
  caller: Caller,
  world: W,
): Promise<Answered<C['output']>> {
  assertMay(caller, route.contract.permission);
  const input = parseCall(route.contract, asked);
  // The compiler cannot see that the contract's own schemas made it.
  const answer = await route.operation(input as never, caller, world);
  return (answer instanceof Reply ? answer.body : answer) as Answered<C['output']>;
}

/** Refuses who has no such permission at all; whether it reaches a record is the operation's to say. */
export function assertMay(caller: Caller, permission: Contract['permission']): void {
  if (permission === 'public' || permission === 'signed-in' || may(caller, permission)) return;
  throw new DomainError('forbidden', 'shared.forbidden', { permission });
}
