// One call by the official OpenAI client with its built-in host, https://api.openai.com: it knows of a proxy and of a root to trust, as any agent in a company's network does, and of
// nothing else. Prints one JSON line. A process of its own, because Node reads NODE_EXTRA_CA_CERTS when it starts.
import OpenAI from 'openai';
import { fetch, ProxyAgent } from 'undici'; // Node's own fetch, which reads HTTPS_PROXY only in newer versions.

const client = new OpenAI({ maxRetries: 0, timeout: 20_000, fetch, fetchOptions: { dispatcher: new ProxyAgent(process.env.HTTPS_PROXY) } });
try {
  const answer = await client.chat.completions.create({ model: process.argv[2], messages: [{ role: 'user', content: 'Say hello.' }] });
  console.log(JSON.stringify({ host: new URL(client.baseURL).host, text: answer.choices[0].message.content }));
} catch (error) {
  const cause = error.cause?.cause ?? error.cause;
  console.log(JSON.stringify({ class: error.constructor.name, permissionDenied: error instanceof OpenAI.PermissionDeniedError, status: error.status, code: error.code ?? cause?.code, message: error.error?.message ?? error.message }));
}
