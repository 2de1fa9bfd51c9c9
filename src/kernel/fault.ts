/** So many frames of a stack are enough to find the place. */
const MOST_FRAMES = 12;
/** Frames alone: `    at name (file:line:column)`. The message before them may run over several lines. */
const FRAME = /^ {4}at .{1,300}$/;

/** An error without its message, for the log: a message may quote what somebody wrote, names and addresses with it. */
export interface Fault {
  name: string;
  frames: string[];
}

/** The class of an error and where it was thrown. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  // The stack begins with the message as it was when the error was made.
  const stack = (error.stack ?? '').replace(error.message, '');
  const frames = stack.split('\n').filter((line) => FRAME.test(line));
  return { name: error.constructor.name, frames: frames.slice(0, MOST_FRAMES).map((line) => line.trim()) };
}
