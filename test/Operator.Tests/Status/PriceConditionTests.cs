using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status;

public sealed class PriceConditionTests
{
    private const string Say = "; say the prices in spec.prices of the ProviderCredential";

    [Fact]
    public void Write_RouteLeadsToAnUnknownModel_SaysWhichAndStaysReady()
    {
        var status = Write(Gap("llama-4", "team/together"));

        Assert.Equal(("False", StatusReasons.UnknownPrice), (status.Of(PriceCondition.Type).Status, status.Of(PriceCondition.Type).Reason));
        Assert.Equal(
            "no price is known of \"llama-4\" at team/together: such calls are told as unpriced, and a limit in US dollars does with them what its unknownPrice says (Deny, the default, refuses them)" + Say,
            status.Of(PriceCondition.Type).Message);
        Assert.Equal("True", status.Of("Ready").Status);
        Assert.False(status.Has("Stalled"));
    }

    [Fact]
    public void Write_EveryPriceIsKnown_IsTrue() => Assert.Equal(("True", StatusReasons.PricesKnown), (Write().Of(PriceCondition.Type).Status, Write().Of(PriceCondition.Type).Reason));

    [Fact]
    public void Write_OnlyNamesThatArePassedOn_IsUnknown()
    {
        var condition = Write(Gap("gpt-*", "team/openai") with { IsPartial = true }).Of(PriceCondition.Type);

        Assert.Equal(("Unknown", StatusReasons.OpenNames), (condition.Status, condition.Reason));
        Assert.StartsWith("only for some names is a price known of \"gpt-*\" at team/openai: ", condition.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnknownPrice.Deny, null, "team/policy/daily refuses such calls (unknownPrice is Deny)")]
    [InlineData(UnknownPrice.Deny, true, "team/policy/daily would refuse such calls (unknownPrice is Deny)")]
    [InlineData(UnknownPrice.Estimate, null, "team/policy/daily counts such calls at the dearest price that is known (unknownPrice is Estimate)")]
    [InlineData(UnknownPrice.Zero, null, "team/policy/daily counts such calls as free (unknownPrice is Zero)")]
    public void Write_LimitCountsTheModel_SaysWhatItDoes(UnknownPrice rule, bool? audit, string effect)
    {
        var limit = new LimitRule { Limit = "team/policy/daily", Unit = LimitUnit.Usd, Amount = 1, Scope = LimitScope.Agent, UnknownPrice = rule, Audit = audit };

        Assert.Equal($"no price is known of \"llama-4\" at team/together: {effect}{Say}", Write(Gap("llama-4", "team/together") with { Limit = limit }).Of(PriceCondition.Type).Message);
    }

    [Fact]
    public void Write_ManyModels_NamesFiveAndCountsTheRest()
    {
        var message = Write([.. Enumerable.Range(0, 7).Select(index => Gap($"m-{index}", "team/together"))]).Of(PriceCondition.Type).Message;

        Assert.Contains("\"m-4\" at team/together and 2 more: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("m-5", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoLimitInUsDollars_SaysNothingOfPrices() =>
        Assert.False(StatusGiven.Status(StatusGiven.Turn(StatusGiven.Pod("a")), StatusGiven.Sidecar("a")).Has(PriceCondition.Type));

    private static PriceGap Gap(string model, string account) => new(model, account);

    private static CommonStatus Write(params ImmutableArray<PriceGap> gaps)
    {
        var report = new ResourceReport
        {
            Resource = new() { Kind = nameof(ModelRoute), Namespace = "team", Name = "route", Uid = "uid", Generation = 1 }, Diagnostics = [], PodUids = [], PriceGaps = new(gaps),
        };
        return ConditionWriter.Write(report, new() { Matched = 0, Programmed = 0, Refused = [], Outdated = [], Waiting = [], Disconnected = [], Bare = [] }, null, StatusGiven.Now);
    }
}
