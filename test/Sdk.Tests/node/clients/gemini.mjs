// The official Google client.
import { GoogleGenAI } from '@google/genai';

export const dialect = 'gemini';

export function create(base) {
  const client = new GoogleGenAI({ apiKey: base.key, httpOptions: { baseUrl: base.gemini, timeout: 120_000 } });
  return {
    client, ask: ask.bind(null, client), count: count.bind(null, client), embed: embed.bind(null, client),
    classOf: error => ({ name: error.constructor.name, status: error.status, code: /"status":"([A-Z_]+)"/.exec(error.message)?.[1] }),
  };
}

const contentOf = turn => {
  if (turn.raw) return turn.raw;
  if (turn.results) return { role: 'user', parts: turn.results.map(result => ({ functionResponse: { ...(result.given ? { id: result.given } : {}), name: result.name, response: { result: result.text } } })) };
  if (turn.image) return { role: 'user', parts: [{ text: turn.text }, { inlineData: { mimeType: turn.image.type, data: turn.image.data } }] };
  return { role: turn.role === 'assistant' ? 'model' : 'user', parts: [{ text: turn.text }] };
};

function requestOf(asked) {
  const config = { abortSignal: asked.signal };
  if (asked.system) config.systemInstruction = asked.system;
  if (asked.maxTokens) config.maxOutputTokens = asked.maxTokens;
  if (asked.temperature !== undefined) config.temperature = asked.temperature;
  if (asked.stop) config.stopSequences = asked.stop;
  if (asked.tools) config.tools = [{ functionDeclarations: asked.tools.map(tool => ({ name: tool.name, description: tool.description, parametersJsonSchema: tool.schema })) }];
  if (asked.choice) config.toolConfig = { functionCallingConfig: asked.choice.startsWith('tool:') ? { mode: 'ANY', allowedFunctionNames: [asked.choice.slice(5)] } : { mode: asked.choice.toUpperCase() } };
  if (asked.schema) Object.assign(config, { responseMimeType: 'application/json', responseJsonSchema: asked.schema });
  if (asked.reasoning) config.thinkingConfig = { includeThoughts: true, thinkingBudget: 2048 };
  return { model: asked.model, contents: asked.turns.map(contentOf), config };
}

async function ask(client, asked) {
  if (!asked.stream) return answerOf([await client.models.generateContent(requestOf(asked))]);
  const chunks = [];
  let pieces = 0;
  for await (const chunk of await client.models.generateContentStream(requestOf(asked))) {
    chunks.push(chunk);
    if (chunk.candidates?.[0]?.content?.parts?.some(part => part.text && !part.thought)) pieces++;
    if (asked.onPiece?.(pieces)) break;
  }
  return { ...answerOf(chunks), pieces };
}

function answerOf(chunks) {
  const parts = chunks.flatMap(chunk => chunk.candidates?.[0]?.content?.parts ?? []);
  const calls = parts.filter(part => part.functionCall).map(part => part.functionCall);
  const finish = chunks.map(chunk => chunk.candidates?.[0]?.finishReason).findLast(reason => reason);
  const blocked = chunks.find(chunk => chunk.promptFeedback?.blockReason);
  const usage = chunks.map(chunk => chunk.usageMetadata).findLast(one => one);
  return {
    text: parts.filter(part => !part.thought).map(part => part.text ?? '').join(''),
    calls: calls.map((call, index) => ({ id: call.id ?? `call-${index}`, given: call.id, name: call.name, args: call.args })),
    reasoning: parts.filter(part => part.thought).map(part => part.text ?? '').join(''),
    stop: blocked ? 'filter' : finish === 'STOP' ? (calls.length ? 'tools' : 'end')
      : { MAX_TOKENS: 'length', SAFETY: 'refusal', PROHIBITED_CONTENT: 'refusal', BLOCKLIST: 'refusal' }[finish] ?? finish,
    usage: usage && { input: usage.promptTokenCount, output: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), cached: usage.cachedContentTokenCount ?? 0 },
    turn: { raw: { role: 'model', parts } },
  };
}

async function count(client, model, text) {
  return (await client.models.countTokens({ model, contents: text })).totalTokens;
}

async function embed(client, model, texts) {
  const answer = await client.models.embedContent({ model, contents: texts });
  return { vectors: answer.embeddings.map(one => one.values) };
}
