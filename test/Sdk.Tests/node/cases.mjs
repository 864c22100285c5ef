// What every client must get through the sidecar from every provider, in one list. A case throws where it does not.
import assert from 'node:assert/strict';

const hello = 'Hello from the fake provider.';
const pixel = { type: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==' };
const pixelBytes = Buffer.from(pixel.data, 'base64').length;
const weather = { name: 'get_weather', description: 'The weather of a city.', schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
const time = { name: 'get_time', description: 'The time in a zone.', schema: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] } };
const schema = { type: 'object', properties: { city: { type: 'string' }, degrees: { type: 'integer' } }, required: ['city', 'degrees'], additionalProperties: false };
const user = text => ({ role: 'user', text });
const resultsOf = (calls, texts) => ({ results: calls.map((call, index) => ({ id: call.id, given: call.given, name: call.name, text: texts[index] })) });

// ask: (more) => the client's answer in common words, for this model and streamed or not.
export const cases = {
  text: async ({ ask, streamed }) => {
    const answer = await ask({ turns: [user('Say hello.')] });
    assert.equal(answer.text, hello);
    assert.equal(answer.stop, 'end');
    if (streamed) assert.ok(answer.pieces > 1, `${answer.pieces} pieces`);
  },
  system: async ({ ask }) => includes(await ask({ system: 'Be terse.', turns: [user('fake:asked now')] }), 'system[Be terse.]'),
  turns: async ({ ask }) => includes(
    await ask({ turns: [user('fake:asked one'), { role: 'assistant', text: 'two' }, user('three')] }), 'turns[user: fake:asked one | assistant: two | user: three]'),
  sampling: async ({ ask }) => includes(await ask({ maxTokens: 77, temperature: 0.5, turns: [user('fake:asked now')] }), 'max[77] temperature[0.5]'),
  stop: async ({ ask }) => includes(await ask({ stop: ['END'], turns: [user('fake:asked now')] }), 'stop[END]'),
  usage: async ({ ask }) => {
    const { usage } = await ask({ turns: [user('Say hello.')] });
    assert.deepEqual(usage, { input: 2, output: 5, cached: 0 });
  },
  'cached usage': async ({ ask }) => {
    const { usage } = await ask({ turns: [user('fake:cached please')] });
    assert.deepEqual(usage, { input: 66, output: 5, cached: 64 });
  },
  tools: async ({ ask }) => {
    const turns = [user('fake:tool Weather in Paris?')];
    const first = await ask({ turns, tools: [weather] });
    assert.deepEqual(first.calls.map(({ name, args }) => ({ name, args })), [{ name: 'get_weather', args: { city: 'Paris' } }]);
    assert.equal(first.stop, 'tools');
    const second = await ask({ turns: [...turns, first.turn, resultsOf(first.calls, ['21 degrees'])], tools: [weather] });
    assert.equal(second.text, 'The tools say: 21 degrees');
  },
  'parallel tools': async ({ ask }) => {
    const turns = [user('fake:parallel-tools Weather in Paris, time in Tokyo?')];
    const first = await ask({ turns, tools: [weather, time] });
    assert.deepEqual(first.calls.map(({ name, args }) => ({ name, args })), [{ name: 'get_weather', args: { city: 'Paris' } }, { name: 'get_time', args: { zone: 'Asia/Tokyo' } }]);
    const second = await ask({ turns: [...turns, first.turn, resultsOf(first.calls, ['21 degrees', 'noon'])], tools: [weather, time] });
    assert.equal(second.text, 'The tools say: 21 degrees; noon');
  },
  'tool choice any': async ({ ask }) => includes(await ask({ turns: [user('fake:asked now')], tools: [weather, time], choice: 'any' }), 'choice[any]'),
  'tool choice named': async ({ ask }) => {
    const { text } = await ask({ turns: [user('fake:asked now')], tools: [weather, time], choice: 'tool:get_time' });
    // A provider that cannot name a tool is given that one alone, and told to use it.
    assert.ok(text.includes('choice[tool:get_time]') || text.includes('tools[get_time] choice[any]'), `it was understood as: ${text}`);
  },
  image: async ({ ask }) => assert.equal((await ask({ turns: [{ image: pixel, text: 'fake:image What is this?' }] })).text, `I see image/png of ${pixelBytes} bytes.`),
  'structured output': async ({ ask }) => assert.deepEqual(JSON.parse((await ask({ schema, turns: [user('fake:json Weather in Paris?')] })).text), { city: 'Paris', degrees: 21 }),
  reasoning: async ({ ask }) => {
    const turns = [user('fake:thinking Weather in Paris?')];
    const first = await ask({ turns, tools: [weather], reasoning: true });
    assert.equal(first.calls[0]?.name, 'get_weather');
    if (first.reasoning) assert.equal(first.reasoning, 'The user greets me, so I greet back.');
    const second = await ask({ turns: [...turns, first.turn, resultsOf(first.calls, ['21 degrees'])], tools: [weather], reasoning: true });
    assert.equal(second.text, 'The tools say: 21 degrees');
  },
  length: async ({ ask }) => assert.equal((await ask({ turns: [user('fake:length please')] })).stop, 'length'),
  refusal: async ({ ask }) => {
    const answer = await ask({ turns: [user('fake:refusal please')] });
    assert.ok(['refusal', 'filter'].includes(answer.stop) || answer.text === 'I cannot help with that.', `${answer.stop}: ${answer.text}`);
  },
  'content filter': async ({ ask, failure }) => {
    const outcome = await failure(ask({ turns: [user('fake:content-filter please')] }));
    assert.ok(outcome.error?.status === 400 || ['refusal', 'filter'].includes(outcome.answer?.stop), JSON.stringify(outcome));
  },
  'context length': async context => fails(context, 'fake:context-length please', 400),
  'error 400': async context => fails(context, 'fake:error-400 please', 400),
  'error 401': async context => fails(context, 'fake:error-401 please', ...(context.direct ? [400, 401, 403] : [502])),
  'error 403': async context => fails(context, 'fake:error-403 please', 403),
  'error 404': async context => fails(context, 'fake:error-404 please', 404),
  'error 429': async context => {
    const error = await fails(context, 'fake:error-429-7 please', 429);
    if (context.hasHeaders) assert.equal(error.retryAfter, '7');
  },
  'error 500': async context => fails(context, 'fake:error-500 please', 500, 502),
  'error in stream': async ({ ask, failure, streamed }) => {
    const { error } = await failure(ask({ turns: [user('fake:error-in-stream please')] }));
    assert.ok(error, 'no error');
    if (!streamed) assert.ok(error.status >= 500, `${error.status}`);
  },
  cut: async ({ ask, failure }) => assert.ok((await failure(ask({ turns: [user('fake:cut please')] }))).error, 'no error'),
  garbage: async ({ ask, failure, direct }) => direct || assert.ok((await failure(ask({ turns: [user('fake:garbage please')] }))).error, 'no error'),
  abort: async ({ ask, failure, streamed }) => {
    const abort = new AbortController();
    const { answer, error } = await failure(ask({ turns: [user('fake:long-10 please')], signal: abort.signal, onPiece: pieces => streamed && pieces >= 5 && (abort.abort(), true), ...(streamed ? {} : { signal: AbortSignal.timeout(300), turns: [user('fake:slow-15000 please')] }) }));
    assert.ok(error || answer.pieces >= 5, JSON.stringify(answer));
  },
  'n = 2': async ({ ask }) => assert.equal((await ask({ turns: [user('Say hello.')], n: 2 })).choices, 2),
  logprobs: async ({ ask }) => assert.ok((await ask({ turns: [user('Say hello.')], logprobs: true })).logprobs > 0),
  'count tokens': async ({ client, model }) => assert.equal(await client.count(model, 'Count these four words'), 4),
  embeddings: async ({ client, model }) => {
    const { vectors } = await client.embed(`embed-${model}`, ['Say hello.', 'Say goodbye.']);
    assert.deepEqual(vectors.map(vector => vector.length), [8, 8]);
    assert.ok(Math.abs(vectors[0][0] - 10 / 16) < 1e-6, `${vectors[0][0]}`);
  },
};

// What is asked of some clients alone, and once: there is nothing to stream in a count.
export const asksOf = { 'count tokens': client => client.count, embeddings: client => client.embed };
export const onlyFor = { 'n = 2': ['openai'], logprobs: ['openai'], stop: ['openai', 'anthropic', 'gemini', 'bedrock'], 'structured output': ['openai', 'responses', 'anthropic', 'gemini'] };
export const wholeOnly = new Set(['count tokens', 'embeddings']);

function includes(answer, expected) {
  assert.ok(answer.text.includes(expected), `it was understood as: ${answer.text}`);
}

async function fails({ ask, failure }, text, ...statuses) {
  const { error, answer } = await failure(ask({ turns: [{ role: 'user', text }] }));
  assert.ok(error, `no error but ${JSON.stringify(answer)}`);
  assert.ok(statuses.includes(error.status), `${error.name} ${error.status}: ${error.message}`);
  return error;
}
