import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { maybeTextAt, numberAt, objectAt, objectsAt, textsAt } from '../json.ts';
import { jsonService } from '../json-service.ts';
import type { Kept } from '../kept.ts';
import { issuerOf } from '../names.ts';
import { AwsError, type Invoke, type Service } from '../service.ts';
import { type ClaimsRequest, type ClaimsTrigger, claimsTrigger } from './claims.ts';
import { type SignIns, userOperations } from './operations.ts';
import { type User, UserPool } from './pool.ts';
import { signingKey, Tokens, userScope, type Verification } from './tokens.ts';

export interface UsersOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly kept: Kept;
}

/** Whom a token of the control port is for. */
export type TokenSubject =
  | { readonly memberId: string }
  /** Claims without a member behind them; `departments` is `all` or ids separated by spaces. */
  | { readonly role: string; readonly departmentId?: string; readonly departments?: string };

/** A token for a demonstration outlives any simulated time: ten years. */
const demonstrationTtlSeconds = 10 * 365 * 86_400;

const secondsPer: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** The user pool: who signs in, and what their tokens say. */
export class Users implements SignIns {
  readonly service: Service;
  readonly pool: UserPool;
  readonly customAttributes: ReadonlySet<string>;
  /** E-mail → temporary password: what Cognito itself would have mailed. */
  readonly invitations = new Map<string, string>();
  readonly #assembly: Assembly;
  readonly #clock: Clock;
  readonly #resource: Resource;
  readonly #tokens: Tokens;
  readonly #trigger: ClaimsTrigger;
  readonly #sessions = new Map<string, string>();

  constructor(options: UsersOptions, tokens: Tokens, resource: Resource) {
    this.#assembly = options.assembly;
    this.#clock = options.clock;
    this.#resource = resource;
    this.#tokens = tokens;
    this.#trigger = claimsTrigger(options.assembly, resource, options.invoke);
    this.pool = new UserPool(options.kept);
    const schema = objectsAt(resource.properties, 'Schema').map((each) => `custom:${String(each['Name'])}`);
    this.customAttributes = new Set(schema);
    this.service = jsonService(userOperations(this), '1.1');
  }

  now = (): number => this.#clock.now();

  client(clientId: string): Resource {
    const client = this.#assembly.byName('AWS::Cognito::UserPoolClient', clientId);
    if (!client) throw new AwsError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
    return client;
  }

  /** A token for tests and demonstrations. Rejects for a member whom the trigger refuses: unknown or deactivated. */
  async issueToken(subject: TokenSubject, ttlSeconds = demonstrationTtlSeconds): Promise<string> {
    const { issuer, audiences } = this.#verification();
    const clientId = audiences[0] ?? '';
    const claims = 'memberId' in subject ? await this.#ofMember(subject.memberId, clientId) : ofRole(subject);
    return this.#tokens.sign({ ...claims, client_id: clientId, token_use: 'access' }, issuer, ttlSeconds);
  }

  verify(token: string, verification: Verification): Promise<JWTPayload> {
    return this.#tokens.verify(token, verification);
  }

  async signIn(user: User, clientId: string, source: ClaimsRequest['source']): Promise<unknown> {
    const { properties } = this.client(clientId);
    const issuer = issuerOf(this.#resource.name);
    const life = (token: string, otherwise: number) => {
      const unit = maybeTextAt(objectAt(properties, 'TokenValidityUnits'), token) ?? 'hours';
      return numberAt(properties, `${token}Validity`, otherwise) * (secondsPer[unit] ?? 3600);
    };
    const seconds = life('AccessToken', 1);
    const claims = await this.#claims(user.sub, user.attributes, clientId, source);
    const access = { ...claims, sub: user.sub, username: user.sub, client_id: clientId, token_use: 'access' };
    const id = { ...user.attributes, sub: user.sub, aud: clientId, token_use: 'id', 'cognito:username': user.sub };
    const refresh = { sub: user.sub, aud: clientId, token_use: 'refresh' };
    return {
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: await this.#tokens.sign(access, issuer, seconds),
        IdToken: await this.#tokens.sign(id, issuer, life('IdToken', 1)),
        ...(source !== 'RefreshTokens' && {
          RefreshToken: await this.#tokens.sign(refresh, issuer, life('RefreshToken', 720)),
        }),
        ExpiresIn: seconds,
        TokenType: 'Bearer',
      },
    };
  }

