// node matrix.mjs <client> <provider...>: plays every case with one client against every provider, whole and streamed, and prints a JSON line for each.
import { asksOf, cases, onlyFor, wholeOnly } from './cases.mjs';

const [name, ...providers] = process.argv.slice(2);
const { create } = await import(`./clients/${name}.mjs`);
const base = JSON.parse(process.env.MATRIX_BASE);
const client = create(base);
const lanes = 12;
const words = { openai: { 400: 'BadRequestError', 404: 'NotFoundError', 429: 'RateLimitError', 500: 'InternalServerError', 502: 'InternalServerError' } };
words.responses = words.anthropic = words.openai;
words.gemini = { 400: 'ApiError', 404: 'ApiError', 429: 'ApiError', 500: 'ApiError', 502: 'ApiError' };
words.bedrock = { 400: 'ValidationException', 404: 'ResourceNotFoundException', 429: 'ThrottlingException', 500: 'InternalServerException', 502: 'InternalServerException' };

const told = error => ({ ...client.classOf(error), message: String(error.message).slice(0, 600) });

// What came of a call, whichever way it ended; an error of a status must be the client's own class for it.
async function failure(call) {
  try {
    return { answer: await call };
  } catch (error) {
    const seen = told(error);
    const expected = words[name][seen.status];
    if (expected && seen.name !== expected) throw new Error(`status ${seen.status} raised ${seen.name}, not ${expected}: ${seen.message}`);
    return { error: seen };
  }
}

async function play({ provider, title, streamed }) {
  const ask = more => client.ask({ model: provider, stream: streamed, ...more });
  const result = { client: name, provider, case: title, streamed };
  try {
    await cases[title]({ client, model: provider, ask, failure, streamed, direct: base.direct, hasHeaders: name !== 'gemini' });
    return { ...result, passed: true };
  } catch (error) {
    return { ...result, passed: false, ...told(error) };
  }
}

const queue = [];
for (const provider of providers)
  for (const title of Object.keys(cases)) {
    if (onlyFor[title] && !onlyFor[title].includes(name) || asksOf[title] && !asksOf[title](client)) continue;
    for (const streamed of wholeOnly.has(title) ? [false] : [false, true]) queue.push({ provider, title, streamed });
  }

await Promise.all(Array.from({ length: lanes }, async () => {
  for (let next; (next = queue.shift());) console.log(JSON.stringify(await play(next)));
}));
process.exit(0);
