import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  UsernameExistsException,
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

/** The client is made with the first call, because most messages change nothing that the pool knows. */
export function cognitoUsers(poolId: string, config: CognitoIdentityProviderClientConfig = {}): Users {
  let made: CognitoIdentityProviderClient | undefined;
  const client = () => (made ??= new CognitoIdentityProviderClient(config));
  const named = (username: string) => ({ UserPoolId: poolId, Username: username });
  const change: Users['change'] = async (username, user) => {
    const UserAttributes = attributesOf(user);
    await client().send(new AdminUpdateUserAttributesCommand({ ...named(username), UserAttributes }));
  };
  return {
    change,
    invite: async (user) => {
      try {
        const answer = await client().send(
          new AdminCreateUserCommand({
            ...named(user.email),
            UserAttributes: attributesOf(user),
            DesiredDeliveryMediums: ['EMAIL'],
          }),
        );
        return answer.User?.Username ?? user.email;
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
        await change(user.email, user);
        return user.email;
      }
    },
    enable: async (username) => {
      await client().send(new AdminEnableUserCommand(named(username)));
    },
    disable: async (username) => {
      await client().send(new AdminDisableUserCommand(named(username)));
      await client().send(new AdminUserGlobalSignOutCommand(named(username)));
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
