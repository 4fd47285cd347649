import type { JWTPayload } from 'jose';
import type { Assembly, Resource } from '../assembly.ts';
import { isObject, maybeTextAt, objectAt, textsAt } from '../json.ts';
import { requirePermission } from '../lambda/permissions.ts';
import { region } from '../names.ts';
import type { Invoke } from '../service.ts';
import { userScope } from './tokens.ts';

export interface ClaimsRequest {
  readonly source: 'Authentication' | 'RefreshTokens' | 'NewPasswordChallenge';
  readonly clientId: string;
  readonly userName: string;
  readonly userAttributes: Readonly<Record<string, string>>;
}

/** Asks the pool's trigger what is to stand in an access token. */
export type ClaimsTrigger = (request: ClaimsRequest) => Promise<JWTPayload>;

const version = 'V3_0';

/** The pre-token-generation trigger of the template; a pool without one adds nothing. */
export function claimsTrigger(assembly: Assembly, pool: Resource, invoke: Invoke): ClaimsTrigger {
  const trigger = objectAt(objectAt(pool.properties, 'LambdaConfig'), 'PreTokenGenerationConfig');
  const functionArn = maybeTextAt(trigger, 'LambdaArn');
  if (functionArn === undefined) return async () => ({});
  if (trigger['LambdaVersion'] !== version) throw new Error(`${pool.id}: only triggers of version ${version} are run`);
  requirePermission(assembly, functionArn, 'cognito-idp.amazonaws.com');
  return async (request) => toClaims(await invoke(functionArn, toEvent(pool.name, request)));
}

function toEvent(userPoolId: string, { source, clientId, userName, userAttributes }: ClaimsRequest) {
  return {
    version: '3',
    triggerSource: `TokenGeneration_${source}`,
    region,
    userPoolId,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes,
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: [userScope],
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

/** Claims that Cognito writes itself and no trigger may change. */
const reserved = ['sub', 'iss', 'client_id', 'token_use', 'exp', 'iat', 'jti', 'origin_jti', 'auth_time', 'event_id'];

function toClaims(answer: unknown): JWTPayload {
  const response = objectAt(isObject(answer) ? answer : {}, 'response');
  const access = objectAt(objectAt(response, 'claimsAndScopeOverrideDetails'), 'accessTokenGeneration');
  const added = Object.entries(objectAt(access, 'claimsToAddOrOverride')).filter(([name]) => !reserved.includes(name));
  const scopes = new Set([userScope, ...textsAt(access, 'scopesToAdd')]);
  for (const scope of textsAt(access, 'scopesToSuppress')) scopes.delete(scope);
  return { scope: [...scopes].join(' '), ...Object.fromEntries(added) };
}
