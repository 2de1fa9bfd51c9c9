import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const OTHER_PLACES = [
  '/usr/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What a person has to do where no browser can be found or installed. */
export const NO_CHROMIUM =
  'The browser tests need Chromium or Chrome, and none was found. Install one (on Debian: apt-get install chromium),\n' +
  'or set CHROMIUM_PATH to the program file of an installed one.';

/** The path of an installed Chromium or Chrome: CHROMIUM_PATH alone where that is set, else the usual places. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const wished = env.CHROMIUM_PATH;
  if (wished !== undefined && wished !== '') return runnable(wished) ? wished : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OTHER_PLACES].find(runnable);
}

/** An installed browser, else Debian's package where we may install it, else undefined. */
export async function provideChromium(env: NodeJS.ProcessEnv, limitMs: number): Promise<string | undefined> {
  const found = findChromium(env);
  if (found !== undefined || env.CHROMIUM_PATH) return found;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  const command = 'apt-get update && apt-get install -y --no-install-recommends chromium';
  await run('/bin/sh', ['-c', command], { limitMs, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  return findChromium(env);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
