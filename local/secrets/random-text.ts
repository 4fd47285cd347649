import { randomInt } from 'node:crypto';
import { flagAt, type JsonObject, maybeTextAt, numberAt, parseObject } from '../json.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The value that Secrets Manager makes from GenerateSecretString. */
export function generateSecret(options: JsonObject): string {
  const password = generatePassword(options);
  const template = maybeTextAt(options, 'SecretStringTemplate');
  const key = maybeTextAt(options, 'GenerateStringKey');
  if ((template === undefined) !== (key === undefined)) {
    throw new Error('GenerateSecretString needs SecretStringTemplate and GenerateStringKey together');
  }
  if (template === undefined || key === undefined) return password;
  return JSON.stringify({ ...parseObject(template), [key]: password });
}

function generatePassword(options: JsonObject): string {
  const excluded = maybeTextAt(options, 'ExcludeCharacters') ?? '';
  const kinds = [
    flagAt(options, 'ExcludeLowercase') ? '' : lower,
    flagAt(options, 'ExcludeUppercase') ? '' : lower.toUpperCase(),
    flagAt(options, 'ExcludeNumbers') ? '' : digits,
    flagAt(options, 'ExcludePunctuation') ? '' : punctuation,
    flagAt(options, 'IncludeSpace') ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((each) => !excluded.includes(each)).join(''))
    .filter((characters) => characters !== '');
  const all = kinds.join('');
  const length = numberAt(options, 'PasswordLength', 32);
  if (all === '') throw new Error('GenerateSecretString excludes every character');
  // One of each kind is asked for unless the template says otherwise.
  const required = options['RequireEachIncludedType'] === false ? [] : kinds;
  const drawn = [...required, ...new Array(Math.max(0, length - required.length)).fill(all)].slice(0, length);
  return shuffled(drawn.map(pick)).join('');
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

function shuffled(list: readonly string[]): readonly string[] {
  const rest = [...list];
  return list.map(() => rest.splice(randomInt(rest.length), 1)[0] ?? '');
}
