// The official OpenAI client, by responses.
import OpenAI from 'openai';

export const dialect = 'openai';

export function create(base) {
  const client = new OpenAI({ baseURL: base.openai, apiKey: base.key, maxRetries: 0, timeout: 120_000 });
  return { client, ask: ask.bind(null, client), classOf: error => ({ name: error.constructor.name, status: error.status, code: error.code, retryAfter: error.headers?.get?.('retry-after') }) };
}

const itemsOf = turn => {
  if (turn.raw) return turn.raw;
  if (turn.results) return turn.results.map(result => ({ type: 'function_call_output', call_id: result.id, output: result.text }));
  if (turn.image) return [{ role: 'user', content: [{ type: 'input_text', text: turn.text }, { type: 'input_image', detail: 'auto', image_url: `data:${turn.image.type};base64,${turn.image.data}` }] }];
  return [{ role: turn.role ?? 'user', content: turn.text }];
};

function bodyOf(asked) {
  const body = { model: asked.model, input: asked.turns.flatMap(itemsOf), store: false };
  if (asked.system) body.instructions = asked.system;
  if (asked.maxTokens) body.max_output_tokens = asked.maxTokens;
  if (asked.temperature !== undefined) body.temperature = asked.temperature;
  if (asked.tools) body.tools = asked.tools.map(tool => ({ type: 'function', name: tool.name, description: tool.description, parameters: tool.schema, strict: false }));
  if (asked.choice) body.tool_choice = asked.choice === 'any' ? 'required' : asked.choice.startsWith('tool:') ? { type: 'function', name: asked.choice.slice(5) } : asked.choice;
  if (asked.schema) body.text = { format: { type: 'json_schema', name: 'answer', schema: asked.schema, strict: true } };
  if (asked.reasoning) Object.assign(body, { reasoning: { effort: 'medium', summary: 'auto' }, include: ['reasoning.encrypted_content'] });
  return body;
}

async function ask(client, asked) {
  const body = bodyOf(asked);
  if (!asked.stream) return answerOf(await client.responses.create(body, { signal: asked.signal }));
  let last, pieces = 0, text = '', calls = '';
  for await (const event of await client.responses.create({ ...body, stream: true }, { signal: asked.signal })) {
    if (event.type === 'response.output_text.delta') { pieces++; text += event.delta; }
    if (event.type === 'response.function_call_arguments.delta') calls += event.delta;
    if (event.type === 'error') throw Object.assign(new Error(event.message), { code: event.code });
    if (event.type === 'response.failed') throw Object.assign(new Error(event.response.error?.message ?? 'failed'), { code: event.response.error?.code });
    if (['response.completed', 'response.incomplete'].includes(event.type)) last = event.response;
    if (asked.onPiece?.(pieces)) break;
  }
  if (!last) return { pieces, text };
  const answer = answerOf(last);
  if (answer.text && answer.stop !== 'refusal' && text !== answer.text) throw new Error(`deltas say "${text}", the end "${answer.text}"`);
  if (calls !== last.output.filter(item => item.type === 'function_call').map(item => item.arguments).join('')) throw new Error('the deltas of arguments are not the arguments');
  return { ...answer, pieces };
}

function answerOf(response) {
  const parts = response.output.filter(item => item.type === 'message').flatMap(item => item.content);
  const refusal = parts.find(part => part.type === 'refusal')?.refusal;
  const calls = response.output.filter(item => item.type === 'function_call');
  return {
    text: parts.map(part => part.text ?? '').join('') || refusal || '',
    calls: calls.map(item => ({ id: item.call_id, name: item.name, args: JSON.parse(item.arguments || '{}') })),
    reasoning: response.output.filter(item => item.type === 'reasoning').flatMap(item => [...(item.summary ?? []), ...(item.content ?? [])]).map(part => part.text).join(''),
    stop: refusal ? 'refusal' : response.status === 'incomplete' ? { max_output_tokens: 'length', content_filter: 'filter' }[response.incomplete_details?.reason] : calls.length ? 'tools' : 'end',
    usage: response.usage && { input: response.usage.input_tokens, output: response.usage.output_tokens, cached: response.usage.input_tokens_details?.cached_tokens ?? 0 },
    turn: { raw: response.output },
  };
}
