import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';

const SAMPLE_MS = 1_000;

/**
 * Sheds requests with `overloaded` while the event loop is late by more than `maxDelayMs` (mean of the last second); 0
 * never does. Routes with `OPEN_UNDER_PRESSURE` are answered all the same. Also measures that delay for the metrics.
 * What the start itself held up is no reason to send away the first who come: the samples that it is part of are passed by.
 */
export async function shedUnderPressure(app: FastifyInstance, maxDelayMs: number): Promise<void> {
  let starting = false;
  app.addHook('onListen', async () => {
    starting = true;
    setTimeout(() => {
      starting = false;
    }, 2 * SAMPLE_MS).unref();
  });
  await app.register(underPressure, {
    maxEventLoopDelay: maxDelayMs,
    sampleInterval: SAMPLE_MS,
    pressureHandler: async () => {
      if (!starting) throw new CodedError('overloaded');
    },
  });
}

/** Route configuration for what watches over the process: it must not take a busy one for a dead one. */
export const OPEN_UNDER_PRESSURE = { config: { pressureHandler: () => undefined } };