  async refresh(clientId: string, token: string): Promise<unknown> {
    const refused = new AwsError('NotAuthorizedException', 'Invalid Refresh Token');
    const issuer = issuerOf(this.#resource.name);
    const payload = await this.#tokens.verify(token, { issuer, audiences: [clientId] }).catch((cause: unknown) => {
      throw Object.assign(refused, { cause });
    });
    const user = this.pool.find(payload.sub ?? '');
    const isSignedOut = (user?.signedOutAt ?? 0) >= (payload.iat ?? 0) * 1000;
    if (payload['token_use'] !== 'refresh' || !user?.enabled || isSignedOut) throw refused;
    return this.signIn(user, clientId, 'RefreshTokens');
  }

  openSession(sub: string): string {
    const session = randomUUID();
    this.#sessions.set(session, sub);
    return session;
  }

  closeSession(session: string): string {
    const sub = this.#sessions.get(session);
    if (sub === undefined) throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
    this.#sessions.delete(session);
    return sub;
  }

  clear(): void {
    this.pool.clear();
    this.#sessions.clear();
    this.invitations.clear();
  }

  async #ofMember(memberId: string, clientId: string): Promise<JWTPayload> {
    const user = this.pool.byMember(memberId);
    const sub = user?.sub ?? memberId;
    const attributes = { sub, email: `${memberId.toLowerCase()}@example.com`, ...user?.attributes };
    const claims = await this.#claims(sub, { ...attributes, 'custom:memberId': memberId }, clientId, 'Authentication');
    return { ...claims, sub, username: sub };
  }

  async #claims(
    userName: string,
    userAttributes: Readonly<Record<string, string>>,
    clientId: string,
    source: ClaimsRequest['source'],
  ): Promise<JWTPayload> {
    try {
      return await this.#trigger({ source, clientId, userName, userAttributes });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new AwsError('UserLambdaValidationException', `PreTokenGeneration failed with error ${message}`);
    }
  }

  /** What the API's authorizer asks of a token: the pool's issuer, or another that the stage names. */
  #verification(): Verification {
    const [authorizer] = this.#assembly.ofType('AWS::ApiGatewayV2::Authorizer');
    const jwt = objectAt(authorizer?.properties, 'JwtConfiguration');
    const client = this.#assembly.ofType('AWS::Cognito::UserPoolClient').map(({ name }) => name);
    return {
      issuer: maybeTextAt(jwt, 'Issuer') ?? issuerOf(this.#resource.name),
      audiences: authorizer ? textsAt(jwt, 'Audience') : client,
    };
  }
}

/** Undefined for an assembly without a user pool. */
export async function createUsers(options: UsersOptions): Promise<Users | undefined> {
  const [resource] = options.assembly.ofType('AWS::Cognito::UserPool');
  if (!resource) return undefined;
  return new Users(options, new Tokens(options.clock, await signingKey(options.kept)), resource);
}

function ofRole(subject: Exclude<TokenSubject, { readonly memberId: string }>): JWTPayload {
  const memberId = memberOfRole(subject.role);
  return {
    sub: memberId,
    username: memberId,
    scope: userScope,
    memberId,
    role: subject.role,
    departments: subject.departments ?? 'all',
    ...(subject.departmentId !== undefined && { departmentId: subject.departmentId }),
    locale: 'zh-CN',
    zone: 'Asia/Shanghai',
  };
}

/** Letters that Crockford's base 32 leaves out, and what it reads for them; U has no reading and becomes V. */
const readAs: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0', U: 'V' };

/** One fixed member per role, without a row: the role's name in the letters of an id, for example `mem_00…0SA1ESREP`. */
export function memberOfRole(role: string): string {
  const letters = role.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const readable = letters.replace(/[ILOU]/g, (letter) => readAs[letter] ?? letter);
  return `mem_${readable.slice(0, 26).padStart(26, '0')}`;
}
