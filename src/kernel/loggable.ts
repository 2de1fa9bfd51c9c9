/** An error as it may be logged: what it is and where it came from, without its message. */
export interface Loggable {
  type: string;
  code?: string;
  /** Frames of the stack, one a line. */
  stack: string;
  cause?: Loggable;
}

const FRAMES = 20;
const CAUSES = 3;
const WORD = /^\w{1,60}$/;
const FRAME = /^ {4}at .{1,300}$/;

/** The message of an error can quote what came in, a person's mail address too; name, code and frames cannot. */
export function loggable(error: unknown, causes = CAUSES): Loggable {
  if (!(error instanceof Error)) return { type: typeof error, stack: '' };
  const { name, message, cause, code } = error as Error & { code?: unknown };
  // Behind the message, which may hold lines that look like frames.
  const stack = (error.stack ?? '').replace(message, '');
  const frames = stack.split('\n').filter((line) => FRAME.test(line));
  return {
    type: WORD.test(name) ? name : 'Error',
    ...(typeof code === 'string' && WORD.test(code) ? { code } : {}),
    stack: frames.slice(0, FRAMES).join('\n'),
    ...(cause === undefined || causes === 0 ? {} : { cause: loggable(cause, causes - 1) }),
  };
}
