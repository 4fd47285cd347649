import type { Context, PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { departmentAndBelow } from '#domain/members/department.ts';
import { env } from '#functions/http/env.ts';
import { type Observer, observe, resetMeter } from '#functions/http/meter.ts';
import { dynamoTable } from '#store/dynamo.ts';
import { readDepartments, readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';

/** Puts who the member is into his access token, so that a request pays no read for it. */
export async function claimsFor(memberId: string | undefined, table: Table): Promise<Record<string, string>> {
  const member = memberId === undefined ? undefined : await readMember(table, memberId);
  // Cognito answers a failed trigger by refusing the token: whoever is unknown or has left signs in no more.
  if (member?.active !== true) throw new Error('This account belongs to no active member.');
  const { id, role, departmentId, locale, zone } = member;
  const departments = departmentAndBelow(await readDepartments(table), departmentId).join(' ');
  return { memberId: id, role, departmentId, departments, locale, zone };
}

let container: { readonly table: Table; readonly observer: Observer } | undefined;

function contain() {
  const observer = observe('members');
  const table = dynamoTable({ tableName: env('TABLE_NAME'), capacity: observer.meter.capacity });
  return { table, observer };
}

/** Cognito's pre-token-generation trigger, event version V3_0. */
export async function handler(
  event: PreTokenGenerationV3TriggerEvent,
  { awsRequestId: requestId }: Context,
): Promise<PreTokenGenerationV3TriggerEvent> {
  container ??= contain();
  const { table, observer } = container;
  const startedMs = performance.now();
  resetMeter(observer.meter);
  const cause = event.request.userAttributes['custom:memberId'];
  const record = (status: number) =>
    observer.record({
      route: 'claims',
      requestId,
      cause,
      status,
      isApi: false,
      elapsedMs: performance.now() - startedMs,
    });
  try {
    const claimsToAddOrOverride = await claimsFor(cause, table);
    record(200);
    return {
      ...event,
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } },
    };
  } catch (error) {
    record(403);
    throw error;
  }
}
