using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Whatever a server lists and whatever the rules say: shown is what is allowed and nothing else, as it came and in its order.</summary>
public sealed class AnswerGatePropertyTests
{
    private static readonly string[] s_names = ["search", "search_all", "drop", "drop_all", "Ünsafe", "read", "write", "ping", "a b"];

    [Theory]
    [InlineData("tools", "name", nameof(McpSubject.Tool))]
    [InlineData("prompts", "name", nameof(McpSubject.Prompt))]
    [InlineData("resources", "uri", nameof(McpSubject.Resource))]
    public void List_AnyItemsAnyRules_ShownIsWhatIsAllowed(string list, string key, string of)
    {
        var (dice, subject) = (new Random(list.Length), Enum.Parse<McpSubject>(of));
        for (var turn = 0; turn < 300; turn++)
        {
            var given = new GivenGate { Method = McpMethod.ToolsList, Rule = AnyRule(dice, subject), Pinning = PinningMode.Off, Ledgers = new(TimeProvider.System) };
            var names = Enumerable.Range(0, dice.Next(7)).Select(_ => Prefix(subject) + s_names[dice.Next(s_names.Length)]).Distinct().ToList();
            var items = names.ConvertAll(name => (Name: name, Text: AnyItem(dice, key, name)));
            var allowed = items.Where(item => given.Decides(subject, item.Name)).ToList();

            var passed = given.Passed(GivenGate.Result(Around(list, items.ConvertAll(item => item.Text), dice)));

            Assert.Equal(allowed.ConvertAll(item => item.Text), ItemsOf(passed!, list));
            Assert.Equal((items.Count, allowed.Count), (given.Outcome.Listed ?? 0, given.Outcome.Shown ?? 0));
        }
    }

    [Fact]
    public void List_EverythingAllowed_PassesAsItCame()
    {
        var dice = new Random(7);
        for (var turn = 0; turn < 200; turn++)
        {
            var items = s_names.Take(dice.Next(s_names.Length)).Select(name => AnyItem(dice, "name", name)).ToList();
            var rule = new McpRule { Server = GivenGate.Server, AllowTools = [.. s_names] };

            Assert.Equal(GateVerdict.Pass, new GivenGate { Rule = rule }.Judge(GivenGate.Result(Around("tools", items, dice))));
        }
    }

    /// <summary>Any text at all: it passes, is replaced by one message, or is dropped; what passes is JSON-RPC.</summary>
    [Fact]
    public void Judge_MutatedMessages_NeverThrowsAndNeverShowsWhatIsDenied()
    {
        var dice = new Random(4242);
        var seed = Encoding.UTF8.GetBytes(GivenGate.Result(
            """{"resultType":"complete","tools":[{"name":"secret"},{"name":"search"}],"cacheScope":"public","instructions":"x","inputRequests":{},"task":{"taskId":"t"},"result":{"tools":[]}}"""));
        var given = new GivenGate { Rule = new() { Server = GivenGate.Server, AllowTools = ["search"] }, Pinning = PinningMode.Warn };
        for (var turn = 0; turn < 20_000; turn++)
        {
            var message = seed.ToArray();
            for (var change = 0; change <= turn % 3; change++) message[dice.Next(message.Length)] = "\"{}[]:,\\ tNn\n"u8[dice.Next(13)];

            var verdict = given.Gate().Judge(new(message));

            if (verdict.Action == GateAction.Replace) System.Text.Json.JsonDocument.Parse(verdict.Text).Dispose();
            Assert.DoesNotContain("\"tools\":[{\"name\":\"secret\"}", GivenGate.Text(Encoding.UTF8.GetString(message), verdict) ?? "", StringComparison.Ordinal);
        }
    }

    private static string Prefix(McpSubject subject) => subject == McpSubject.Resource ? "file://" : "";

    private static McpRule AnyRule(Random dice, McpSubject subject)
    {
        string[] Some() => [.. Enumerable.Range(0, dice.Next(4)).Select(_ => Prefix(subject) + s_names[dice.Next(s_names.Length)] + (dice.Next(3) == 0 ? "*" : "")), .. dice.Next(4) == 0 ? ["*"] : Array.Empty<string>()];
        var rule = new McpRule { Server = GivenGate.Server, Sampling = true };
        return subject switch
        {
            McpSubject.Tool => rule with { AllowTools = [.. Some()], DenyTools = [.. Some()] },
            McpSubject.Prompt => rule with { AllowPrompts = [.. Some()], DenyPrompts = [.. Some()] },
            _ => rule with { AllowResources = [.. Some()], DenyResources = [.. Some()] },
        };
    }

    /// <summary>An item with its key somewhere among other members.</summary>
    private static string AnyItem(Random dice, string key, string name)
    {
        var others = Enumerable.Range(0, dice.Next(4)).Select(number => $"\"x{number}\":{RandomJson.Spell(RandomJson.Value(dice, 2), dice).Replace('\n', ' ').Replace('\r', ' ')}").ToList();
        others.Insert(dice.Next(others.Count + 1), $"\"{key}\" : {System.Text.Json.JsonSerializer.Serialize(name)}");
        return "{" + string.Join(" , ", others) + "}";
    }

    private static string Around(string list, List<string> items, Random dice)
    {
        var space = dice.Next(2) == 0 ? " " : "";
        var array = $"\"{list}\":{space}[{space}{string.Join(space + "," + space, items)}{space}]";
        return dice.Next(3) switch { 0 => "{" + array + "}", 1 => "{\"_meta\":{}," + array + "}", _ => "{" + array + space + ",\"ttlMs\":1}" };
    }

    /// <summary>The items as they stand in the text.</summary>
    private static List<string> ItemsOf(string message, string list)
    {
        using var json = System.Text.Json.JsonDocument.Parse(message);
        return [.. json.RootElement.GetProperty("result").GetProperty(list).EnumerateArray().Select(item => item.GetRawText())];
    }
}
