using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>The responses that were made: GET and DELETE /responses/{id}, POST /responses/{id}/cancel.</summary>
internal sealed class ResponsesStore
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<string, JsonObject> _kept = new();

    public void Keep(JsonObject response)
    {
        if (_kept.Count < Most) _kept[(string)response["id"]!] = (JsonObject)response.DeepClone();
    }

    public Task ServeAsync(HttpContext http, string id)
    {
        if (!_kept.TryGetValue(id, out var response)) throw new FaultException(new Fault(FaultKind.UnknownPath, $"Response with id '{id}' not found.", Status: 404));
        if (!HttpMethods.IsDelete(http.Request.Method)) return Answers.WriteAsync(http, 200, response.DeepClone());

        _kept.TryRemove(id, out _);
        return Answers.WriteAsync(http, 200, new JsonObject { ["id"] = id, ["object"] = "response", ["deleted"] = true });
    }
}
