import semver from 'semver';
import type { Observation } from '../schemas.gen.ts';
import { daysBetween } from './days.ts';
import { busyMonths, type Evidence, lastSignOf, releasesOf, rhythmOf, styleOf } from './evidence.ts';
import { OWN_FORMULA } from './formulas.ts';
import { atLeast, atMost, type Part, part } from './part.ts';

const F = OWN_FORMULA;

/** The sides of a product that are seen in its repositories. */
export function observedParts(evidence: Evidence): Part[] {
  const { main } = evidence;
  if (main === null) return UNSEEN.map((id) => part(id, 'not-known', 'nothing-seen'));
  return [activity(evidence), releases(main), versions(main), contributors(main), age(evidence), answers(main)];
}

const UNSEEN = ['activity', 'releases', 'versions', 'contributors', 'age', 'answers'] as const;

/** Over all repositories: the product lives where its parts do. */
function activity({ main, all }: Evidence): Part {
  const o = main as Observation;
  if (o.state !== 'alive' && o.state !== 'moved') return part('activity', 'weak', 'state', { state: o.state }, o.read);
  const signs = all.flatMap((one) => {
    const date = lastSignOf(one);
    return date === undefined ? [] : [{ date, one, days: daysBetween(date, one.read) }];
  });
  const newest = signs.sort((a, b) => a.days - b.days)[0];
  if (newest === undefined) return part('activity', 'not-known', 'no-dates', {}, o.read);
  const { date, days, one } = newest;
  const rhythm = rhythmOf(one);
  const inputs = { date, days, ...(rhythm === undefined ? {} : { rhythm }) };
  const standing = atMost(days, F.activity);
  if (standing !== 'strong' && rhythm !== undefined && days <= F.activity.rhythms * rhythm)
    return part('activity', 'strong', 'own-rhythm', inputs, one.read);
  return part('activity', standing, 'last-sign', inputs, one.read);
}

function releases(o: Observation): Part {
  const style = styleOf(o, F.releases.rollingMonths);
  const months = busyMonths(o);
  if (style === 'rolling') return part('releases', 'strong', 'rolling', { months: months ?? 0 }, o.read);
  if (style === 'none') return part('releases', 'weak', 'none', {}, o.read);
  const [newest] = releasesOf(o);
  if (newest?.date === undefined) return part('releases', 'not-known', newest ? 'no-dates' : 'not-looked', {}, o.read);
  const days = daysBetween(newest.date, o.read);
  const rhythm = rhythmOf(o);
  const inputs = { name: newest.name, date: newest.date, days, ...(rhythm === undefined ? {} : { rhythm }) };
  return part('releases', atMost(days, F.releases), style === 'dumps' ? 'dumps' : 'newest', inputs, o.read);
}

/** Versions made of a year: `2024.05`, `24.10`, `20240501`. They promise nothing about changes, and are kept in order. */
const CALENDAR = /^(?:20\d\d|1\d|2\d)[.-]?(?:0?[1-9]|1[0-2])(?:[.-]?\d{1,2})?(?:[.-]\d+)?$/;

function versions(o: Observation): Part {
  const names = releasesOf(o);
  const style = styleOf(o, F.releases.rollingMonths);
  if (style === 'rolling') return part('versions', 'does-not-apply', 'rolling', {}, o.read);
  if (names.length < F.versions.atLeast)
    return part('versions', 'not-known', 'too-few', { count: names.length }, o.read);
  const semantic = names.filter(({ name }) => isSemantic(name)).length;
  const calendar = names.filter(({ name }) => CALENDAR.test(name)).length;
  if (calendar > semantic && calendar / names.length >= F.versions.strong)
    return part('versions', 'fair', 'calendar', { count: names.length, calendar }, o.read);
  const backwards = outOfOrder(names.filter(({ name }) => isSemantic(name)));
  const inputs = { count: names.length, semantic, backwards };
  const standing = atLeast(semantic / names.length, F.versions);
  if (backwards > 0 && standing === 'strong') return part('versions', 'fair', 'backwards', inputs, o.read);
  return part('versions', standing, 'share', inputs, o.read);
}

/** `1.2.3` and pre-releases of it (Semantic Versioning 2.0.0). */
const isSemantic = (name: string): boolean => semver.valid(name) !== null && !CALENDAR.test(name.replace(/^0+/, ''));

/** How often a later release of the same major version has a lower number: older lines may go on beside newer ones. */
function outOfOrder(names: { name: string; date?: string }[]): number {
  const highest = new Map<string, string>();
  let count = 0;
  for (const { name, date } of [...names].reverse()) {
    if (date === undefined) continue;
    const line = `${semver.major(name)}.${semver.minor(name)}`;
    const known = highest.get(line);
    if (known !== undefined && semver.lt(name, known)) count += 1;
    else highest.set(line, name);
  }
  return count;
}

function contributors(o: Observation): Part {
  const { recent, busFactor, total } = o.contributors ?? {};
  if (styleOf(o, F.releases.rollingMonths) === 'dumps')
    return part('contributors', 'not-known', 'dumps', total === undefined ? {} : { total }, o.read);
  if (recent === undefined)
    return part('contributors', 'not-known', 'not-counted', total === undefined ? {} : { total }, o.read);
  const inputs = {
    recent,
    ...(busFactor === undefined ? {} : { busFactor }),
    ...(total === undefined ? {} : { total }),
  };
  const narrow = busFactor !== undefined && busFactor < F.contributors.strongBus;
  const standing = atLeast(recent, F.contributors);
  return part('contributors', standing === 'strong' && narrow ? 'fair' : standing, 'recent', inputs, o.read);
}

function age({ all, main }: Evidence): Part {
  const read = (main as Observation).read;
  const first = all.flatMap(({ firstActivity }) => firstActivity ?? []).sort()[0];
  if (first === undefined) return part('age', 'not-known', 'not-looked', {}, read);
  const days = daysBetween(first, read);
  return part('age', atLeast(days, F.age), 'first', { date: first, days }, read);
}

function answers(o: Observation): Part {
  const { answers, enabled } = o.issues ?? {};
  if (enabled === false) return part('answers', 'not-known', 'no-tracker', {}, o.read);
  if (answers === undefined) return part('answers', 'not-known', 'not-counted', {}, o.read);
  const { opened = 0, answered = 0, meanDays } = answers;
  if (meanDays === undefined || answered === 0) {
    const silent = opened > 0 && answers.opened !== undefined && answers.answered !== undefined;
    return silent
      ? part('answers', 'weak', 'silent', { opened }, o.read)
      : part('answers', 'not-known', 'no-issues', {}, o.read);
  }
  return part('answers', atMost(meanDays, F.answers), 'mean', { meanDays, opened, answered }, o.read);
}
