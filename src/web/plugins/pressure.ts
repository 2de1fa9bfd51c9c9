import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';

/**
 * Sheds requests with `overloaded` while the event loop is late by more than `maxDelayMs` (mean of the last second); 0
 * never does. Routes with `OPEN_UNDER_PRESSURE` are answered all the same. Also measures that delay for the metrics.
 */
export async function shedUnderPressure(app: FastifyInstance, maxDelayMs: number): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: maxDelayMs,
    pressureHandler: async () => {
      throw new CodedError('overloaded');
    },
  });
}

/** Route configuration for what watches over the process: it must not take a busy one for a dead one. */
export const OPEN_UNDER_PRESSURE = { config: { pressureHandler: () => undefined } };
