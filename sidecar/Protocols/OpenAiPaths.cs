using AiGateway.Sidecar.Calls;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The paths of OpenAI's dialect, and where they stand at a provider.</summary>
internal static class OpenAiPaths
{
    public const string Served = "POST /openai/v1/chat/completions, GET /openai/v1/models, GET /openai/v1/models/{model}";

    /// <summary>Below a provider's base URL.</summary>
    public const string ChatBelowBase = "/chat/completions";

    private const string Chat = "/openai/v1/chat/completions";
    private const string Models = "/openai/v1/models";

    /// <summary>What the path asks for and the method that it wants; <see cref="Operation.Unknown"/> for a path that is not served.</summary>
    public static (Operation Operation, string Method) Of(PathString path) => path.Value switch
    {
        Chat => (Operation.Chat, HttpMethods.Post),
        Models => (Operation.ListModels, HttpMethods.Get),
        { } other when other.Length > Models.Length + 1 && other.StartsWith(Models + "/", StringComparison.Ordinal) => (Operation.GetModel, HttpMethods.Get),
        _ => (Operation.Unknown, ""),
    };

    /// <summary>The model in the path, unescaped once: a name may hold slashes, escaped or not.</summary>
    public static string ModelOf(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = raw.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? raw : raw[..end];
        return path.StartsWith(Models + "/", StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[(Models.Length + 1)..])
            : http.Request.Path.Value![(Models.Length + 1)..];
    }
}
