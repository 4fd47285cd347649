import { randomBytes } from 'node:crypto';
import type { Resource } from '../assembly.ts';
import { flagAt, type JsonObject, objectAt, objectsAt, textsAt } from '../json.ts';
import { type JsonOperation, optionalText, requiredText } from '../json-service.ts';
import { arnOf } from '../names.ts';
import { AwsError } from '../service.ts';
import { attributesOf, isPassword, type User, type UserPool } from './pool.ts';

/** What the operations need of the pool around them. */
export interface SignIns {
  readonly pool: UserPool;
  /** Names of the pool's own attributes. */
  readonly customAttributes: ReadonlySet<string>;
  readonly now: () => number;
  readonly client: (clientId: string) => Resource;
  /** E-mail → temporary password. */
  readonly invitations: Map<string, string>;
  readonly signIn: (
    user: User,
    clientId: string,
    source: 'Authentication' | 'NewPasswordChallenge',
  ) => Promise<unknown>;
  readonly refresh: (clientId: string, token: string) => Promise<unknown>;
  readonly openSession: (sub: string) => string;
  readonly closeSession: (session: string) => string;
}

/** The operations of Cognito user pools that the product, its tools and a client's sign-in use. */
export function userOperations(users: SignIns): Readonly<Record<string, JsonOperation>> {
  const admin = (name: string, run: JsonOperation['run']): readonly [string, JsonOperation] => [
    name,
    { needs: (input) => [{ action: `cognito-idp:${name}`, resource: poolArn(input) }], run },
  ];
  // Whoever signs in has no AWS credentials yet.
  const open = (name: string, run: JsonOperation['run']): readonly [string, JsonOperation] => [
    name,
    { needs: () => [], run },
  ];
  const { pool, now } = users;
  const named = (input: JsonObject) => requiredText(input, 'Username');
  return Object.fromEntries([
    admin('AdminCreateUser', (input) => ({ User: toUser(createUser(users, input), 'Attributes') })),
    admin('AdminGetUser', (input) => toUser(pool.get(named(input)), 'UserAttributes')),
    admin('AdminDisableUser', (input) => void pool.change(named(input), { enabled: false }, now())),
    admin('AdminEnableUser', (input) => void pool.change(named(input), { enabled: true }, now())),
    admin('AdminUserGlobalSignOut', (input) => void pool.change(named(input), { signedOutAt: now() }, now())),
    admin('AdminUpdateUserAttributes', (input) => {
      const attributes = checkedAttributes(users, input);
      void pool.change(named(input), { attributes: { ...pool.get(named(input)).attributes, ...attributes } }, now());
    }),
    admin('AdminSetUserPassword', (input) => {
      void pool.setPassword(named(input), requiredText(input, 'Password'), flagAt(input, 'Permanent'), now());
    }),
    open('InitiateAuth', (input) => initiate(users, input)),
    open('RespondToAuthChallenge', (input) => respond(users, input)),
  ]);
}

function poolArn(input: JsonObject): string {
  return arnOf('cognito-idp', `userpool/${requiredText(input, 'UserPoolId')}`);
}

function createUser(users: SignIns, input: JsonObject): User {
  const password = optionalText(input, 'TemporaryPassword') ?? `Aa1!${randomBytes(9).toString('base64url')}`;
  const user = users.pool.create(
    requiredText(input, 'Username'),
    checkedAttributes(users, input),
    password,
    users.now(),
  );
  if (input['MessageAction'] !== 'SUPPRESS') users.invitations.set(user.attributes['email'] ?? '', password);
  return user;
}

/** Attributes of our own must be in the pool's schema. */
function checkedAttributes(users: SignIns, input: JsonObject): Record<string, string> {
  const attributes = attributesOf(objectsAt(input, 'UserAttributes'));
  const unknown = Object.keys(attributes).find(
    (name) => name.startsWith('custom:') && !users.customAttributes.has(name),
  );
  if (unknown) throw new AwsError('InvalidParameterException', `Attributes did not conform to the schema: ${unknown}`);
  return attributes;
}

async function initiate(users: SignIns, input: JsonObject): Promise<unknown> {
  const clientId = requiredText(input, 'ClientId');
  const parameters = objectAt(input, 'AuthParameters');
  const flow = requiredText(input, 'AuthFlow');
  if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
    return users.refresh(clientId, requiredText(parameters, 'REFRESH_TOKEN'));
  }
  requireFlow(users, clientId, flow);
  const user = users.pool.find(requiredText(parameters, 'USERNAME'));
  // One answer for both, so that nobody learns who has an account.
  if (!user?.enabled || !isPassword(user, requiredText(parameters, 'PASSWORD'))) {
    throw new AwsError('NotAuthorizedException', 'Incorrect username or password.');
  }
  if (user.status === 'CONFIRMED') return users.signIn(user, clientId, 'Authentication');
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: { USER_ID_FOR_SRP: user.sub, requiredAttributes: '[]', userAttributes: '{}' },
    Session: users.openSession(user.sub),
  };
}

function requireFlow(users: SignIns, clientId: string, flow: string): void {
  if (flow !== 'USER_PASSWORD_AUTH') {
    throw new AwsError(
      'InvalidParameterException',
      `${flow} is not run on the laptop: sign in with USER_PASSWORD_AUTH`,
    );
  }
  const flows = textsAt(users.client(clientId).properties, 'ExplicitAuthFlows');
  if (!flows.includes('ALLOW_USER_PASSWORD_AUTH')) {
    throw new AwsError('InvalidParameterException', `${flow} flow not enabled for this client`);
  }
}

async function respond(users: SignIns, input: JsonObject): Promise<unknown> {
  if (input['ChallengeName'] !== 'NEW_PASSWORD_REQUIRED') {
    throw new AwsError('InvalidParameterException', 'Only NEW_PASSWORD_REQUIRED is asked for on the laptop.');
  }
  const sub = users.closeSession(requiredText(input, 'Session'));
  const password = requiredText(objectAt(input, 'ChallengeResponses'), 'NEW_PASSWORD');
  const user = users.pool.setPassword(sub, password, true, users.now());
  return users.signIn(user, requiredText(input, 'ClientId'), 'NewPasswordChallenge');
}

function toUser(user: User, attributes: 'Attributes' | 'UserAttributes') {
  return {
    Username: user.sub,
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.updatedAt / 1000,
    [attributes]: Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
  };
}
