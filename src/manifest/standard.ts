/** By whose rules a manifest is judged: those of 0.7, which go for every version in use, or the draft of 1.0. */
export type Standard = '0.7' | '1.0-rc';
