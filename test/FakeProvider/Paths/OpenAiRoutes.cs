using AiGateway.Fakes.OpenAi;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Paths;

/// <summary>The paths of OpenAI's API, whoever serves it.</summary>
internal sealed class OpenAiRoutes(FakeProviderOptions options)
{
    private readonly ResponsesStore _responses = new();
    private readonly FilesEndpoint _files = new();

    public PathRoute? Find(HttpRequest request, string[] segments, Flavour flavour)
    {
        var key = flavour == Flavour.Azure ? KeyStyle.ApiKey : flavour == Flavour.Ollama ? KeyStyle.None : KeyStyle.Bearer;
        var errors = new ChatDialect(flavour);
        if (HttpMethods.IsPost(request.Method) && OfPost(segments, flavour, key, errors) is { } posted) return posted;
        if (HttpMethods.IsGet(request.Method) && segments is [.., "models"]) return new(key, errors, (http, _) => Answers.ModelsAsync(http, options.Models));
        if (HttpMethods.IsGet(request.Method) && segments is [.., "realtime"]) return new(key, errors, RealtimeEndpoint.ServeAsync);

        return segments switch
        {
            [.., "responses", _] or [.., "responses", _, "cancel"] => new(key, errors, (http, _) => _responses.ServeAsync(http, segments[^1] == "cancel" ? segments[^2] : segments[^1])),
            [.., "files" or "batches"] or [.., "files" or "batches", _] or [.., "batches", _, "cancel"] or [.., "files", _, "content"] => new(key, errors, _files.ServeAsync),
            _ => null,
        };
    }

    private PathRoute? OfPost(string[] segments, Flavour flavour, KeyStyle key, Dialect errors) => segments switch
    {
        [.., "chat", "completions"] => new(key, new ChatDialect(flavour)),
        [.., "responses"] => new(key, new ResponsesDialect(_responses)),
        [.., "completions"] => new(key, new CompletionsDialect(flavour)),
        [.., "embeddings"] => new(key, errors, JsonEndpoints.EmbedAsync),
        [.., "images", "generations"] => new(key, errors, JsonEndpoints.ImageAsync),
        [.., "audio", "speech"] => new(key, errors, JsonEndpoints.SpeechAsync),
        [.., "audio", "transcriptions"] => new(key, errors, FormEndpoint.TranscribeAsync),
        [.., "images", "edits"] => new(key, errors, FormEndpoint.EditImageAsync),
        [.., "moderations"] => new(key, errors, ModerationEndpoint.ServeAsync),
        _ => null,
    };
}
