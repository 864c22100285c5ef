// node play.mjs <v1|v2> <legs>: plays every case on each leg, at the server itself and through the sidecar, and prints a JSON line for each.
import { readFileSync } from 'node:fs';
import { cases } from './cases.mjs';

const { open } = await import(`./${process.argv[2]}.mjs`);
const servers = JSON.parse(readFileSync(new URL('servers.json', import.meta.url)));
const lanes = 8;

// How long a client waits before it takes a stream up again (patience): server-everything keeps what happens meanwhile, and sends nothing new on a stream that was taken up, so come back when all is said.

async function play({ leg, title, through }) {
  const cell = { client: leg.client, server: leg.name, case: title, through };
  let session;
  try {
    session = await open({ ...leg, patience: servers[leg.server].patience }, through ? leg.through : leg.direct);
    await within(cases[title](Object.assign(session, { leg, at: servers[leg.server] })));
    return { ...cell, passed: true };
  } catch (error) {
    return { ...cell, passed: false, message: `${error.constructor.name} ${error.code ?? ''}: ${error.message}`.slice(0, 400) };
  } finally {
    await session?.close().catch(() => {});
  }
}

function within(played) {
  let late;
  const bound = new Promise((_, fail) => { late = setTimeout(() => fail(new Error('it took more than two minutes')), 120_000); });
  return Promise.race([played, bound]).finally(() => clearTimeout(late));
}

const queue = JSON.parse(process.argv[3]).flatMap(leg => Object.keys(cases).flatMap(title => [false, true].map(through => ({ leg, title, through }))));
await Promise.all(Array.from({ length: lanes }, async () => {
  for (let next; (next = queue.shift());) console.log(JSON.stringify(await play(next)));
}));
process.exit(0);
