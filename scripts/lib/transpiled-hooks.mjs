// JavaScript, as it is what loads TypeScript.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url).href;
const KEPT = new URL('.tap/transpiled/', ROOT);

/** A module by its transpiled text, which is kept under the digest of what was transpiled. */
export async function load(url, context, next) {
  const [path] = url.split('?', 1);
  if (!path.startsWith(ROOT) || !/\.tsx?$/.test(path) || path.includes('/node_modules/')) return next(url, context);
  try {
    const digest = createHash('sha256')
      .update(await readFile(new URL(path)))
      .digest('hex');
    const source = await readFile(new URL(`${digest}.js`, KEPT), 'utf8');
    return { format: 'module', source, shortCircuit: true };
  } catch {
    return next(url, context);
  }
}
