import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject, objectAt } from '../json.ts';
import type { Kept } from '../kept.ts';
import { AwsError } from '../service.ts';

export interface User {
  /** Also the user name: who signs in by e-mail has a name made by Cognito. */
  readonly sub: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED';
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Salt and hash. */
  readonly password?: string;
  /** Refresh tokens from before this instant are void. */
  readonly signedOutAt?: number;
}

/** The users of the pool, found by name (sub) or e-mail. */
export class UserPool {
  readonly #kept: Kept;
  readonly #users = new Map<string, User>();

  constructor(kept: Kept) {
    this.#kept = kept;
    const saved = kept.get('users');
    if (isObject(saved)) {
      for (const sub of Object.keys(saved)) this.#users.set(sub, objectAt(saved, sub) as unknown as User);
    }
  }

  find(name: string): User | undefined {
    return this.#users.get(name) ?? this.#byAttribute('email', name.toLowerCase());
  }

  byMember(memberId: string): User | undefined {
    return this.#byAttribute('custom:memberId', memberId);
  }

  get(name: string): User {
    const user = this.find(name);
    if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  }

  create(email: string, attributes: Readonly<Record<string, string>>, password: string, now: number): User {
    if (this.find(email)) throw new AwsError('UsernameExistsException', 'User account already exists');
    const sub = randomUUID();
    const all = { ...attributes, email: (attributes['email'] ?? email).toLowerCase(), sub };
    const dates = { createdAt: now, updatedAt: now };
    return this.#put({
      sub,
      attributes: all,
      enabled: true,
      status: 'FORCE_CHANGE_PASSWORD',
      ...dates,
      password: hashed(password),
    });
  }

  change(name: string, change: Partial<User>, now: number): User {
    return this.#put({ ...this.get(name), ...change, updatedAt: now });
  }

  setPassword(name: string, password: string, permanent: boolean, now: number): User {
    const status = permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    return this.change(name, { password: hashed(password), status }, now);
  }

  clear(): void {
    this.#users.clear();
    this.#save();
  }

  #byAttribute(name: string, value: string): User | undefined {
    return [...this.#users.values()].find(({ attributes }) => attributes[name] === value);
  }

  #put(user: User): User {
    this.#users.set(user.sub, user);
    this.#save();
    return user;
  }

  #save(): void {
    this.#kept.set('users', Object.fromEntries(this.#users));
  }
}

/** Weak on purpose: it guards passwords of a demonstration, and a seed makes many users at once. */
const cost = { N: 1024, r: 8, p: 1 };

function hashed(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}.${scryptSync(password, salt, 32, cost).toString('base64')}`;
}

export function isPassword(user: User, password: string): boolean {
  const [salt = '', hash = ''] = (user.password ?? '').split('.');
  const expected = Buffer.from(hash, 'base64');
  return (
    expected.length === 32 && timingSafeEqual(scryptSync(password, Buffer.from(salt, 'base64'), 32, cost), expected)
  );
}

export function attributesOf(list: readonly JsonObject[]): Record<string, string> {
  return Object.fromEntries(list.map((each) => [String(each['Name']), String(each['Value'] ?? '')]));
}
