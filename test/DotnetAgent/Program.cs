using System.ClientModel;
using System.Text.Json;
using OpenAI.Chat;

// An agent with the official client from NuGet as it is installed: the provider's own address, and a key that is none. One call, named by the arguments; prints one JSON line of what the client saw.
var (model, stream) = (args[0], args is [_, "stream"]);
var client = new ChatClient(model, new ApiKeyCredential("aigateway-placeholder"));
var (text, events) = ("", 0);
try
{
    if (stream)
    {
        await foreach (var update in client.CompleteChatStreamingAsync("Say hello."))
        {
            events++;
            foreach (var part in update.ContentUpdate) text += part.Text;
        }
    }
    else
    {
        text = (await client.CompleteChatAsync("Say hello.")).Value.Content[0].Text;
    }

    Console.WriteLine(JsonSerializer.Serialize(new { text, events }));
}
catch (ClientResultException refused)
{
    Console.WriteLine(JsonSerializer.Serialize(new { error = refused.GetType().Name, status = refused.Status, message = refused.Message }));
}
catch (Exception unreachable) when (unreachable is HttpRequestException or AggregateException)
{
    Console.WriteLine(JsonSerializer.Serialize(new { error = unreachable.GetType().Name, message = unreachable.ToString() }));
}
