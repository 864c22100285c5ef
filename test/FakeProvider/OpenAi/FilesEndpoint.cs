using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Files and batches: what is kept at the provider. Made by POST, read by GET, gone by DELETE.</summary>
internal sealed class FilesEndpoint
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<string, JsonObject> _kept = new();

    public async Task ServeAsync(HttpContext http, byte[] body)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var made = segments[^1] is "files" or "batches";
        if (made && HttpMethods.IsPost(http.Request.Method)) await MakeAsync(http, body, segments[^1]);
        else if (made) await ListAsync(http, segments[^1]);
        else await OneAsync(http, segments);
    }

    private async Task MakeAsync(HttpContext http, byte[] body, string kind)
    {
        if (_kept.Count >= Most) throw new FaultException("too many files");

        var item = kind == "files" ? await FileAsync(http, body) : Batch(body);
        _kept[(string)item["id"]!] = item;
        await Answers.WriteAsync(http, 200, item.DeepClone());
    }

    private static async Task<JsonObject> FileAsync(HttpContext http, byte[] body)
    {
        var form = await FormEndpoint.ReadAsync(http, body);
        if (!form.TryGetValue("purpose", out var purpose) || !form.ContainsKey("file")) throw new FaultException("'file' and 'purpose' are required", "file");

        return new()
        {
            ["id"] = $"file-{Guid.NewGuid():N}", ["object"] = "file", ["bytes"] = body.Length, ["created_at"] = Answers.Created, ["filename"] = "fake.jsonl", ["purpose"] = purpose, ["status"] = "processed",
        };
    }

    private static JsonObject Batch(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return new()
        {
            ["id"] = $"batch_{Guid.NewGuid():N}",
            ["object"] = "batch",
            ["endpoint"] = document.RootElement.Required("endpoint", ""),
            ["input_file_id"] = document.RootElement.Required("input_file_id", ""),
            ["completion_window"] = document.RootElement.Required("completion_window", ""),
            ["status"] = "validating",
            ["created_at"] = Answers.Created,
        };
    }

    private Task ListAsync(HttpContext http, string kind)
    {
        var wanted = kind == "files" ? "file" : "batch";
        var items = _kept.Values.Where(item => (string)item["object"]! == wanted).Select(item => item.DeepClone());
        return Answers.WriteAsync(http, 200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. items]), ["has_more"] = false });
    }

    private Task OneAsync(HttpContext http, string[] segments)
    {
        var id = segments[^1] is "cancel" or "content" ? segments[^2] : segments[^1];
        if (!_kept.TryGetValue(id, out var item)) throw new FaultException(new Fault(FaultKind.UnknownPath, $"No such object: {id}", Status: 404));
        if (HttpMethods.IsDelete(http.Request.Method))
        {
            _kept.TryRemove(id, out _);
            return Answers.WriteAsync(http, 200, new JsonObject { ["id"] = id, ["object"] = "file", ["deleted"] = true });
        }
        if (segments[^1] == "cancel") item["status"] = "cancelling";
        return Answers.WriteAsync(http, 200, item.DeepClone());
    }
}
