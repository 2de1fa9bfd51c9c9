import t from 'tap';
import { video } from '../../../src/manifest/forms/video.ts';

t.test('a film stands on a service of the list', (t) => {
  for (const text of [
    'https://www.youtube.com/watch?v=a',
    'https://youtu.be/a',
    'https://VIMEO.com/1',
    'https://player.vimeo.com/video/1',
  ])
    t.equal(video(text), undefined, text);
  for (const text of [
    'https://www.youtube.com/embed/a',
    'https://youtu.be',
    'https://youtu.be/',
    'https://youtube.com/xyz',
    'https://www.vimeo.com/1',
  ]) {
    t.match(video(text), { rule: 'video', message: /not the address of a film/ }, text);
  }
  t.match(video('https://films.example/1'), { rule: 'video' });
  for (const host of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    t.match(video(`https://${host}/x`), { rule: 'video' }, host);
  t.match(video('films'), { rule: 'web-address' });
  t.end();
});

t.test('each star of a scheme stands for something', (t) => {
  t.equal(video('https://www.facebook.com/town/videos/1/'), undefined);
  t.match(video('https://www.facebook.com/'), { rule: 'video' });
  t.equal(video('https://beta.nebula.tv/videos/a'), undefined);
  t.match(video(`https://youtu.be/${'a'.repeat(2000)}`), { rule: 'video' }, 'too long');
  t.equal(video('https://vod.afreecatv.com/player/'), undefined, 'a scheme without a star');
  t.match(video('https://vod.afreecatv.com/player/1'), { rule: 'video' });
  const start = process.cpuUsage().user;
  video(`https://www.youtube.com/${'w'.repeat(1_000)}`);
  t.ok(process.cpuUsage().user - start < 100_000);
  t.end();
});
