using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Scripts;
using AiGateway.Fakes.Mcp.Seen;
using AiGateway.Fakes.Mcp.Transport;

namespace AiGateway.Fakes.Mcp.Admin;

/// <summary>
/// What tests in another process do to the server:
/// GET and DELETE <c>/_seen</c>; PATCH <c>/_script</c> with the members of <see cref="ServerScript"/>;
/// GET <c>/_tools</c>, PATCH or PUT (an edit, or a new tool; kubectl sends no other PATCH than its own), DELETE <c>/_tools/{name}</c>;
/// PUT <c>/_answers/{tool or method}</c> with the members of <see cref="ScriptedAnswer"/>, DELETE <c>/_answers</c>;
/// POST <c>/_changed/{tools|prompts|resources}</c>, POST <c>/_updated?uri=</c>; GET <c>/_health</c>.
/// </summary>
internal sealed class AdminEndpoint(ServerParts parts, SeenRequests seen, EventStreams streams)
{
    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Split('/', 2, StringSplitOptions.RemoveEmptyEntries);
        var name = path.Length > 1 ? path[1] : null;
        var answer = (http.Request.Method, path[0]) switch
        {
            (_, "_health") => [],
            ("DELETE", "_seen") => Do(seen.Clear),
            (_, "_seen") => Told(),
            ("PATCH", "_script") => ScriptEdit.Apply(parts.Script, await ReadAsync(http)),
            ("GET", "_tools") => new() { ["tools"] = new JsonArray([.. parts.Tools.Definitions()]) },
            ("PATCH" or "PUT", "_tools") when name is not null => Edit(name, await ReadAsync(http)),
            ("DELETE", "_tools") when name is not null => Do(() => parts.Tools.Remove(name)),
            ("PUT", "_answers") when name is not null => Answer(name, await ReadAsync(http)),
            ("DELETE", "_answers") => Do(parts.Script.Forget),
            ("POST", "_changed") when name is not null => Do(() => parts.Changes.ListChanged(name)),
            ("POST", "_updated") => Do(() => parts.Changes.ResourceUpdated(http.Request.Query["uri"].ToString())),
            _ => null,
        };
        await Answers.WriteAsync(http, answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, answer ?? []);
    }

    /// <summary>Members replace those of the definition, null takes one away; a name that is not there yet becomes a tool.</summary>
    private JsonObject Edit(string name, JsonObject edit)
    {
        if (parts.Tools.Find(name) is null)
        {
            edit["name"] ??= name;
            parts.Tools.Add(edit);
            return [];
        }
        parts.Tools.Change(name, definition =>
        {
            foreach (var (member, value) in edit)
            {
                if (value is null) definition.Remove(member);
                else definition[member] = value.DeepClone();
            }
        });
        return [];
    }

    private JsonObject Answer(string name, JsonObject answer)
    {
        parts.Script.Answer(name, ScriptedAnswer.Read(answer));
        return [];
    }

    private JsonObject Told() => new()
    {
        ["total"] = seen.Total,
        ["cancelled"] = seen.Cancelled,
        ["openStreams"] = streams.Open,
        ["requests"] = new JsonArray([.. seen.All.Select(Told)]),
    };

    private static JsonNode Told(SeenRequest request)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in request.Headers) headers[name.ToLowerInvariant()] = value;
        return new JsonObject
        {
            ["httpMethod"] = request.HttpMethod,
            ["path"] = request.Path,
            ["headers"] = headers,
            ["body"] = Encoding.UTF8.GetString(request.Body),
            ["method"] = request.Method,
            ["subject"] = request.Subject,
            ["status"] = request.Status,
            ["cancelled"] = request.Cancelled,
            ["ended"] = request.Ended,
        };
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return JsonBytes.Parse(await reader.ReadToEndAsync(http.RequestAborted));
    }

    private static JsonObject Do(Action act)
    {
        act();
        return [];
    }
}
