using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What the cases ask of a server and what it then says: node/mcp/servers.json, which both languages read.</summary>
internal sealed class ToolFacts
{
    private static readonly JsonObject All = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "test/Sdk.Tests/node/mcp/servers.json")))!.AsObject();
    private readonly JsonObject _facts;

    public ToolFacts(string server) => _facts = All[server]!.AsObject();

    /// <summary>How long a client waits before it takes a stream up again, in milliseconds.</summary>
    public int Patience => _facts["patience"]!.GetValue<int>();

    /// <summary>Whether a stream that is taken up brings all that was missed together with the answer.</summary>
    public bool RepeatsAtOnce => _facts["repeatsAtOnce"]!.GetValue<bool>();

    public string Text(string fact) => _facts[fact]!.GetValue<string>();

    /// <summary>The text at a place of a fact that is a list.</summary>
    public string Text(string fact, int place) => _facts[fact]![place]!.GetValue<string>();

    public string? Member(string fact, string name) => _facts[fact]![name]?.GetValue<string>();

    public JsonNode Node(string fact, int place) => _facts[fact]![place]!;

    /// <summary>A tool and its arguments.</summary>
    public (string Tool, Dictionary<string, object?> Arguments) Call(string fact) => Call(_facts[fact]!.AsArray());

    public (string Tool, Dictionary<string, object?> Arguments) CallOf(string fact) => Call(_facts[fact]!["call"]!.AsArray());

    /// <summary>The tool that waits, with how long in the argument that it has for it.</summary>
    public (string Tool, Dictionary<string, object?> Arguments) Slow(double seconds)
    {
        var slow = _facts["slow"]!.AsArray();
        var arguments = slow.Count > 2 ? Read(slow[2]) : [];
        arguments[slow[1]!.GetValue<string>()] = seconds;
        return (slow[0]!.GetValue<string>(), arguments);
    }

    private static (string Tool, Dictionary<string, object?> Arguments) Call(JsonArray call) => (call[0]!.GetValue<string>(), Read(call[1]));

    private static Dictionary<string, object?> Read(JsonNode? arguments) => arguments!.AsObject().ToDictionary(one => one.Key, one => (object?)one.Value!.Deserialize<JsonElement>());
}
