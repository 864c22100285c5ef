// The official OpenAI client, by chat completions.
import OpenAI from 'openai';

export const dialect = 'openai';
const functionOf = tool => ({ type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.schema } });

export function create(base) {
  const client = new OpenAI({ baseURL: base.openai, apiKey: base.key, maxRetries: 0, timeout: 120_000 });
  return { client, ask: ask.bind(null, client), embed: embed.bind(null, client), classOf: error => ({ name: error.constructor.name, status: error.status, code: error.code, retryAfter: error.headers?.get?.('retry-after') }) };
}

const turnOf = turn => {
  if (turn.raw) return [turn.raw];
  if (turn.results) return turn.results.map(result => ({ role: 'tool', tool_call_id: result.id, content: result.text }));
  if (turn.image) return [{ role: 'user', content: [{ type: 'text', text: turn.text }, { type: 'image_url', image_url: { url: `data:${turn.image.type};base64,${turn.image.data}` } }] }];
  return [{ role: turn.role ?? 'user', content: turn.text }];
};

function bodyOf(asked) {
  const body = { model: asked.model, messages: [...(asked.system ? [{ role: 'system', content: asked.system }] : []), ...asked.turns.flatMap(turnOf)] };
  if (asked.maxTokens) body.max_tokens = asked.maxTokens;
  if (asked.temperature !== undefined) body.temperature = asked.temperature;
  if (asked.stop) body.stop = asked.stop;
  if (asked.tools) body.tools = asked.tools.map(functionOf);
  if (asked.choice) body.tool_choice = asked.choice === 'any' ? 'required' : asked.choice.startsWith('tool:') ? { type: 'function', function: { name: asked.choice.slice(5) } } : asked.choice;
  if (asked.schema) body.response_format = { type: 'json_schema', json_schema: { name: 'answer', schema: asked.schema, strict: true } };
  if (asked.reasoning) body.reasoning_effort = 'medium';
  if (asked.n) body.n = asked.n;
  if (asked.logprobs) body.logprobs = true;
  return body;
}

async function ask(client, asked) {
  const body = bodyOf(asked);
  if (!asked.stream) return answerOf(await client.chat.completions.create(body, { signal: asked.signal }));
  // Mistral tells the usage of a stream unasked, and refuses to be asked.
  const stream = await client.chat.completions.create({ ...body, stream: true, ...(asked.model === 'mistral' ? {} : { stream_options: { include_usage: true } }) }, { signal: asked.signal });
  return collect(stream, asked);
}

// What the chunks add up to: the same document as a whole answer.
async function collect(stream, asked) {
  const whole = { choices: [], usage: undefined };
  let pieces = 0;
  for await (const chunk of stream) {
    if (chunk.usage) whole.usage = chunk.usage;
    for (const choice of chunk.choices ?? []) {
      const kept = whole.choices[choice.index] ??= { message: { role: 'assistant', content: null }, finish_reason: null };
      merge(kept.message, choice.delta);
      if (choice.delta?.content) pieces++;
      if (choice.logprobs?.content?.length) kept.logprobs = choice.logprobs;
      kept.finish_reason = choice.finish_reason ?? kept.finish_reason;
    }
    if (asked.onPiece?.(pieces)) break;
  }
  return { ...answerOf(whole), pieces };
}

function merge(message, delta = {}) {
  if (Array.isArray(delta.content) || Array.isArray(message.content)) mergeParts(message, delta.content);
  else if (typeof delta.content === 'string') message.content = (message.content ?? '') + delta.content;
  for (const name of ['refusal', 'reasoning_content', 'reasoning'])
    if (typeof delta[name] === 'string') message[name] = (message[name] ?? '') + delta[name];
  for (const detail of delta.reasoning_details ?? []) {
    const kept = ((message.reasoning_details ??= []).find(one => one.index === detail.index)) ?? (message.reasoning_details.push({ ...detail, text: detail.text === undefined ? undefined : '' }), message.reasoning_details.at(-1));
    if (typeof detail.text === 'string') kept.text = (kept.text ?? '') + detail.text;
    if (detail.signature) kept.signature = detail.signature;
  }
  for (const call of delta.tool_calls ?? []) {
    const kept = (message.tool_calls ??= [])[call.index] ??= { id: call.id, type: 'function', function: { name: call.function.name, arguments: '' } };
    if (call.extra_content) kept.extra_content = call.extra_content;
    kept.function.arguments += call.function?.arguments ?? '';
  }
}

// Mistral's reasoning is a part of the content, which then is a list.
function mergeParts(message, content) {
  if (!Array.isArray(message.content)) message.content = message.content ? [{ type: 'text', text: message.content }] : [];
  const last = message.content.at(-1);
  if (!Array.isArray(content)) {
    if (!content) return;
    if (last?.type === 'text') last.text += content;
    else message.content.push({ type: 'text', text: content });
    return;
  }
  for (const part of content) {
    if (last?.type === 'thinking') last.thinking[0].text += part.thinking[0].text;
    else message.content.push(part);
  }
}

function answerOf(whole) {
  const { message, finish_reason, logprobs } = whole.choices[0] ?? { message: {} };
  const thoughts = Array.isArray(message.content) ? message.content.flatMap(part => part.thinking ?? []).map(part => part.text).join('') : '';
  const text = Array.isArray(message.content) ? message.content.map(part => part.text ?? '').join('') : message.content ?? '';
  return {
    text: text || message.refusal || '',
    calls: (message.tool_calls ?? []).map(call => ({ id: call.id, name: call.function.name, args: JSON.parse(call.function.arguments || '{}') })),
    reasoning: message.reasoning_content ?? message.reasoning ?? thoughts,
    stop: message.refusal ? 'refusal' : { stop: 'end', eos: 'end', tool_calls: 'tools', length: 'length', content_filter: 'filter' }[finish_reason] ?? finish_reason,
    choices: whole.choices.length,
    logprobs: logprobs?.content?.length ?? 0,
    usage: whole.usage && { input: whole.usage.prompt_tokens, output: whole.usage.completion_tokens, cached: whole.usage.prompt_tokens_details?.cached_tokens ?? 0 },
    turn: { raw: message },
  };
}

async function embed(client, model, texts) {
  const answer = await client.embeddings.create({ model, input: texts });
  return { vectors: answer.data.map(one => one.embedding), tokens: answer.usage?.prompt_tokens };
}
