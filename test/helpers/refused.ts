import { type ErrorCode, isCoded } from '../../src/kernel/errors.ts';

/** The code with which something is refused, or null where it is not; any other error is thrown on. */
export function refusalOf(what: () => unknown): ErrorCode | null {
  try {
    what();
    return null;
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}
