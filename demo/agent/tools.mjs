// An agent that calls tools by MCP as its newest revision has it, each request by itself; without a client library, so that every byte is seen.
// It finds its servers where injection puts them: in the file that AIGATEWAY_MCP_CONFIG names.
import fs from 'node:fs';

const VERSION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'researcher', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export class Tools {
  #url;
  #id = 0;

  constructor(file, server) {
    const { mcpServers } = JSON.parse(fs.readFileSync(file, 'utf8'));
    this.#url = mcpServers[server].url;
  }

  async names() {
    return (await this.#send('tools/list')).result.tools.map(tool => tool.name).sort();
  }

  // The whole answer: a result, which may say that the tool failed, or an error.
  call(name, args) {
    return this.#send('tools/call', { name, arguments: args }, name);
  }

  async #send(method, params = {}, name) {
    const headers = {
      'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization: 'Bearer the-agents-own',
      'mcp-protocol-version': VERSION, 'mcp-method': method, ...(name && { 'mcp-name': name }),
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.#id, method, params: { ...params, _meta: META } });
    const text = await (await fetch(this.#url, { method: 'POST', headers, body })).text();
    const data = text.startsWith('{') ? [text] : text.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5));
    return data.map(message => JSON.parse(message)).findLast(message => message.id === this.#id);
  }
}

export const textOf = answer => answer.error?.message ?? answer.result.content?.[0]?.text;
