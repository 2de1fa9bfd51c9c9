import { LANGUAGES } from '../../src/web/locales/text.ts';

const DAY_MS = 86_400_000;
const others = LANGUAGES.filter((lang) => lang !== 'en');

/** A language besides English, another one each day, so that all come round; `TEST_LANGUAGE` names it for a repetition. */
export const TURNING: string =
  process.env.TEST_LANGUAGE ?? (others[Math.floor(Date.now() / DAY_MS) % others.length] as string);
