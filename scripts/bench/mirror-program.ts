/** `mirror-program.js DATA URL`: mirrors a catalogue into a new data folder, and says in one line of JSON what that took. */
import { openMirror } from './mirror.ts';

const [data = '', url = ''] = process.argv.slice(2);
const mirror = await openMirror(data, url);
const cpu = process.cpuUsage();
const start = performance.now();
// The second turn brings bodies that did not come with their leaves, if there are any.
for (let turns = 0; turns < 2; turns += 1) await mirror.turn();
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
const entries = (await mirror.store.counts()).live.reduce((sum, { count }) => sum + count, 0);
await mirror.close();
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, entries, memory }));
