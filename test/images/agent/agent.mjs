// An agent that knows nothing of the gateway: it has the official OpenAI client, the environment that its pod gives it, and one step to do.
// Every step prints JSON lines; `at` is milliseconds since 1970.
//
//   call MODEL [PROMPT]            one answer
//   call-direct MODEL [PROMPT]     one answer by the client's built-in host, as if nobody had set anything
//   stream MODEL [PROMPT]          one answer in events; says when it began, and how it ended
//   models                         what it may use
//   loop MODEL MS [SECONDS]        calls, one each MS milliseconds, numbered in the prompt; without SECONDS until its input ends
//   worker MODEL MS                the same until it is told to end, and a second longer, as one that finishes its work; prints what failed, and a sum at the end
//   until MODEL allowed|denied     calls until that is so
//   servers                        the tool servers that it is told of, by its file and by its variable
//   tools SERVER                   what a tool server lists
//   tool SERVER NAME [JSON]        one call of a tool
//   until-tool SERVER NAME JSON    calls of a tool until one is answered
//   idle                           call, stream, then nothing for ever: what a Deployment runs
//   search FOLDER NEEDLE...        looks for texts (given reversed, so that its own command line is no find) in all it can read
//   ask URL                        what the API server answers to the pod's own token
//   knock URL TOKEN_FILE PATH      opens the operator's stream with a token and prints what comes
//   trip                           fails
import { createHash } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import * as tools from './tools.mjs';

const print = line => process.stdout.write(JSON.stringify({ at: Date.now(), ...line }) + '\n');
const ask = (model, prompt) => ({ model, messages: [{ role: 'user', content: prompt ?? 'hello' }] });
// No second attempt by the client: what happened to a call is what the step says.
const client = () => new OpenAI({ maxRetries: 0, timeout: 120_000 });

const failure = error => ({
  ok: false, class: error?.constructor?.name ?? 'Error', status: error?.status ?? null, code: error?.code ?? null,
  type: error?.type ?? null, message: String(error?.message ?? error), permissionDenied: error instanceof OpenAI.PermissionDeniedError,
});

async function call(model, prompt) {
  try {
    const answer = await client().chat.completions.create(ask(model, prompt));
    return { ok: true, status: 200, text: answer.choices[0].message.content, tokens: answer.usage?.total_tokens ?? null };
  } catch (error) {
    return failure(error);
  }
}

async function stream(model, prompt) {
  let events = 0, text = '';
  try {
    for await (const event of await client().chat.completions.create({ ...ask(model, prompt), stream: true })) {
      text += event.choices[0]?.delta?.content ?? '';
      if (events++ === 0) print({ step: 'stream', began: true });
    }
    return { ok: true, status: 200, events, text: text.slice(0, 200) };
  } catch (error) {
    return { ...failure(error), events };
  }
}

async function models() {
  try {
    const page = await client().models.list();
    return { ok: true, models: page.data.map(model => model.id).sort() };
  } catch (error) {
    return failure(error);
  }
}

async function loop(model, milliseconds, seconds) {
  let end = seconds ? Date.now() + Number(seconds) * 1000 : Infinity;
  if (!seconds) process.stdin.once('end', () => { end = 0; }).resume();
  for (let number = 0; Date.now() < end; number++) {
    const began = Date.now();
    const outcome = await call(model, `loop ${number}`);
    print({ step: 'loop', number, began, ...outcome });
    await pause(Math.max(0, began + Number(milliseconds) - Date.now()));
  }
}

async function worker(model, milliseconds) {
  let end = Infinity, calls = 0, failed = 0;
  process.once('SIGTERM', () => { end = Date.now() + 1000; });
  for (; Date.now() < end; calls++) {
    const outcome = await call(model, `worker ${calls}`);
    if (!outcome.ok) { failed++; print({ step: 'worker', number: calls, ...outcome }); }
    await pause(Number(milliseconds));
  }
  return { ok: failed === 0, calls, failed };
}

async function until(wanted, attempt) {
  const end = Date.now() + 180_000;
  for (let number = 0; Date.now() < end; number++) {
    const outcome = await attempt(number);
    const found = outcome.ok ? 'allowed' : outcome.status === 403 || outcome.reason ? 'denied' : 'failed';
    if (number === 0) print({ step: 'until', first: found });
    if (found === wanted) return { ok: true, calls: number + 1 };
    await pause(10);
  }
  return { ok: false };
}

