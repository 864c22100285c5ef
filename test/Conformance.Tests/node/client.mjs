// The official client, as the suite's client scenarios start it: the last argument is the URL of the suite's own server. Where AIGATEWAY_URL is set the client calls
// that instead, and what arrives at AIGATEWAY_RELAY_PORT goes on to the suite: its port is new each time, and an McpServer names one.
import net from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const suite = new URL(process.argv.at(-1));
const version = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION;
const { toolCalls } = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const relay = process.env.AIGATEWAY_URL ? await listen(Number(process.env.AIGATEWAY_RELAY_PORT)) : null;

const client = new Client({ name: 'aigateway-conformance-tests', version: '1' }, {
  capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} },
  versionNegotiation: { mode: version >= '2026' ? { pin: version } : 'legacy' },
});
client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: {} }));
await client.connect(new StreamableHTTPClientTransport(new URL(process.env.AIGATEWAY_URL ?? suite)));
const { tools } = await client.listTools(); // Also where the calls are given: only who has seen a tool knows which arguments it wants in headers.
for (const call of toolCalls ?? tools.map(callOf)) await tried(client.callTool(call));
for (const { name } of (await tried(client.listPrompts()))?.prompts ?? []) await tried(client.getPrompt({ name }));
for (const { uri } of (await tried(client.listResources()))?.resources ?? []) await tried(client.readResource({ uri }));
await client.close();
relay?.close();
process.exit(0);

// A call with some value for each argument.
function callOf({ name, inputSchema }) {
  const value = { string: 'x', boolean: true };
  return { name, arguments: Object.fromEntries(Object.entries(inputSchema.properties ?? {}).map(([key, { type }]) => [key, value[type] ?? 1])) };
}

// The suite offers what is to be refused, and not all that a server may have.
function tried(promise) {
  return promise.catch(error => { console.error(error.message); });
}

function listen(port) {
  const server = net.createServer(near => {
    const far = net.connect(Number(suite.port), suite.hostname);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  return new Promise(ready => server.listen(port, '127.0.0.1', () => ready(server)));
}
