// The official client of the older era, @modelcontextprotocol/sdk.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { Session, capabilities, lacks, lent } from './session.mjs';

export async function open(leg, url, headers) {
  const session = new Session();
  const client = new Client({ name: 'aigateway-sdk-tests', version: '1' }, { capabilities });
  client.setRequestHandler(CreateMessageRequestSchema, lent.sampling);
  client.setRequestHandler(ElicitRequestSchema, lent.elicitation);
  client.setRequestHandler(ListRootsRequestSchema, lent.roots);
  client.fallbackNotificationHandler = async note => { session.notes.push(note); };
  const transport = leg.transport === 'sse'
    ? new SSEClientTransport(new URL(url), { fetch: session.fetch, requestInit: { headers }, eventSourceInit: { fetch: (to, init) => session.fetch(to, { ...init, headers: { ...init?.headers, ...headers } }) } })
    : new StreamableHTTPClientTransport(new URL(url), { fetch: session.fetch, requestInit: { headers }, reconnectionOptions: { initialReconnectionDelay: leg.patience, maxReconnectionDelay: 5000, reconnectionDelayGrowFactor: 1.5, maxRetries: 5 } });
  await client.connect(transport);
  return Object.assign(session, {
    client,
    era: 'legacy',
    call: (name, args, options) => client.callTool({ name, arguments: args }, undefined, { timeout: 120_000, ...options }),
    log: (name, args) => client.setLoggingLevel('debug').then(() => client.callTool({ name, arguments: args })),
    watch: uri => client.subscribeResource({ uri }),
    listen: async () => {},
    ping: () => client.ping(),
    end: () => transport.terminateSession ? transport.terminateSession() : lacks('the transport has no end of a session'),
    close: () => client.close(),
  });
}
