import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '#local/clock.ts';
import { Endpoint } from '#local/endpoint.ts';
import { Policies } from '#local/iam/policies.ts';
import { Kept } from '#local/kept.ts';
import { createUsers, memberOfRole } from '#local/users/users.ts';
import { close, listen } from '#local/wire.ts';
import { assembly, functionArn, lambda, role } from './fixture.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const member = 'mem_0000000000000000000000000A';
let stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function begin() {
  const read = assembly(
    {
      pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: {
          Schema: [{ Name: 'memberId', AttributeDataType: 'String' }],
          LambdaConfig: {
            PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': ['claims', 'Arn'] }, LambdaVersion: 'V3_0' },
          },
        },
      },
      client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: { Ref: 'pool' },
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          AccessTokenValidity: 15,
          TokenValidityUnits: { AccessToken: 'minutes' },
        },
      },
      claims: lambda('claims'),
      permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: { 'Fn::GetAtt': ['claims', 'Arn'] }, Principal: 'cognito-idp.amazonaws.com' },
      },
      role: role({ Effect: 'Allow', Action: 'cognito-idp:*', Resource: { 'Fn::GetAtt': ['pool', 'Arn'] } }),
    },
    { claims: '' },
  );
  const clock = new Clock({ start });
  const asked: unknown[] = [];
  const users = await createUsers({
    assembly: read,
    clock,
    invoke: async (arn, event) => {
      asked.push([arn, event]);
      const { request } = event as { request: { userAttributes: Record<string, string> } };
      if (request.userAttributes['custom:memberId'] !== member) throw new Error('no active member');
      const claimsToAddOrOverride = { memberId: member, role: 'admin', sub: 'mine' };
      return { response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } } };
    },
    kept: new Kept(undefined, 'users.json'),
  });
  if (!users) throw new Error('the pool is not there');
  const endpoint = new Endpoint({
    services: { 'cognito-idp': users.service },
    policies: new Policies(read),
    log: () => undefined,
  });
  const port = await listen(endpoint.server, 0);
  const clientFor = (accessKeyId: string) =>
    new CognitoIdentityProviderClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId, secretAccessKey: 'x' },
      maxAttempts: 1,
    });
  const sdk = clientFor('role');
  stops.push(
    () => close(endpoint.server),
    () => clock.stop(),
    () => sdk.destroy(),
  );
  const pool = read.ofType('AWS::Cognito::UserPool')[0]?.name ?? '';
  const client = read.ofType('AWS::Cognito::UserPoolClient')[0]?.name ?? '';
  const verification = { issuer: `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`, audiences: [client] };
  return { users, clock, asked, sdk, clientFor, pool, client, verification };
}

type Started = Awaited<ReturnType<typeof begin>>;

async function addUser({ sdk, pool }: Started, attributes: Record<string, string> = { 'custom:memberId': member }) {
  const UserAttributes = Object.entries({ email: 'Lin@example.com', ...attributes }).map(([Name, Value]) => ({
    Name,
    Value,
  }));
  const created = await sdk.send(
    new cognito.AdminCreateUserCommand({
      UserPoolId: pool,
      Username: 'Lin@example.com',
      UserAttributes,
      MessageAction: 'SUPPRESS',
    }),
  );
  await sdk.send(
    new cognito.AdminSetUserPasswordCommand({
      UserPoolId: pool,
      Username: 'lin@example.com',
      Password: 'Correct-1-horse',
      Permanent: true,
    }),
  );
  return created.User?.Username ?? '';
}

