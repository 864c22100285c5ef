using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>What a tool server may ask of the agent's client: nothing that no policy allows, and nothing for ever.</summary>
public sealed class ServerQuestionAttackTests
{
    [Theory]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage","params":{}}}}""")]
    [InlineData("""{"taskId":"t","status":"input_required","inputRequests":{"a":{"method":"elicitation/create"}}}""")]
    [InlineData("""{"taskId":"t","result":{"inputRequests":{"a":{"method":"roots/list"}}}}""")]
    [InlineData("""{"inputRequests":{"a":{"method":"tools/call"}}}""")]
    [InlineData("""{"inputRequests":{"a":{"method":"roots\/list"}}}""")]
    [InlineData("""{"inputRequests":{"a":{}}}""")]
    [InlineData("""{"inputRequests":{"a":7}}""")]
    [InlineData("""{"inputRequests":{"a":{"Method":"roots/list"}}}""")]
    public void InputRequestThatNobodyAllows_TheResultIsReplacedByADenial(string result)
    {
        var given = new GivenGate { Era = McpEra.Modern };

        Assert.Contains("\"code\":403", given.Passed(GivenGate.Result(result)), StringComparison.Ordinal);
        Assert.Contains("inputRequests", given.Outcome.Withheld);
    }

    [Fact]
    public void InputRequestsThatAreAllowed_Pass()
    {
        var given = new GivenGate { Era = McpEra.Modern, Rule = new() { Server = GivenGate.Server, Elicitation = true, Roots = true } };
        var answer = GivenGate.Result("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create"},"b":{"method":"roots/list"}}}""");

        Assert.Equal(answer, given.Passed(answer));
    }

    [Fact]
    public void ElicitationRequiredError_WithoutThePermission_IsReplacedByADenial()
    {
        var answer = GivenGate.Error("""{"code":-32042,"message":"go","data":{"elicitations":[{"mode":"url","url":"https://example.org"}]}}""");
        var allowed = new GivenGate { Rule = new() { Server = GivenGate.Server, Elicitation = true } };

        Assert.Contains("\"code\":403", new GivenGate().Passed(answer), StringComparison.Ordinal);
        Assert.Contains("\"code\":403", new GivenGate().Passed(GivenGate.Result("""{"taskId":"t","error":{"code":-32042.0,"message":"go"}}""")), StringComparison.Ordinal);
        Assert.Equal(answer, allowed.Passed(answer));
    }

    [Theory]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    [InlineData("tools/call")]
    [InlineData("Ping")]
    public void ServerRequestThatNobodyAllows_IsDroppedAndAnswered(string method)
    {
        var given = new GivenGate();

        var verdict = given.Judge($$"""{"jsonrpc":"2.0","id":"a\"b","method":"{{method}}","params":{ } }""");

        Assert.Equal(GateAction.Drop, verdict.Action);
        Assert.Equal("""{"jsonrpc":"2.0","id":"a\"b","error":{"code":-32601,"message":"not allowed by policy"}}""", Encoding.UTF8.GetString(verdict.Answer.Span));
        Assert.Equal([method], given.Outcome.Withheld);
        Assert.False(given.Ledgers.Asked.TryTake(GivenGate.Server, "s", "\"a\\\"b\""u8));
    }

    [Fact]
    public void ServerRequestThatIsAllowed_PassesAndMayBeAnsweredOnce()
    {
        var given = new GivenGate { Rule = new() { Server = GivenGate.Server, Sampling = true } };
        const string Asked = """{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{"messages":[],"tools":[{"name":"x"}]}}""";

        Assert.Equal(Asked, given.Passed(Asked));
        Assert.Equal(GateAction.Pass, given.Judge("""{"jsonrpc":"2.0","id":10,"method":"ping"}""").Action);
        Assert.True(given.Ledgers.Asked.TryTake(GivenGate.Server, "s", "9"u8));
        Assert.False(given.Ledgers.Asked.TryTake(GivenGate.Server, "s", "9"u8));
        Assert.True(given.Ledgers.Asked.TryTake(GivenGate.Server, "s", "10"u8));
    }

    [Fact]
    public void ServerRequest_InTheNewestRevision_IsDroppedWithoutAnAnswer()
    {
        var given = new GivenGate { Era = McpEra.Modern, Rule = new() { Server = GivenGate.Server, Sampling = true } };

        Assert.Equal(GateVerdict.Drop, given.Judge("""{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage"}"""));
    }

    [Fact]
    public void RequestStorm_IsRememberedOnlySoFar()
    {
        var given = new GivenGate { Rule = new() { Server = GivenGate.Server, Sampling = true } };
        var gate = given.Gate();

        for (var id = 0; id < 5_000; id++) gate.Judge(new(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""")));

        Assert.Equal(AskedLedger.MaxAsked, Enumerable.Range(0, 5_000).Count(id => given.Ledgers.Asked.TryTake(GivenGate.Server, "s", Encoding.UTF8.GetBytes($"{id}"))));
    }

    /// <summary>Else requests of a server that are answered would be remembered for ever.</summary>
    [Fact]
    public void AnsweredRequests_LeaveNothingBehind()
    {
        var ledger = new AskedLedger();
        for (var id = 0; id < 3 * AskedLedger.MaxAsked; id++)
        {
            ledger.Add(GivenGate.Server, "s", Encoding.UTF8.GetBytes($"{id}"));
            Assert.True(ledger.TryTake(GivenGate.Server, "s", Encoding.UTF8.GetBytes($"{id}")));
        }

        Assert.InRange(ledger.Remembered, 0, AskedLedger.MaxAsked);
    }
}
