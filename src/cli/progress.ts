import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Context, Io } from './command.ts';
import { count } from './text.ts';

/** Says how far long work is. */
export interface Progress {
  /** May be called as often as one likes. A total of 0 is one that is not known. */
  update(done: number, total: number): void;
  /** Takes the bar away, so that other text can follow. It comes back with the next update. */
  clear(): void;
}

const BAR = 24;
const SILENT: Progress = { update: () => undefined, clear: () => undefined };

/**
 * Progress on standard error: a bar on a terminal, elsewhere a line now and then, with `--json` nothing. Work that is
 * over quickly shows nothing elsewhere than on a terminal.
 */
export function progressOf({ io, clock, json }: Pick<Context, 'io' | 'clock' | 'json'>, what: string): Progress {
  if (json) return SILENT;
  return io.errIsTerminal ? bar(io, clock, what) : lines(io, clock, what);
}

function bar(io: Io, clock: Clock, what: string): Progress {
  const began = clock.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    update(done, total) {
      if (clock.now() - drawn < LIMITS.progressBarMs && done !== total) return;
      drawn = clock.now();
      shown = true;
      io.err(`\r${what} ${drawing(done, total)} ${amount(done, total)}${left(done, total, drawn - began)}\u001b[K`);
    },
    clear() {
      if (shown) io.err('\r\u001b[K');
      shown = false;
    },
  };
}

function lines(io: Io, clock: Clock, what: string): Progress {
  let said = clock.now();
  return {
    update(done, total) {
      if (clock.now() - said < LIMITS.progressLineMs) return;
      said = clock.now();
      io.err(`${what} ${amount(done, total)}\n`);
    },
    clear: () => undefined,
  };
}

function drawing(done: number, total: number): string {
  const full = total > 0 ? Math.min(BAR, Math.floor((done / total) * BAR)) : 0;
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}

const amount = (done: number, total: number): string =>
  total > 0 ? `${count(done)} of ${count(total)}` : `${count(done)}`;

/** The time that is left, once there is something to judge by. */
function left(done: number, total: number, ms: number): string {
  if (total <= done || done === 0 || ms < 2_000) return '';
  return `, ${Math.ceil(((ms / done) * (total - done)) / 1000)} s left`;
}
