import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const version = '1.2.1';

/** The engine's program: from the project's packages, else from its own folder, into which npm fetches it once. */
export async function engineBinary(workDir: string): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@dynoxide/${platform}`;
  const folder = join(workDir, 'engine');
  const found = programOf(name, import.meta.url) ?? programOf(name, join(folder, 'package.json'));
  if (found) return found;
  try {
    await install(folder, `${name}@${version}`);
  } catch (cause) {
    throw new Error(
      `No local DynamoDB engine could be fetched for ${platform}: set GUANXI_DYNAMODB to the endpoint of one, such as Amazon's DynamoDB Local.`,
      { cause },
    );
  }
  const fetched = programOf(name, join(folder, 'package.json'));
  if (!fetched) throw new Error(`${name}@${version} holds no program`);
  return fetched;
}

function programOf(name: string, from: string): string | undefined {
  try {
    const folder = dirname(createRequire(from).resolve(`${name}/package.json`));
    return ['dynoxide', 'dynoxide.exe'].map((file) => join(folder, file)).find(existsSync);
  } catch {
    // The package is not there: the caller looks elsewhere.
    return undefined;
  }
}

/** Not a dependency, because a lock file that names a platform's package which a registry lacks breaks `npm ci`. */
async function install(folder: string, what: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const options = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--no-package-lock', what];
  const npm = process.env['npm_execpath'];
  const run = promisify(execFile);
  await (npm ? run(process.execPath, [npm, ...options]) : run('npm', options, { shell: process.platform === 'win32' }));
}
