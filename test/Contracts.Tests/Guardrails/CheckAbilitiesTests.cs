using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Contracts.Tests.Guardrails;

public sealed class CheckAbilitiesTests
{
    private static readonly CheckRule s_secrets = GivenCheck.Of(CheckTypes.Secrets, GuardPlace.Input);

    public static TheoryData<string> Types() => [.. CheckTypes.All];

    public static TheoryData<string, GuardPlace> Refused() => new()
    {
        { CheckTypes.JsonSchema, GuardPlace.Input }, { CheckTypes.JsonSchema, GuardPlace.SystemPrompt }, { CheckTypes.JsonSchema, GuardPlace.ToolDefinition },
        { CheckTypes.Injection, GuardPlace.SystemPrompt },
        { CheckTypes.Loop, GuardPlace.Input }, { CheckTypes.Loop, GuardPlace.Output }, { CheckTypes.Loop, GuardPlace.SystemPrompt }, { CheckTypes.Loop, GuardPlace.ToolResult },
        { CheckTypes.Loop, GuardPlace.ToolDefinition },
        { CheckTypes.Groundedness, GuardPlace.Input }, { CheckTypes.Groundedness, GuardPlace.SystemPrompt }, { CheckTypes.Groundedness, GuardPlace.ToolArguments },
        { CheckTypes.Groundedness, GuardPlace.ToolResult }, { CheckTypes.Groundedness, GuardPlace.ToolDefinition },
    };

    public static TheoryData<string, CheckRule, string, string> Unmet() => new()
    {
        { "settings of another type", s_secrets with { Words = new() { Words = ["x"] } }, "words", CheckMessages.Settings },
        { "no settings", GivenCheck.Of(CheckTypes.Pii, GuardPlace.Input) with { Pii = null }, "pii", CheckMessages.Settings },
        { "a failure of what cannot fail", s_secrets with { OnFailure = FailureAction.Allow }, "onFailure", CheckMessages.FailureUnused },
        { "a mask's form where nothing is masked", Pii(MaskForm.Hash, GuardAction.Flag, GuardPlace.Input), "pii.mask", CheckMessages.MaskUnused },
        { "a value that is hidden from who wrote it", Pii(MaskForm.Reversible, GuardAction.Mask, GuardPlace.Output), "pii.mask", CheckMessages.ReversibleOutput },
        { "no bound", Length(null, null, GuardPlace.Input), "length", CheckMessages.LengthBounds },
        { "bounds that cross", Length(9, 8, GuardPlace.Input), "length", CheckMessages.LengthBounds },
        { "a least length of every argument", Length(1, null, GuardPlace.ToolArguments), "length.minCharacters", CheckMessages.LengthPlaces },
        { "no language", GivenCheck.Of(CheckTypes.Language, GuardPlace.Output) with { Language = new() }, "language", CheckMessages.LanguageEmpty },
        { "canaries where no model writes", Injection(new() { Canaries = ["c"] }, GuardPlace.Input), "injection", CheckMessages.CanaryPlaces },
        { "answers without canaries", Injection(null, GuardPlace.Input, GuardPlace.Output), "on", CheckMessages.CanaryMissing },
        { "a threshold of no score", Injection(new() { Threshold = 9, InsertCanary = true }, GuardPlace.Output), "injection.threshold", CheckMessages.ThresholdUnused },
        { "a stop before its warning", GivenCheck.Of(CheckTypes.Loop, GuardPlace.ToolArguments) with { Loop = new() { WarnAfter = 6 } }, "loop.stopAfter", CheckMessages.LoopOrder },
        { "beside the answer itself", GivenCheck.Of(CheckTypes.OpenAiModeration, GuardPlace.Output) with { OpenAiModeration = new() { Provider = "a/b", Timing = CallTiming.Beside } }, "openAiModeration.timing", CheckMessages.TimingUnused },
        { "decoded for nobody", GivenCheck.Of(CheckTypes.Encoded, GuardPlace.Input), "on[0]", CheckMessages.EncodedAlone },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Of_EveryType_IsInTheTable(string type) => Assert.NotNull(CheckAbilities.Of(type));

    [Theory]
    [MemberData(nameof(Types))]
    public void Find_CheckAtAllItsPlaces_FindsNothing(string type)
    {
        var check = GivenCheck.Of(type, [.. CheckAbilities.Of(type)!.Places]);
        var before = GivenCheck.Of(CheckTypes.Secrets, [.. CheckAbilities.AllPlaces]);

        Assert.Empty(CheckAbilities.Find(check, [before]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Find_EveryPlace_IsRefusedWhereTheTableSaysSo(string type)
    {
        var refused = CheckAbilities.AllPlaces
            .Where(place => CheckAbilities.Find(GivenCheck.Of(type, place), [GivenCheck.Of(CheckTypes.Secrets, [.. CheckAbilities.AllPlaces])]).Any(problem => problem.Field == "on[0]"));

        Assert.Equal(Refused().Where(row => row.Data.Item1 == type).Select(row => row.Data.Item2).Order(), refused.Order());
    }

    [Fact]
    public void Find_Mask_IsOfTypesThatFindARange()
    {
        var masking = CheckTypes.All.Where(type => !CheckAbilities
            .Find(GivenCheck.Of(type, [.. CheckAbilities.Of(type)!.Places]) with { Action = GuardAction.Mask }, [])
            .Contains(new("action", CheckMessages.CannotMask)));

        Assert.Equal(["encoded", "invisible", "links", "pattern", "pii", "secrets", "words"], masking.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Unmet))]
    public void Find_WhatCannotBeHad_IsSaidAtItsField(string name, CheckRule check, string field, string message)
    {
        Assert.NotEmpty(name);
        Assert.Equal([new CheckProblem(field, message)], CheckAbilities.Find(check, []));
    }

    [Fact]
    public void Find_EncodedBehindAReaderOfOneOfItsPlaces_IsRefusedAtTheOther()
    {
        var found = CheckAbilities.Find(GivenCheck.Of(CheckTypes.Encoded, GuardPlace.Input, GuardPlace.Output), [s_secrets]);

        Assert.Equal([new CheckProblem("on[1]", CheckMessages.EncodedAlone)], found);
    }

    [Fact]
    public void Find_UnknownType_SaysNothing() => Assert.Empty(CheckAbilities.Find(GivenCheck.Of("tomorrow", GuardPlace.Input), []));

    private static CheckRule Pii(MaskForm mask, GuardAction action, params GuardPlace[] on) => new()
    {
        Type = CheckTypes.Pii, On = [.. on], Action = action, Pii = new() { Types = [PiiType.Email], Mask = mask },
    };

    private static CheckRule Length(int? least, int? most, GuardPlace on) =>
        GivenCheck.Of(CheckTypes.Length, on) with { Length = new() { MinCharacters = least, MaxCharacters = most } };

    private static CheckRule Injection(InjectionSettings? settings, params GuardPlace[] on) => GivenCheck.Of(CheckTypes.Injection, on) with { Injection = settings };
}