function signIn({ sdk, client }: Started, PASSWORD = 'Correct-1-horse') {
  const AuthParameters = { USERNAME: 'lin@example.com', PASSWORD };
  return sdk.send(
    new cognito.InitiateAuthCommand({ ClientId: client, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
}

test("an access token has Cognito's shape and the claims of the trigger, which cannot change who it is for", async () => {
  const started = await begin();
  const sub = await addUser(started);

  const { AuthenticationResult } = await signIn(started);

  const claims = decodeJwt(AuthenticationResult?.AccessToken ?? '');
  const { issuer } = started.verification;
  expect(claims).toMatchObject({ iss: issuer, sub, username: sub, token_use: 'access', client_id: started.client });
  expect(claims).toMatchObject({ memberId: member, role: 'admin', scope: 'aws.cognito.signin.user.admin' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  await expect(
    started.users.verify(AuthenticationResult?.AccessToken ?? '', started.verification),
  ).resolves.toBeDefined();
  expect(started.asked[0]).toMatchObject([
    functionArn('claims'),
    {
      version: '3',
      triggerSource: 'TokenGeneration_Authentication',
      userName: sub,
      request: { userAttributes: { sub, email: 'lin@example.com', 'custom:memberId': member } },
    },
  ]);
});

test('a member whom the trigger refuses gets no token, by signing in or by the control port', async () => {
  const started = await begin();
  await addUser(started, { 'custom:memberId': 'mem_0000000000000000000000000B' });

  await expect(signIn(started)).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  await expect(started.users.issueToken({ memberId: 'mem_0000000000000000000000000B' })).rejects.toThrow(
    'no active member',
  );
});

test('a wrong password and a disabled account are refused in the same words', async () => {
  const started = await begin();
  await addUser(started);
  await expect(signIn(started, 'wrong')).rejects.toThrow('Incorrect username or password.');
  await started.sdk.send(
    new cognito.AdminDisableUserCommand({ UserPoolId: started.pool, Username: 'lin@example.com' }),
  );

  await expect(signIn(started)).rejects.toThrow('Incorrect username or password.');
  await started.sdk.send(new cognito.AdminEnableUserCommand({ UserPoolId: started.pool, Username: 'lin@example.com' }));
  await expect(signIn(started)).resolves.toBeDefined();
});

test('a new user chooses a password before he gets a token', async () => {
  const started = await begin();
  const { sdk, pool, client, users } = started;
  const UserAttributes = [{ Name: 'custom:memberId', Value: member }];
  await sdk.send(new cognito.AdminCreateUserCommand({ UserPoolId: pool, Username: 'lin@example.com', UserAttributes }));
  const password = users.invitations.get('lin@example.com') ?? '';

  const { ChallengeName, Session } = await signIn(started, password);
  const ChallengeResponses = { USERNAME: 'lin@example.com', NEW_PASSWORD: 'Correct-1-horse' };
  const done = await sdk.send(
    new cognito.RespondToAuthChallengeCommand({ ClientId: client, ChallengeName, Session, ChallengeResponses }),
  );

  expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  expect(done.AuthenticationResult?.AccessToken).toBeDefined();
});

test('signing out everywhere ends refresh tokens', async () => {
  const started = await begin();
  const { sdk, pool, client } = started;
  await addUser(started);
  const { AuthenticationResult } = await signIn(started);
  const AuthParameters = { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' };
  const refresh = () =>
    sdk.send(new cognito.InitiateAuthCommand({ ClientId: client, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }));
  await expect(refresh()).resolves.toMatchObject({ AuthenticationResult: { AccessToken: expect.any(String) } });

  await sdk.send(new cognito.AdminUserGlobalSignOutCommand({ UserPoolId: pool, Username: 'lin@example.com' }));

  await expect(refresh()).rejects.toThrow('Invalid Refresh Token');
});

test('attributes are updated, shown, and must be in the schema', async () => {
  const started = await begin();
  const { sdk, pool } = started;
  await addUser(started);
  const update = (Name: string) =>
    sdk.send(
      new cognito.AdminUpdateUserAttributesCommand({
        UserPoolId: pool,
        Username: 'lin@example.com',
        UserAttributes: [{ Name, Value: 'v' }],
      }),
    );
  await update('name');

  const user = await sdk.send(new cognito.AdminGetUserCommand({ UserPoolId: pool, Username: 'lin@example.com' }));

  expect(user.UserAttributes).toContainEqual({ Name: 'name', Value: 'v' });
  await expect(update('custom:colour')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(addUser(started)).rejects.toMatchObject({ name: 'UsernameExistsException' });
});

test('only a role that may changes users', async () => {
  const { clientFor, pool } = await begin();
  const stranger = clientFor('stranger');
  stops.push(() => stranger.destroy());

  const asked = stranger.send(new cognito.AdminGetUserCommand({ UserPoolId: pool, Username: 'x' }));

  await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a token by role has a fixed member, everything in reach, and outlives years of simulated time', async () => {
  const { users, clock, verification } = await begin();
  const token = await users.issueToken({ role: 'sales-manager', departmentId: 'dep_1' });
  await clock.advanceTo(start + 9 * 365 * 86_400_000);

  await expect(users.verify(token, verification)).resolves.toMatchObject({
    memberId: 'mem_00000000000000SA1ESMANAGER',
    role: 'sales-manager',
    departmentId: 'dep_1',
    departments: 'all',
    locale: 'zh-CN',
    zone: 'Asia/Shanghai',
  });
  expect(memberOfRole('customer')).toMatch(/^mem_[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('an expired, foreign, wrongly signed or unsigned token is refused', async () => {
  const { users, clock, verification } = await begin();
  const good = await users.issueToken({ role: 'admin' }, 900);
  const { privateKey } = await generateKeyPair('RS256');
  const claims = { client_id: verification.audiences[0], role: 'admin' };
  const stranger = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'laptop' })
    .setIssuer(verification.issuer)
    .setExpirationTime('10y')
    .sign(privateKey);
  const [, body = ''] = good.split('.');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;

  for (const token of [stranger, unsigned, `${good.slice(0, -4)}AAAA`, '', 'nonsense']) {
    await expect(users.verify(token, verification)).rejects.toThrow();
  }
  await expect(users.verify(good, { ...verification, issuer: 'https://elsewhere.example' })).rejects.toThrow();
  await expect(users.verify(good, { ...verification, audiences: ['another'] })).rejects.toThrow();
  await expect(users.verify(good, verification)).resolves.toBeDefined();
  await clock.advanceTo(start + 901_000);
  await expect(users.verify(good, verification)).rejects.toThrow();
});
