import { randomUUID } from 'node:crypto';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, maybeTextAt, objectAt } from '../json.ts';
import { jsonService, optionalText, requiredText } from '../json-service.ts';
import { AwsError, type Service } from '../service.ts';
import { generateSecret } from './random-text.ts';

/** Secrets Manager: the secrets of the template, each made once and then kept. */
export interface Secrets {
  readonly service: Service;
  readonly snapshot: () => unknown;
  /** Before the first function runs: a secret that was kept replaces the one just made. */
  readonly restore: (saved: unknown) => void;
}

interface Held {
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: number;
}

export function createSecrets(options: { readonly assembly: Assembly; readonly clock: Clock }): Secrets {
  const { assembly, clock } = options;
  const resources = assembly.ofType('AWS::SecretsManager::Secret');
  const held = new Map(resources.map((each) => [each.name, make(each, clock.now())]));

  const find = (input: JsonObject): Resource | undefined => {
    const id = requiredText(input, 'SecretId');
    // AWS also takes an ARN without the six characters at its end.
    return resources.find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(id));
  };
  const getSecretValue = (input: JsonObject) => {
    const resource = find(input);
    const secret = held.get(resource?.name ?? '');
    const stage = optionalText(input, 'VersionStage') ?? 'AWSCURRENT';
    const version = optionalText(input, 'VersionId') ?? secret?.versionId;
    if (!resource || !secret || stage !== 'AWSCURRENT' || version !== secret.versionId) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    const { value, versionId, createdAt } = secret;
    return {
      ARN: resource.arn,
      Name: resource.name,
      SecretString: value,
      VersionId: versionId,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: createdAt / 1000,
    };
  };

  return {
    service: jsonService(
      {
        GetSecretValue: {
          needs: (input) => [
            { action: 'secretsmanager:GetSecretValue', resource: find(input)?.arn ?? requiredText(input, 'SecretId') },
          ],
          run: getSecretValue,
        },
      },
      '1.1',
    ),
    snapshot: () => Object.fromEntries(held),
    restore: (saved) => {
      for (const [name, secret] of Object.entries(saved as Record<string, Held>)) {
        if (held.has(name)) held.set(name, secret);
      }
    },
  };
}

function make({ name, properties }: Resource, now: number): Held {
  const generated = properties['GenerateSecretString'];
  const given = maybeTextAt(properties, 'SecretString');
  if (given === undefined && !isObject(generated)) throw new Error(`the secret ${name} has no value in the template`);
  const value = given ?? generateSecret(objectAt(properties, 'GenerateSecretString'));
  return { value, versionId: randomUUID(), createdAt: now };
}
