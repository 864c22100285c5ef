using System.Text.Json.Nodes;
using AiGateway.Cli;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.Operator.Tests.Suggestions;

public sealed class SuggestCommandTests
{
    /// <summary>It stands at the first of January of 2026.</summary>
    private static readonly ManualTime Time = new();
    private readonly List<string> _asked = [];

    [Fact]
    public async Task Run_Diff_ShowsWhatIsTakenAway()
    {
        var text = await SuggestCommand.RunAsync(SuggestOptions.Parse(["suggest", "deployment-web", "-n", "team"])!, ReadAsync, Time);

        Assert.Contains("-    - \"gpt-*\"\n+    - gpt-5-mini\n", text, StringComparison.Ordinal);
        Assert.Contains("# Asked for, denied, and not allowed here either:\n#   mcp.tools.allow: github/delete_repo  (1 times, last 2025-12-31 09:00Z)", text, StringComparison.Ordinal);
        Assert.All(_asked, asked => Assert.EndsWith("-n team", asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Yaml_CanBeApplied()
    {
        var text = await SuggestCommand.RunAsync(SuggestOptions.Parse(["suggest", "deployment-web", "-o", "yaml", "--since=24h"])!, ReadAsync, Time);

        Assert.Contains("kind: AgentPolicy\nmetadata:\n  name: shop\n  namespace: team\nspec:\n  podSelector:\n    matchLabels:\n      app: web\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("resourceVersion", text, StringComparison.Ordinal);
        Assert.DoesNotContain("old-model", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownAgent_SaysWhereToLook()
    {
        var wrong = await Assert.ThrowsAsync<KubectlException>(() => SuggestCommand.RunAsync(SuggestOptions.Parse(["suggest", "nobody"])!, ReadAsync, Time));

        Assert.Contains("nobody", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no command 'sugest'", "sugest")]
    [InlineData("which Agent?", "suggest")]
    [InlineData("one Agent at a time", "suggest", "a", "b")]
    [InlineData("--since must be a time", "suggest", "a", "--since", "7d")]
    [InlineData("--output must be", "suggest", "a", "-o", "xml")]
    [InlineData("--since needs a value", "suggest", "a", "--since")]
    [InlineData("there is no option --sinc", "suggest", "a", "--sinc", "1h")]
    public void Parse_WrongLine_SaysWhat(string message, params string[] line) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => SuggestOptions.Parse(line)).Message, StringComparison.Ordinal);

    private Task<JsonNode> ReadAsync(IEnumerable<string> arguments)
    {
        var line = string.Join(' ', arguments);
        _asked.Add(line);
        if (line.Contains("nobody", StringComparison.Ordinal)) throw new KubectlException("agents.aigateway.dev \"nobody\" not found");
        return Task.FromResult(line.StartsWith("agents.aigateway.dev deployment-web", StringComparison.Ordinal) ? Agent()
            : line.StartsWith("agents.", StringComparison.Ordinal) ? List(Agent()) : List(Policy()));
    }

    private static JsonNode List(JsonNode item) => new JsonObject { ["items"] = new JsonArray(item) };

    private static JsonNode Agent() => JsonNode.Parse(
        """
        {"apiVersion":"aigateway.dev/v1alpha1","kind":"Agent","metadata":{"name":"deployment-web","namespace":"team","resourceVersion":"7"},"spec":{"workload":{"kind":"Deployment","name":"web"}},
         "status":{"policies":["team/shop","aigateway-system/ceiling"],"used":[
          {"kind":"Model","name":"gpt-5-mini","used":4,"at":"2025-12-31T10:00:00Z"},{"kind":"Model","name":"old-model","used":9,"at":"2025-12-01T10:00:00Z"},
          {"kind":"Tool","name":"github/get_issue","used":4,"at":"2025-12-31T10:00:00Z"},{"kind":"Tool","name":"github/delete_repo","denied":1,"at":"2025-12-31T09:00:00Z"}]}}
        """)!;

    private static JsonNode Policy() => JsonNode.Parse(
        """
        {"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","metadata":{"name":"shop","namespace":"team","resourceVersion":"8","uid":"u"},
         "spec":{"podSelector":{"matchLabels":{"app":"web"}},"models":{"allow":["gpt-*"]},"mcp":[{"server":"github","tools":{"allow":["get_*"]}}]}}
        """)!;
}
