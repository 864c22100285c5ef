// One call with the official clients as they are installed: the provider's own address, and a key that is none. Named by the arguments; prints one JSON line of what the client saw.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const messages = [{ role: 'user', content: 'Say hello.' }];

const clients = {
  openai: {
    json: async model => ({ text: (await new OpenAI({ maxRetries: 0 }).chat.completions.create({ model, messages })).choices[0].message.content }),
    stream: async model => {
      const seen = { text: '', events: 0 };
      for await (const chunk of await new OpenAI({ maxRetries: 0 }).chat.completions.create({ model, messages, stream: true })) {
        seen.events++;
        seen.text += chunk.choices[0]?.delta?.content ?? '';
      }
      return seen;
    },
    models: async () => ({ models: (await new OpenAI({ maxRetries: 0 }).models.list()).data.map(model => model.id) }),
  },
  anthropic: {
    json: async model => ({ text: (await new Anthropic({ maxRetries: 0 }).messages.create({ model, messages, max_tokens: 99 })).content[0].text }),
    stream: async model => {
      const seen = { text: '', events: 0 };
      for await (const event of new Anthropic({ maxRetries: 0 }).messages.stream({ model, messages, max_tokens: 99 })) {
        seen.events++;
        seen.text += event.delta?.text ?? '';
      }
      return seen;
    },
  },
};

let result;
try {
  const [client, way, model] = process.argv.slice(2);
  result = await clients[client][way](model);
} catch (error) {
  result = { error: error.constructor.name, status: error.status, code: error.code ?? error.error?.error?.type, message: `${error.message} ${error.cause?.code ?? error.cause?.message ?? ''}` };
}
console.log(JSON.stringify(result));
