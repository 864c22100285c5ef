// The official AWS client for Bedrock.
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';

export const dialect = 'bedrock';

export function create(base) {
  const client = new BedrockRuntimeClient({
    endpoint: base.bedrock, region: 'us-east-1', maxAttempts: 1, ...(base.direct ? { requestHandler: new NodeHttpHandler() } : {}),
    credentials: { accessKeyId: base.accessKeyId ?? 'AKIAPLACEHOLDER', secretAccessKey: base.key },
  });
  return {
    client, ask: ask.bind(null, client),
    classOf: error => ({ name: error.name, status: error.$metadata?.httpStatusCode, code: error.name, retryAfter: error.$response?.headers?.['retry-after'] }),
  };
}

const turnOf = turn => {
  if (turn.raw) return turn.raw;
  if (turn.results) return { role: 'user', content: turn.results.map(result => ({ toolResult: { toolUseId: result.id, content: [{ text: result.text }] } })) };
  if (turn.image) return { role: 'user', content: [{ text: turn.text }, { image: { format: turn.image.type.split('/')[1], source: { bytes: Buffer.from(turn.image.data, 'base64') } } }] };
  return { role: turn.role ?? 'user', content: [{ text: turn.text }] };
};

function inputOf(asked) {
  const input = { modelId: asked.model, messages: asked.turns.map(turnOf) };
  if (asked.system) input.system = [{ text: asked.system }];
  const config = { maxTokens: asked.maxTokens, temperature: asked.temperature, stopSequences: asked.stop };
  if (Object.values(config).some(value => value !== undefined)) input.inferenceConfig = config;
  if (asked.tools) input.toolConfig = { tools: asked.tools.map(tool => ({ toolSpec: { name: tool.name, description: tool.description, inputSchema: { json: tool.schema } } })) };
  if (asked.choice) input.toolConfig.toolChoice = asked.choice.startsWith('tool:') ? { tool: { name: asked.choice.slice(5) } } : { [asked.choice]: {} };
  if (asked.reasoning) input.additionalModelRequestFields = { thinking: { type: 'enabled', budget_tokens: 2048 } };
  return input;
}

async function ask(client, asked) {
  const options = { abortSignal: asked.signal };
  if (!asked.stream) {
    const answer = await client.send(new ConverseCommand(inputOf(asked)), options);
    return answerOf(answer.output.message.content, answer.stopReason, answer.usage);
  }
  const answer = await client.send(new ConverseStreamCommand(inputOf(asked)), options);
  const content = [];
  let stop, usage, pieces = 0;
  for await (const event of answer.stream) {
    if (event.contentBlockStart?.start?.toolUse) content[event.contentBlockStart.contentBlockIndex] = { toolUse: { ...event.contentBlockStart.start.toolUse, input: '' } };
    if (event.contentBlockDelta) merge(content, event.contentBlockDelta);
    if (event.contentBlockDelta?.delta?.text) pieces++;
    if (event.messageStop) stop = event.messageStop.stopReason;
    if (event.metadata) usage = event.metadata.usage;
    if (asked.onPiece?.(pieces)) return { pieces };
  }
  for (const block of content) if (block?.toolUse) block.toolUse.input = JSON.parse(block.toolUse.input || '{}');
  return { ...answerOf(content.filter(block => block), stop, usage), pieces };
}

function merge(content, { contentBlockIndex: index, delta }) {
  const block = content[index] ??= delta.text !== undefined ? { text: '' } : { reasoningContent: { reasoningText: { text: '' } } };
  if (delta.text !== undefined) block.text += delta.text;
  if (delta.toolUse) block.toolUse.input += delta.toolUse.input;
  if (delta.reasoningContent?.text) block.reasoningContent.reasoningText.text += delta.reasoningContent.text;
  if (delta.reasoningContent?.signature) block.reasoningContent.reasoningText.signature = delta.reasoningContent.signature;
}

function answerOf(content, stop, usage) {
  return {
    text: content.map(block => block.text ?? '').join(''),
    calls: content.filter(block => block.toolUse).map(({ toolUse }) => ({ id: toolUse.toolUseId, name: toolUse.name, args: toolUse.input })),
    reasoning: content.map(block => block.reasoningContent?.reasoningText?.text ?? '').join(''),
    stop: { end_turn: 'end', stop_sequence: 'end', tool_use: 'tools', max_tokens: 'length', guardrail_intervened: 'refusal', content_filtered: 'filter' }[stop] ?? stop,
    usage: usage && { input: usage.inputTokens + (usage.cacheReadInputTokens ?? 0) + (usage.cacheWriteInputTokens ?? 0), output: usage.outputTokens, cached: usage.cacheReadInputTokens ?? 0 },
    turn: { raw: { role: 'assistant', content } },
  };
}