async function idle() {
  print({ step: 'call', ...await call(process.env.MODEL ?? 'fast') });
  print({ step: 'stream', ...await stream(process.env.MODEL ?? 'fast') });
  setInterval(() => {}, 1 << 30);
}

// Reads every file that this process may read, /proc too, in pieces that overlap by the longest needle.
function search(folder, reversed) {
  const needles = reversed.map(text => Buffer.from([...text].reverse().join('')));
  const overlap = Math.max(...needles.map(needle => needle.length));
  const found = needles.map(() => []);
  const piece = Buffer.alloc(1 << 20);
  let files = 0, refused = 0;
  const read = path => {
    const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      let kept = 0, total = 0;
      for (let count; total < 1 << 28 && (count = readSync(handle, piece, kept, piece.length - kept, null)) > 0; total += count) {
        const filled = piece.subarray(0, kept + count);
        needles.forEach((needle, index) => { if (found[index].length < 20 && filled.includes(needle) && !found[index].includes(path)) found[index].push(path); });
        kept = Math.min(overlap, filled.length);
        filled.copyWithin(0, filled.length - kept);
      }
    } finally {
      closeSync(handle);
    }
  };
  const walk = path => {
    try {
      const entry = lstatSync(path);
      if (entry.isDirectory()) return readdirSync(path).forEach(name => walk(join(path, name)));
      // A process's own memory holds what it looks for; kernel logs and pagemaps are no place for a key and do not end.
      if (!entry.isFile() || /^\/proc\/(.*\/)?(mem|pagemap|kmsg|kcore|kpage.*|clear_refs|sysrq-trigger)$/.test(path) || path.startsWith('/sys/')) return;
      read(path);
      files++;
    } catch {
      refused++;
    }
  };
  walk(folder);
  return { ok: true, files, refused, found };
}

const api = (url, token) => new Promise(resolve => {
  const call = request(url, { rejectUnauthorized: false, headers: token ? { authorization: `Bearer ${token}` } : {} }, answer => {
    let body = '';
    answer.on('data', data => { body += data; });
    answer.on('end', () => resolve({ ok: true, status: answer.statusCode, body: body.slice(0, 2000) }));
  });
  call.on('error', error => resolve(failure(error)));
  call.end();
});

const ownToken = () => readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token', 'utf8').trim();

// Says hello as a sidecar would, and gives back the status, and every line up to three seconds after the first.
const knock = (url, token, path) => new Promise(resolve => {
  const session = connect(url, { rejectUnauthorized: false });
  const lines = [];
  let status = null, rest = '', timer = null;
  const end = error => {
    clearTimeout(timer);
    session.destroy();
    resolve({ ok: !error, status, lines, message: error ? String(error.message) : null });
  };
  timer = setTimeout(end, 120_000);
  session.on('error', end);
  const flow = session.request({ ':method': 'POST', ':path': path, authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }, { endStream: false });
  flow.on('response', headers => { status = headers[':status']; });
  flow.on('data', data => {
    const parts = (rest + data).split('\n');
    rest = parts.pop();
    if (lines.length === 0 && parts.length > 0) { clearTimeout(timer); timer = setTimeout(end, 3000); }
    lines.push(...parts.filter(part => part));
  });
  flow.on('error', end);
  flow.on('end', () => end());
  flow.write(JSON.stringify({
    type: 'hello',
    hello: { protocol: 1, version: '0.1.0', epoch: createHash('sha256').update(String(process.hrtime.bigint())).digest('hex').slice(0, 16), features: [] },
  }) + '\n');
});

const [step, ...rest] = process.argv.slice(2);
const outcome = await ({
  call: () => call(...rest),
  'call-direct': () => { delete process.env.OPENAI_BASE_URL; return call(...rest); },
  stream: () => stream(...rest),
  models,
  loop: () => loop(...rest),
  worker: () => worker(...rest),
  until: () => until(rest[1], number => call(rest[0], `until ${number}`)),
  servers: tools.servers,
  tools: () => tools.list(...rest),
  tool: () => tools.call(...rest),
  'until-tool': () => until('allowed', () => tools.call(...rest)),
  idle,
  environment: () => ({ ok: true, environment: process.env }),
  search: () => search(rest[0], rest.slice(1)),
  ask: () => api(rest[0], ownToken()),
  knock: () => knock(rest[0], readFileSync(rest[1], 'utf8').trim(), rest[2]),
  trip: () => process.exit(1),
}[step] ?? (() => ({ ok: false, message: `no such step: ${step}` })))();
if (outcome) print({ step, ...outcome });
