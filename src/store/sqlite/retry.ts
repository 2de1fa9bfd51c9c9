import { setTimeout as sleep } from 'node:timers/promises';
import { isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { translate } from './failures.ts';

/**
 * Does a piece of writing, again when another process holds the write lock. It is waited for between the calls, not
 * inside them: on a serving thread a waiting call would hold everybody. Throws `busy` when the lock is not had in time.
 */
export async function retrying<T>(write: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return translate(write);
    } catch (error) {
      if (!isCoded(error, 'busy') || tries > LIMITS.writeRetries) throw error;
      await sleep(Math.min(10 * 2 ** tries, 250) * (0.5 + Math.random() / 2));
    }
  }
}
