import t from 'tap';
import { madeUpRegister, madeUpSpellings, measureMatching } from '../../scripts/lib/made-up-bodies.ts';
import { type Body, BodyIndex } from '../../src/adopters/body-index.ts';
import { type Match, matchBody } from '../../src/adopters/match.ts';
import { nameForm } from '../../src/adopters/name-form.ts';

const body = (id: string, name: string, type: string, country: string, more: Partial<Body> = {}): Body => ({
  ...{ id, type, country },
  ...more,
  names: [name, ...(more.names ?? [])],
});

const index = new BodyIndex([
  body('aarhus', 'Aarhus Kommune', 'municipality', 'DK', { names: ['Aarhus'], identifiers: ['kommunekode:0751'] }),
  body('kobenhavn', 'Københavns Kommune', 'municipality', 'DK', { names: ['København', 'City of Copenhagen'] }),
  body('sjaelland', 'Region Sjælland', 'region', 'DK'),
  body('viborg', 'Viborg Kommune', 'municipality', 'DK', { names: ['Viborg'] }),
  body('region-viborg', 'Region Viborg', 'region', 'DK'),
  body('bergen-no', 'Bergen kommune', 'municipality', 'NO'),
  body('bergen-nl', 'Gemeente Bergen', 'municipality', 'NL'),
  body('castro-bg', 'Comune di Castro', 'municipality', 'IT', { subdivision: 'IT-BG', identifiers: ['ipa:c_c337'] }),
  body('castro-le', 'Comune di Castro', 'municipality', 'IT', { subdivision: 'IT-LE', identifiers: ['ipa:c_c338'] }),
  body('roma', 'Comune di Roma', 'municipality', 'IT', { names: ['Roma'], identifiers: ['ipa:c_h501', 'ipa:double1'] }),
  body('milano', 'Università degli Studi di Milano', 'education', 'IT', { identifiers: ['ipa:double1'] }),
  body('lyon', 'Lyon', 'municipality', 'FR', { names: ['Métropole test'] }),
  body('firm', 'AnciLab S.r.l.', 'firm', 'IT'),
  body('nowhere', 'Somewhere Town Council', 'municipality', ''),
]);

const found = (name: string, countries: string[] = [], country?: string): string => {
  const match: Match = matchBody(index, { name, countries, country });
  if (match.is === 'matched') return match.body.id;
  return match.is === 'unsure' ? `? ${match.candidates.map((one) => one.body.id).join(' ')}` : '-';
};

t.test('a body is found in the spellings that people use', async (t) => {
  for (const name of [
    'Aarhus Kommune',
    'Århus Kommune',
    'århus kommune',
    'AARHUS KOMMUNE',
    'Aarhus Kommunen',
    'Aarhus',
  ])
    t.equal(found(name, ['DK']), 'aarhus', name);
  for (const name of [
    'Københavns Kommune',
    'København Kommune',
    'Koebenhavns Kommune',
    'Kbh. Kommune',
    'City of Copenhagen',
  ])
    t.equal(found(name, ['DK']), 'kobenhavn', name);
  for (const name of ['Ville de Lyon', 'Mairie de Lyon', 'Commune de Lyon', 'Lyon'])
    t.equal(found(name, ['FR']), 'lyon', name);
  for (const name of ['Comune di Roma', 'Il Comune di Roma', 'Roma, Comune di', 'COMUNE DI ROMA', 'Roma'])
    t.equal(found(name, ['IT']), 'roma', name);
  t.equal(found('Ancilab SRL', ['IT']), 'firm');
  t.equal(found('Universita degli studi di Milano', ['IT']), 'milano');
  t.equal(found('Aarhus Kommune', [], 'DK'), 'aarhus', 'the source says the country');
  t.equal(found('Aarhus Kommune, Danmark'), 'aarhus', 'the name says it');
  t.equal(found('Bergen kommune (Norge)', ['NL']), 'bergen-no', 'the name says another one than the software');
});

