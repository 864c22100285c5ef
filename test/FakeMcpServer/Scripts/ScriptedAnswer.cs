using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Mcp.Scripts;

/// <summary>What is answered instead of the truth; the first of these that is set holds.</summary>
public sealed record ScriptedAnswer
{
    /// <summary>An HTTP answer with this status, and <see cref="Location"/> and <see cref="Body"/> where they are set.</summary>
    public int? Status { get; init; }

    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; init; }

    /// <summary>The HTTP answer's body.</summary>
    public string? Body { get; init; }

    /// <summary>An error of JSON-RPC: code, message, data.</summary>
    public JsonObject? Error { get; init; }

    /// <summary>Answer with a task, whatever the client declared; <see cref="Result"/>, or what the tool says, is the task's result.</summary>
    public bool AsTask { get; init; }

    /// <summary>The result itself.</summary>
    public JsonObject? Result { get; init; }

    /// <summary>Redirects to this URL.</summary>
    public static ScriptedAnswer Redirect(string location, int status = StatusCodes.Status307TemporaryRedirect) => new() { Status = status, Location = location };

    /// <summary>An error whose data is given.</summary>
    public static ScriptedAnswer Fault(int code, string message, JsonNode? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null) error["data"] = data;
        return new() { Error = error };
    }

    /// <summary>From the admin endpoint's JSON, whose members have these names.</summary>
    internal static ScriptedAnswer Read(JsonObject json) => new()
    {
        Status = json["status"]?.GetValue<int>(),
        Location = json["location"]?.GetValue<string>(),
        Body = json["body"]?.GetValue<string>(),
        Error = json["error"]?.DeepClone().AsObject(),
        AsTask = json["asTask"]?.GetValue<bool>() ?? false,
        Result = json["result"]?.DeepClone().AsObject(),
    };
}
