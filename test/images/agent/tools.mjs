// The agent's way to tool servers, as the newest revision of MCP has it (2026-07-28): each request by itself, no client library, so that every byte is seen.
// It knows of its servers what its environment tells it, and has no credential; what it sends as its own goes nowhere.
import { readFileSync } from 'node:fs';

const VERSION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

const file = () => JSON.parse(readFileSync(process.env.AIGATEWAY_MCP_CONFIG, 'utf8')).mcpServers;

// By name, as the file has them now, and as the variable had them when the pod was made.
export const servers = () => ({
  ok: true,
  file: Object.fromEntries(Object.entries(file()).map(([name, server]) => [name, server.url])),
  variable: Object.fromEntries((process.env.AIGATEWAY_MCP_SERVERS ?? '').split(',').filter(pair => pair).map(pair => pair.split(/=(.*)/s, 2))),
});

export async function list(server) {
  const { status, answer } = await send(server, 'tools/list');
  return { ok: !!answer.result, status, tools: answer.result?.tools.map(tool => tool.name).sort(), code: answer.error?.code ?? null, message: answer.error?.message ?? null };
}

// A refusal is a result that the model reads, or an error: either says by a word why.
export async function call(server, name, args) {
  const { status, answer } = await send(server, 'tools/call', { name, arguments: JSON.parse(args ?? '{}') }, name);
  const why = answer.error?.data ?? answer.result?._meta?.['aigateway.dev/refusal'];
  return {
    ok: !!answer.result && !answer.result.isError, status, isResult: !!answer.result, isError: answer.result?.isError ?? false, code: answer.error?.code ?? null,
    text: answer.error?.message ?? answer.result?.content?.[0]?.text ?? null, reason: why?.reason ?? null, policy: why?.policy ?? null, rule: why?.rule ?? null,
  };
}

let id = 0;
async function send(server, method, params = {}, name) {
  const headers = {
    'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization: 'Bearer the-agents-own',
    'mcp-protocol-version': VERSION, 'mcp-method': method, ...(name && { 'mcp-name': name }),
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params: { ...params, _meta: META } });
  const response = await fetch(file()[server].url, { method: 'POST', headers, body });
  const text = await response.text();
  const messages = text.startsWith('{') ? [text] : text.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5));
  return { status: response.status, answer: messages.map(message => JSON.parse(message)).findLast(message => message.id === id) ?? {} };
}