t.test('nothing is matched across countries by its name alone', async (t) => {
  t.equal(found('Aarhus Kommune'), '? aarhus');
  t.match(found('Bergen'), /^\? bergen/);
  t.match(found('Aarhus Kommune', ['SE']), /^\? aarhus/);
  t.match(found('Gemeente Bergen', ['NO']), /^\? bergen/, 'the word is not of that country');
  t.equal(found('Bergen kommune', ['NO', 'NL']), 'bergen-no', 'the word leaves one of the two countries');
  t.match(found('Ville de Lyon', ['FR', 'BE']), /^\? lyon/, 'both countries have the word');
  t.match(found('Aarhus Kommune, Danmark', [], 'SE'), /^\? aarhus/, 'name and source say different countries');
  t.match(found('Somewhere Town Council', ['GB']), /^\? nowhere/, 'nobody knows where the body is');
});

t.test('kinds of one name are told apart, and a part is not its body', async (t) => {
  t.equal(found('Region Sjælland', ['DK']), 'sjaelland');
  t.equal(found('Viborg Kommune', ['DK']), 'viborg');
  t.equal(found('Region Viborg', ['DK']), 'region-viborg');
  t.match(found('Viborg', ['DK']), /^\? viborg region-viborg|^\? region-viborg viborg/, 'a bare name of two');
  t.match(found('Sjælland Kommune', ['DK']), /^\? /);
  for (const name of [
    'Aarhus Kommune, Sundhed og Omsorg',
    'ITK, Aarhus Kommune',
    'Aarhus Kommune Teknik og Miljø',
    'Sundhed (Aarhus Kommune)',
  ])
    t.match(found(name, ['DK']), /^\? aarhus/, name);
  t.match(found('Direction du numérique de la Ville de Lyon', ['FR']), /^\? lyon/);
  t.match(found('Municipio IX di Roma', ['IT']), /^\? roma/);
  t.match(found('Bergen kommune', ['NO'], undefined), 'bergen-no');
});

t.test('two of one name are told apart only by what stands beside it', async (t) => {
  t.equal(found('Comune di Castro', ['IT']), '? castro-bg castro-le');
  t.equal(found('Comune di Castro (BG)', ['IT']), 'castro-bg');
  t.equal(found('Comune di Castro (LE)', ['IT']), 'castro-le');
  t.match(found('Comune di Castro (MI)', ['IT']), /^\? castro/);
  t.equal(found('Københavns Kommune (København)', ['DK']), 'kobenhavn', 'another of its names');
});

t.test('an identifier that nobody writes for something else needs no country', async (t) => {
  t.equal(found('C_H501'), 'roma');
  t.equal(found('0751'), '-', 'digits alone can be anything');
  t.equal(found('double1'), '-', 'two bodies have it');
});

t.test('what is like nothing stays text, and nobody is asked about it', async (t) => {
  t.equal(found('Zzyzx', ['DK']), '-');
  t.equal(found('', ['DK']), '-');
  t.equal(found('()', ['DK']), '-');
  t.equal(found('Kommune', ['DK']), '-', 'a kind alone');
  t.match(found('Arhus Komune', ['DK']), /^\? aarhus/, 'typing errors are left to a person');
});

t.test('a name is taken apart', async (t) => {
  t.match(nameForm('Universität Köln'), { kind: 'university', cores: ['koln', 'koeln'] });
  t.match(nameForm('Universitaet Koeln'), { kind: 'university', cores: ['koeln'] });
  t.match(nameForm('Saint-Denis'), { kind: null, cores: ['saint-denis'] });
  t.match(nameForm('Sankt Gallen, Kanton'), { kind: 'region', cores: ['st gallen'] });
  t.match(nameForm('Fælles A/S'), { rest: ['S'] });
});

t.test('of invented spellings against an invented register hardly any match is wrong', async (t) => {
  const register = madeUpRegister(2_000, 1);
  const { wrong, ...figures } = measureMatching(register, madeUpSpellings(register, 300, 101));
  t.ok(figures.right / figures.automatic >= 0.995, JSON.stringify(wrong));
  t.ok(figures.matched / figures.inRegister >= 0.6, JSON.stringify(figures));
  t.ok(figures.mostCandidates <= 3);
  t.ok(figures.offered / figures.queued > 0.5, 'the right body is among the candidates');
});
