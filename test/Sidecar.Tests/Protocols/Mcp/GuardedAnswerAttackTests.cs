using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Where a tool server may put what must not reach the model; none of it does, whether it would be masked or denied.</summary>
public sealed class GuardedAnswerAttackTests
{
    private const string Word = "s3cret";
    private const string Number = "4242424242424242";

    private static readonly (string Name, string Message)[] s_attacks =
    [
        ("in a text", Result("""{"content":[{"type":"text","text":"s3cret"}]}""")),
        ("escaped", Result("""{"content":[{"type":"text","text":"\u0073\u0033cre\u0074"}]}""")),
        ("escaped, in a name that is escaped", Result("""{"structuredContent":{"\u0061":"s\u0033cret"}}""")),
        ("in a name", Result("""{"content":[],"structuredContent":{"s3cret":1}}""")),
        ("in an escaped name", Result("""{"content":[],"structuredContent":{"\u00733cret":{}}}""")),
        ("in a number", Result("""{"content":[],"structuredContent":{"n":4242424242424242}}""")),
        ("in the structured content alone", Result("""{"content":[{"type":"text","text":"ok"}],"structuredContent":{"deep":[[{"x":"s3cret"}]]}}""")),
        ("split over content items", Result("""{"content":[{"type":"text","text":"a s3c"},{"type":"text","text":"ret b"}]}""")),
        ("split over three, one between", Result("""{"content":[{"type":"text","text":"s3"},{"type":"text","text":"cr"},{"type":"image","data":"AAAA","mimeType":"image/png"},{"type":"text","text":"et"}]}""")),
        ("in an embedded resource", Result("""{"content":[{"type":"resource","resource":{"uri":"u://x","text":"s3cret"}}]}""")),
        ("in a resource link's uri", Result("""{"content":[{"type":"resource_link","name":"n","uri":"https://x/s3cret"}]}""")),
        ("in a resource link's description", Result("""{"content":[{"type":"resource_link","name":"n","uri":"u://x","description":"s3cret"}]}""")),
        ("in annotations", Result("""{"content":[{"type":"text","text":"a","annotations":{"audience":["s3cret"]}}]}""")),
        ("in _meta", Result("""{"content":[],"_meta":{"x/y":{"z":"s3cret"}}}""")),
        ("in _meta of an item", Result("""{"content":[{"type":"text","text":"a","_meta":{"s3cret":true}}]}""")),
        ("in a member that nobody knows", Result("""{"content":[],"later":{"s3cret":null}}""")),
        ("in a type that is none", Result("""{"content":[{"type":"not a type: s3cret"}]}""")),
        ("in data that is no base64", Result("""{"content":[{"type":"audio","data":"~s3cret~"}]}""")),
        ("in a blob that is no base64", Result("""{"contents":[{"uri":"u://x","blob":"~s3cret~"}]}""")),
        ("in a resource's text", Result("""{"contents":[{"uri":"u://x","text":"s3cret"}]}""")),
        ("in a prompt", Result("""{"description":"s3cret","messages":[{"role":"assistant","content":[{"type":"text","text":"s3cret"}]}]}""")),
        ("in a completion", Result("""{"completion":{"values":["s3cret"]}}""")),
        ("in a task's status", Result("""{"taskId":"t","status":"working","statusMessage":"s3cret"}""")),
        ("in a task's result", Result("""{"taskId":"t","status":"completed","result":{"content":[{"type":"text","text":"s3cret"}]}}""")),
        ("in a task's error", Result("""{"taskId":"t","status":"failed","error":{"code":1,"message":"m","data":"s3cret"}}""")),
        ("in a list of tasks", Result("""{"tasks":[{"taskId":"t","status":"working","statusMessage":"s3cret"}]}""")),
        ("in a request for input", Result("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{"message":"s3cret"}}}}""")),
        ("in an error's message", Error("""{"code":-32602,"message":"s3cret"}""")),
        ("in an error's data", Error("""{"code":-32602,"message":"m","data":{"deep":["s3cret"]}}""")),
        ("in a name of an error's data", Error("""{"code":-32602,"message":"m","data":{"s3cret":1}}""")),
        ("in a member of an error that nobody knows", Error("""{"code":-32602,"message":"m","more":"s3cret"}""")),
        ("in progress", """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"message":"s3cret"}}"""),
        ("in a log", """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","logger":"l","data":{"m":"s3cret"}}}"""),
        ("in a notification that nobody knows", """{"jsonrpc":"2.0","method":"notifications/x","params":{"s3cret":1}}"""),
        ("in a sampling question", """{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"a"}}],"systemPrompt":"s3cret"}}"""),
        ("in an elicitation's schema", """{"jsonrpc":"2.0","id":9,"method":"elicitation/create","params":{"message":"m","requestedSchema":{"properties":{"s3cret":{}}}}}"""),
        ("in a batch", $"[{Result("""{"content":[]}""")},{Result("""{"content":[{"type":"text","text":"s3cret"}]}""")}]"),
        ("in a tool's description", Result("""{"tools":[{"name":"a","description":"s3cret"}]}""")),
        ("in a tool's name", Result("""{"tools":[{"name":"a-s3cret","inputSchema":{}}]}""")),
        ("in a tool's schema", Result("""{"tools":[{"name":"a","inputSchema":{"properties":{"s3cret":{}}}}]}""")),
        ("in a tool's annotations", Result("""{"tools":[{"name":"a","annotations":{"title":"s3cret"}}]}""")),
        ("in a prompt's argument", Result("""{"prompts":[{"name":"a","arguments":[{"name":"b","description":"s3cret"}]}]}""")),
        ("in a resource's uri", Result("""{"resources":[{"uri":"u://s3cret","name":"n"}]}""")),
        ("in a template", Result("""{"resourceTemplates":[{"uriTemplate":"u://{x}","name":"s3cret"}]}""")),
        ("in instructions", Result("""{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"n","version":"1"},"instructions":"s3cret"}""")),
        ("in what a server says of itself", Result("""{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"n","title":"s3cret","version":"1"}}""")),
    ];

    public static TheoryData<string, GuardAction, bool> Attacks =>
        [.. from attack in s_attacks from action in new[] { GuardAction.Deny, GuardAction.Mask } from isResumed in new[] { false, true } select (attack.Name, action, isResumed)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_DoesNotReachTheAgent(string name, GuardAction action, bool isResumed)
    {
        var message = s_attacks.Single(attack => attack.Name == name).Message;
        var given = new GivenGate
        {
            Id = isResumed ? null : "1",
            Rule = new McpRule { Server = GivenGate.Server, AllowTools = ["*"], AllowResources = ["*"], AllowPrompts = ["*"], Sampling = true, Elicitation = true },
            Guard = new(new GuardPlan([WordCheck.Of(Word, action), WordCheck.Of(Number, action)])),
        };
        given.Ledgers.Tasks.Add(GivenGate.Server, "t", "search");

        var passed = given.Passed(message);

        if (passed is not null) Assert.DoesNotContain(Word, string.Concat(TextsOf(JsonDocument.Parse(passed).RootElement)));
        if (passed is not null) Assert.DoesNotContain(Number, passed);
        Assert.NotEmpty(given.Guard!.Findings);
        Assert.All(given.Guard.Findings, finding => Assert.Equal("WORD", finding.Label));
    }

    [Fact]
    public void SameMessages_WithoutGuards_Pass() =>
        Assert.All(s_attacks, attack => Assert.Contains("s3c", TextOf(attack.Message).Replace(Number, "s3c", StringComparison.Ordinal).Replace("\"s3\"", "s3c", StringComparison.Ordinal)));

    [Fact]
    public void UnreadableString_IsNotPassed()
    {
        var given = GuardedAnswerTests.Given(GuardAction.Mask);
        byte[] message = [.. Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":" """), 0xFF, .. "\"}]}}"u8];

        var verdict = given.Gate().Judge(new(message));

        Assert.Equal(AiGateway.Sidecar.Protocols.Mcp.GateAction.Replace, verdict.Action);
        Assert.Contains("cannot be read", Encoding.UTF8.GetString(verdict.Text.Span));
    }

    /// <summary>All names, texts and numbers, as a reader has them.</summary>
    private static IEnumerable<string> TextsOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => TextsOf(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("text", out var text) ? [text.GetString()!, .. TextsOf(item)] : TextsOf(item)),
        JsonValueKind.String => [json.GetString()!],
        _ => [json.GetRawText()],
    };

    private static string TextOf(string message) => string.Concat(TextsOf(JsonDocument.Parse(message).RootElement));

    private static string Result(string result) => GivenGate.Result(result);

    private static string Error(string error) => GivenGate.Error(error);
}
