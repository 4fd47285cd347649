import type {
  AttributeType,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import type { World } from '#functions/http/world.ts';

interface User {
  readonly memberId: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
}

/** What members asks of the user pool. Every call may be repeated. */
export interface Users {
  /** Makes the user, who gets an invitation by mail; one that exists already is given to the member. Answers its name. */
  readonly invite: (user: User) => Promise<string>;
  readonly change: (username: string, user: User) => Promise<void>;
  readonly enable: (username: string) => Promise<void>;
  /** Ends every session too, so that no refresh token is good any more. */
  readonly disable: (username: string) => Promise<void>;
}

export interface MembersWorld extends World {
  readonly users: Users;
}

/** The client is loaded with the first call, because most messages change nothing that the pool knows. */
export function cognitoUsers(poolId: string, config: CognitoIdentityProviderClientConfig = {}): Users {
  let client: CognitoIdentityProviderClient | undefined;
  const load = async () => {
    const sdk = await import('@aws-sdk/client-cognito-identity-provider');
    client ??= new sdk.CognitoIdentityProviderClient(config);
    return { sdk, client };
  };
  const change: Users['change'] = async (username, user) => {
    const { sdk, client } = await load();
    const UserAttributes = attributesOf(user);
    await client.send(
      new sdk.AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: username, UserAttributes }),
    );
  };
  return {
    change,
    invite: async (user) => {
      const { sdk, client } = await load();
      try {
        const answer = await client.send(
          new sdk.AdminCreateUserCommand({
            UserPoolId: poolId,
            Username: user.email,
            UserAttributes: attributesOf(user),
            DesiredDeliveryMediums: ['EMAIL'],
          }),
        );
        return answer.User?.Username ?? user.email;
      } catch (error) {
        if (!(error instanceof sdk.UsernameExistsException)) throw error;
        await change(user.email, user);
        return user.email;
      }
    },
    enable: async (username) => {
      const { sdk, client } = await load();
      await client.send(new sdk.AdminEnableUserCommand({ UserPoolId: poolId, Username: username }));
    },
    disable: async (username) => {
      const { sdk, client } = await load();
      await client.send(new sdk.AdminDisableUserCommand({ UserPoolId: poolId, Username: username }));
      await client.send(new sdk.AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: username }));
    },
  };
}

function attributesOf({ memberId, email }: User): AttributeType[] {
  return [
    { Name: 'custom:memberId', Value: memberId },
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
}
