using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>
/// A folder <c>cases/&lt;name&gt;</c>: a server's <c>message.json</c>, what was asked and what holds (<c>policy.json</c>), and what becomes of the message: <c>expected.json</c> as the agent gets it, which is not
/// there where it gets nothing, and <c>told.txt</c> with what is answered, told and remembered.
/// </summary>
internal sealed class AnswerCase(string name)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");

    public string PathOf(string file) => Path.Combine(Root(), name, file);

    /// <summary>What the agent gets, empty for nothing; and what is told.</summary>
    public (string Expected, string Told) Judge()
    {
        var policy = JsonSerializer.Deserialize<Policy>(File.ReadAllText(PathOf("policy.json")), s_options)!;
        var given = new GivenGate { Rule = policy.Rule, Pinning = policy.Pinning, Approved = [.. policy.Approved ?? []], Method = policy.Asked, Era = policy.Era, Id = policy.Resumed ? null : "1" };
        var message = File.ReadAllText(PathOf("message.json"));
        var verdict = given.Judge(message);
        return (GivenGate.Text(message, verdict) ?? "", Tell(given, verdict));
    }

    private static string Tell(GivenGate given, GateVerdict verdict)
    {
        var told = new StringBuilder($"action: {verdict.Action}\n");
        var outcome = given.Outcome;
        if (!verdict.Answer.IsEmpty) told.Append("answer: ").Append(Encoding.UTF8.GetString(verdict.Answer.Span)).Append('\n');
        if (outcome.Listed is not null) told.Append("shown: ").Append(outcome.Shown).Append(" of ").Append(outcome.Listed).Append('\n');
        if (outcome.Withheld.Count > 0) told.Append("withheld: ").AppendJoin(", ", outcome.Withheld).Append('\n');
        if (outcome.Drift is not null) told.Append("drift: ").Append(outcome.Drift).Append('\n');
        if (outcome.ErrorCode is not null) told.Append("error: ").Append(outcome.ErrorCode).Append('\n');
        if (outcome.IsError) told.Append("isError\n");
        foreach (var server in given.Ledgers.Tools.ToSeen())
        {
            foreach (var tool in server.Tools) told.Append("seen: ").Append(new ToolPin { Name = tool.Name, Hash = tool.Hash }).Append('\n');
            if (server.Instructions is { } hash) told.Append("seen: ").Append(new ToolPin { Name = ToolPin.Instructions, Hash = hash }).Append('\n');
        }

        return told.ToString();
    }

    private sealed record Policy
    {
        public required McpRule Rule { get; init; }

        public PinningMode Pinning { get; init; }

        public string[]? Approved { get; init; }

        public McpMethod Asked { get; init; } = McpMethod.ToolsCall;

        public McpEra Era { get; init; }

        public bool Resumed { get; init; }
    }
}
