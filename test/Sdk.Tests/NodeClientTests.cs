using System.Text;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests;

/// <summary>The official client from npm, against the ahead-of-time sidecar.</summary>
public sealed class NodeClientTests(SharedLine shared)
{
    private SidecarLine Line => shared.Line;

    [Fact]
    public async Task Chat_Json_AnswersAndTheRealKeyIsPutOn()
    {
        var result = await NodeClient.RunAsync(Line, "json");

        Assert.Equal("Hello from the fake provider.", result.Text);
        Assert.Contains(Line.Primary.Seen.All, call => call.Headers["Authorization"] == $"Bearer {Manifests.PrimaryKey}");
        Assert.DoesNotContain(Line.Primary.Seen.All, call => call.Headers.Values.Any(value => value.Contains("aigateway-placeholder", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Chat_Stream_ComesInPiecesAndWithoutUsageThatWasNotAskedFor()
    {
        var result = await NodeClient.RunAsync(Line, "stream");

        Assert.Equal("Hello from the fake provider.", result.Text);
        Assert.True(result.Events > 3);
        Assert.Equal(0, result.UsageEvents);
    }

    [Fact]
    public async Task Chat_StreamWithIncludeUsage_EndsWithUsage()
    {
        var result = await NodeClient.RunAsync(Line, "stream-usage");

        Assert.Equal(1, result.UsageEvents);
        Assert.True(result.TotalTokens > 0);
    }

    [Fact]
    public async Task Chat_Tools_SurviveInBothDirections()
    {
        var result = await NodeClient.RunAsync(Line, "tools");

        Assert.Equal("get_weather {\"city\":\"Paris\"}", result.Tool);
        AssertArrived(result.Sent!);
    }

    [Fact]
    public async Task Chat_UnknownFields_SurviveByteForByte() => AssertArrived((await NodeClient.RunAsync(Line, "unknown")).Sent!);

    [Fact]
    public async Task Models_List_HoldsWhatTheAgentMayUse()
    {
        var models = (await NodeClient.RunAsync(Line, "models")).Models;

        Assert.Contains("fast", models);
        Assert.Contains("recovering", models);
        Assert.DoesNotContain("forbidden", models);
    }

    [Theory]
    [InlineData("denied")]
    [InlineData("denied-stream")]
    public async Task Chat_DeniedModel_RaisesPermissionDenied(string scenario)
    {
        var result = await NodeClient.RunAsync(Line, scenario);

        Assert.Equal("PermissionDeniedError", result.Error);
        Assert.Equal("model_denied", result.Code);
        Assert.DoesNotContain(Line.Primary.Seen.All, call => Encoding.UTF8.GetString(call.Body).Contains("forbidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing", "NotFoundError", 404)]
    [InlineData("malformed", "BadRequestError", 400)]
    public async Task Chat_RequestThatCannotBeServed_RaisesTheClientsOwnError(string scenario, string error, int status)
    {
        var result = await NodeClient.RunAsync(Line, scenario);

        Assert.Equal((error, status), (result.Error, result.Status));
        Assert.NotNull(result.Code);
    }

    [Fact]
    public async Task Chat_RateLimitedByTheProvider_RaisesRateLimitWithRetryAfter()
    {
        var result = await NodeClient.RunAsync(Line, "limited");

        Assert.Equal("RateLimitError", result.Error);
        Assert.Equal("7", result.RetryAfter);
    }

    [Fact]
    public async Task Chat_EveryTargetFails_RaisesInternalServerErrorAfterTryingEach()
    {
        var result = await NodeClient.RunAsync(Line, "failing");

        Assert.Equal("InternalServerError", result.Error);
        Assert.Contains(Line.Primary.Seen.All, Asked("error-500"));
        Assert.Contains(Line.Backup.Seen.All, Asked("error-500"));
    }

    [Fact]
    public async Task Chat_FirstTargetFails_TheNextOneAnswers()
    {
        var result = await NodeClient.RunAsync(Line, "recovering");

        Assert.Equal("Hello from the fake provider.", result.Text);
        Assert.Contains(Line.Primary.Seen.All, Asked("error-503"));
    }

    [Fact]
    public async Task Stream_AbortedByTheClient_IsCancelledAtTheProvider()
    {
        await NodeClient.RunAsync(Line, "abort");

        await Eventually.HoldsAsync(() => Line.Primary.Seen.All.Any(call => call.Cancelled && Asked("long-20")(call)), "the provider sees the end");
    }

    [Fact]
    public async Task Stream_CutByTheProvider_RaisesTheClientsOwnError()
    {
        var result = await NodeClient.RunAsync(Line, "cut");

        Assert.True(result.Error is "APIError" or "APIConnectionError" or "InternalServerError", $"{result.Error}: {result.Message}");
    }

    [Fact]
    public async Task Calls_HoweverTheyEnd_LeaveNoKeyAndNoPromptInTheAudit()
    {
        await NodeClient.RunAsync(Line, "json");

        await Eventually.HoldsAsync(() => Line.Audit.Any(line => line.Contains("\"decision\"", StringComparison.Ordinal)), "the call is audited");
        Assert.DoesNotContain(Line.Audit, line => line.Contains("sk-", StringComparison.Ordinal) || line.Contains("Say hello", StringComparison.Ordinal));
    }

    private void AssertArrived(string sent) => Assert.Contains(Line.Primary.Seen.All, call => Encoding.UTF8.GetString(call.Body) == sent);

    private static Predicate<Fakes.SeenCall> Asked(string model) =>
        call => Encoding.UTF8.GetString(call.Body).Contains($"\"model\":\"{model}\"", StringComparison.Ordinal);
}
