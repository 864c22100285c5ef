// The official Anthropic client.
import Anthropic from '@anthropic-ai/sdk';

export const dialect = 'anthropic';

export function create(base) {
  const client = new Anthropic({ baseURL: base.anthropic, apiKey: base.key, maxRetries: 0, timeout: 120_000 });
  return {
    client, ask: ask.bind(null, client), count: count.bind(null, client),
    classOf: error => ({ name: error.constructor.name, status: error.status, code: error.error?.error?.type, retryAfter: error.headers?.get?.('retry-after') }),
  };
}

const turnOf = turn => {
  if (turn.raw) return turn.raw;
  if (turn.results) return { role: 'user', content: turn.results.map(result => ({ type: 'tool_result', tool_use_id: result.id, content: result.text })) };
  if (turn.image) return { role: 'user', content: [{ type: 'text', text: turn.text }, { type: 'image', source: { type: 'base64', media_type: turn.image.type, data: turn.image.data } }] };
  return { role: turn.role ?? 'user', content: turn.text };
};

function bodyOf(asked) {
  const body = { model: asked.model, max_tokens: asked.maxTokens ?? 4096, messages: asked.turns.map(turnOf) };
  if (asked.system) body.system = asked.system;
  if (asked.temperature !== undefined) body.temperature = asked.temperature;
  if (asked.stop) body.stop_sequences = asked.stop;
  if (asked.tools) body.tools = asked.tools.map(tool => ({ name: tool.name, description: tool.description, input_schema: tool.schema }));
  if (asked.choice) body.tool_choice = asked.choice.startsWith('tool:') ? { type: 'tool', name: asked.choice.slice(5) } : { type: asked.choice };
  if (asked.schema) body.output_config = { format: { type: 'json_schema', schema: asked.schema } };
  if (asked.reasoning) body.thinking = { type: 'enabled', budget_tokens: 2048 };
  return body;
}

async function ask(client, asked) {
  const body = bodyOf(asked);
  if (!asked.stream) return answerOf(await client.messages.create(body, { signal: asked.signal }));
  const stream = client.messages.stream(body, { signal: asked.signal });
  let pieces = 0;
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') pieces++;
    if (asked.onPiece?.(pieces)) { stream.abort(); return { pieces }; }
  }
  return { ...answerOf(await stream.finalMessage()), pieces };
}

function answerOf(message) {
  return {
    text: message.content.filter(block => block.type === 'text').map(block => block.text).join(''),
    calls: message.content.filter(block => block.type === 'tool_use').map(block => ({ id: block.id, name: block.name, args: block.input })),
    reasoning: message.content.filter(block => block.type === 'thinking').map(block => block.thinking).join(''),
    stop: { end_turn: 'end', stop_sequence: 'end', tool_use: 'tools', max_tokens: 'length', refusal: 'refusal' }[message.stop_reason] ?? message.stop_reason,
    usage: {
      input: message.usage.input_tokens + (message.usage.cache_read_input_tokens ?? 0) + (message.usage.cache_creation_input_tokens ?? 0),
      output: message.usage.output_tokens, cached: message.usage.cache_read_input_tokens ?? 0,
    },
    turn: { raw: { role: 'assistant', content: message.content } },
  };
}

async function count(client, model, text) {
  return (await client.messages.countTokens({ model, messages: [{ role: 'user', content: text }] })).input_tokens;
}
