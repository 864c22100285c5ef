using System.Net.Http.Headers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Makes the request for one target: the agent's bytes with the target's model name in place, the allowed headers, and the real key.
/// The only place in the call path where a key is revealed.
/// </summary>
internal static class UpstreamRequest
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    public static HttpRequestMessage Build(Target target, ModelRequest chat, HttpRequest agent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Provider.UrlOf("/chat/completions"))
        {
            Content = new EditedContent(chat.Body, EditsOf(target, chat)),
        };
        request.Content.Headers.ContentType = s_json;
        OpenAiHeaders.Copy(agent.Headers, request.Headers);
        request.Headers.TryAddWithoutValidation(target.Provider.KeyHeader, target.Provider.KeyValue.Reveal());
        return request;
    }

    private static BodyEdit[] EditsOf(Target target, ModelRequest chat)
    {
        var usage = chat.UsageEdit;
        if (target.ModelJson is not { } model) return usage is { } alone ? [alone] : [];

        var name = new BodyEdit(chat.ModelStart, chat.ModelLength, model);
        if (usage is not { } edit) return [name];
        return edit.Start < name.Start ? [edit, name] : [name, edit];
    }
}
