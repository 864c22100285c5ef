// One scenario a run, named by the argument; prints one JSON line of what the official client saw.
import OpenAI from 'openai';

let sent;
const client = new OpenAI({
  maxRetries: 0,
  timeout: 120_000,
  fetch: (url, init) => {
    sent = init?.body;
    return fetch(url, init);
  },
});
const user = content => [{ role: 'user', content }];
const ask = (model, more = {}) => client.chat.completions.create({ model, messages: user('Say hello.'), ...more });

async function collect(stream, each = () => {}) {
  const seen = { text: '', events: 0, usageEvents: 0, totalTokens: 0 };
  for await (const chunk of stream) {
    seen.events++;
    seen.text += chunk.choices[0]?.delta?.content ?? '';
    if (chunk.usage) {
      seen.usageEvents++;
      seen.totalTokens = chunk.usage.total_tokens;
    }
    each(seen);
  }
  return seen;
}

const scenarios = {
  json: async () => {
    const answer = await ask('fast');
    return { text: answer.choices[0].message.content, totalTokens: answer.usage.total_tokens };
  },
  stream: async () => collect(await ask('fast', { stream: true })),
  'stream-usage': async () => collect(await ask('fast', { stream: true, stream_options: { include_usage: true } })),
  tools: async () => {
    const answer = await ask('tool-call', {
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }],
      tool_choice: 'auto',
    });
    const call = answer.choices[0].message.tool_calls[0].function;
    return { tool: `${call.name} ${call.arguments}`, sent };
  },
  unknown: async () => {
    await client.post('/chat/completions', {
      body: { x_first: [1, 2.50, 1e3, null], model: 'gpt-4o-mini', messages: user('Grüße "quoted" \u{1F600} \\ back'), x_last: { deep: { '': [{}] } }, seed: 12345678901234567890n.toString() },
    });
    return { sent };
  },
  models: async () => ({ models: (await client.models.list()).data.map(model => model.id) }),
  denied: () => ask('forbidden'),
  'denied-stream': () => ask('forbidden', { stream: true }),
  missing: () => ask('no-such-model'),
  malformed: () => client.post('/chat/completions', { body: '{"model":"fast","messages":[', headers: { 'content-type': 'application/json' } }),
  limited: () => ask('error-429'),
  failing: () => ask('failing'),
  recovering: async () => ({ text: (await ask('recovering')).choices[0].message.content }),
  abort: async () => {
    const stream = await ask('long-20', { stream: true });
    return collect(stream, seen => seen.events === 5 && stream.controller.abort());
  },
  cut: async () => collect(await ask('cut', { stream: true })),
  long: async () => collect(await ask('long-20', { stream: true }), seen => seen.events === 5 && console.log('streaming')),
};

let result;
try {
  result = await scenarios[process.argv[2]]();
} catch (error) {
  result = { error: error.constructor.name, status: error.status, code: error.code, message: error.message, retryAfter: error.headers?.get('retry-after') };
}
console.log(JSON.stringify(result));
