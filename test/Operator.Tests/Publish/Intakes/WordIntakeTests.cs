using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Publish.Intakes;

namespace AiGateway.Operator.Tests.Publish.Intakes;

public sealed class WordIntakeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hex32 = new('a', 32);
    private static readonly string Hex64 = new('b', 64);

    /// <summary>Names that break a line, a status or a terminal.</summary>
    public static TheoryData<string> BadNames => ["", "line\nbreak", "\u001b[31mred", "c1\u0085", "paragraph\u2029", "half\ud800", "\udc00half"];

    [Fact]
    public void Take_SoundWords_StayAsTheyAre()
    {
        Assert.Equal(Slice(), Assert.Single(Slices(Slice())));
        Assert.Equal(Breach(), Assert.Single(Breaches(Breach())));
        Assert.Equal(Ask(), Assert.Single(Asks(Ask())));
        Assert.Equal(Thing(), Assert.Single(Things(Thing())));
    }

    [Fact]
    public void Take_BesideItsOwnMember_KeepsNone()
    {
        var word = Take(new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = "epoch", Sequence = 3, Slices = [] }, Used = GivenWords.Used("x").Used, Report = new() { Epoch = "epoch", Sequence = 1 } });

        Assert.Equal((3, null, null), (word!.Slices!.Sequence, word.Used, word.Report));
    }

    [Theory]
    [InlineData(EnvelopeTypes.Grants)]
    [InlineData(EnvelopeTypes.Verdicts)]
    [InlineData(EnvelopeTypes.Report)]
    [InlineData(EnvelopeTypes.Slices)]
    [InlineData("tomorrow")]
    public void Take_TypeThatIsNoWordOrHasNone_IsNone(string type) => Assert.Null(Take(GivenWords.Used("x") with { Type = type }));

    [Fact]
    public void Take_OfAnotherProcess_IsNone()
    {
        Assert.Null(Take(GivenWords.Slices(1, "other")));
        Assert.Null(Take(GivenWords.Used("x", "other")));
        Assert.Null(Take(new() { Type = EnvelopeTypes.Breaches, Breaches = new() { Epoch = "other", Breaches = [] } }));
        Assert.Null(Take(new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = "other", Asks = [] } }));
    }

    [Fact]
    public void Take_ListThatIsMissing_IsEmpty()
    {
        Assert.Empty(Take(new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = "epoch", Sequence = 1, Slices = default } })!.Slices!.Slices);
        Assert.Empty(Take(new() { Type = EnvelopeTypes.Breaches, Breaches = new() { Epoch = "epoch", Breaches = default } })!.Breaches!.Breaches);
        Assert.Empty(Take(new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = "epoch", Asks = default } })!.Approvals!.Asks);
        Assert.Empty(Take(new() { Type = EnvelopeTypes.Used, Used = new() { Epoch = "epoch", Things = default } })!.Used!.Things);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Take_NameThatNothingMayHave_IsLeftOut(string name)
    {
        Assert.Empty(Slices(Slice() with { Limit = name }));
        Assert.Empty(Breaches(Breach() with { Limit = name }));
        Assert.Empty(Asks(Ask() with { Tool = name }, Ask() with { Server = name }, Ask() with { Rule = name }, Ask() with { Id = name }, Ask() with { ArgumentsHash = name }));
        Assert.Empty(Things(Thing() with { Name = name }));
        if (name.Length > 0) Assert.Empty(Slices(Slice() with { Key = name }));
    }

    [Fact]
    public void Take_NameTooLong_IsLeftOut()
    {
        Assert.Empty(Slices(Slice() with { Limit = new('n', SliceIntake.MaxLimit + 1) }, Slice() with { Key = new('n', SliceIntake.MaxKey + 1) }));
        Assert.Empty(Breaches(Breach() with { Limit = new('n', SliceIntake.MaxLimit + 1) }));
        Assert.Empty(Asks(Ask() with { Tool = new('n', ToolPin.MaxName + 1) }));
        Assert.Empty(Things(Thing() with { Name = new('n', UsedThing.MaxName + 1) }));
    }

    [Fact]
    public void Take_SliceWithAmountsThatCannotBe_IsLeftOut()
    {
        foreach (var amount in (long[])[-1, long.MinValue, long.MaxValue, SliceIntake.MaxAmount + 1])
        {
            Assert.Empty(Slices(
                Slice() with { Granted = amount }, Slice() with { Used = amount }, Slice() with { Returned = amount },
                Slice() with { Reserved = amount }, Slice() with { Wanted = amount }, Slice() with { Estimated = amount }));
        }

        Assert.Empty(Slices(Slice() with { Returned = Slice().Granted + 1 }, Slice() with { Estimated = Slice().Used + 1 }));
        Assert.Single(Slices(Slice() with { Used = Slice().Granted + 1 }));
    }

    [Fact]
    public void Take_SliceOfAPodsOwnLimit_IsLeftOut() =>
        Assert.Empty(Slices(Slice() with { Scope = LimitScope.Pod }, Slice() with { Scope = (LimitScope)99 }));

    [Fact]
    public void Take_Twice_StandsOnce()
    {
        Assert.Equal(3, Slices(Slice(), Slice() with { Used = 1 }, Slice() with { Key = "k" }, Slice() with { Scope = LimitScope.Agent }).Length);
        Assert.Equal(2, Breaches(Breach(), Breach() with { Refused = 9 }, Breach() with { Scope = LimitScope.Pod }).Length);
        Assert.Single(Asks(Ask(), Ask() with { Tool = "other" }));
        Assert.Equal(2, Things(Thing(), Thing() with { Used = 9 }, Thing() with { Kind = UsedKind.Tool }).Length);
    }

    [Fact]
    public void Take_TooMany_IsCut()
    {
        Assert.Equal(SliceWord.MaxSlices, Slices([.. Enumerable.Range(0, 5000).Select(n => Slice() with { Key = $"k{n}" })]).Length);
        Assert.Equal(BreachWord.MaxBreaches, Breaches([.. Enumerable.Range(0, 5000).Select(n => Breach() with { Limit = $"k{n}" })]).Length);
        Assert.Equal(ApprovalWord.MaxAsks, Asks([.. Enumerable.Range(0, 5000).Select(n => Ask() with { Id = $"{n:x32}" })]).Length);
        Assert.Equal(UsedWord.MaxThings, Things([.. Enumerable.Range(0, 5000).Select(n => Thing() with { Name = $"k{n}" })]).Length);
    }

    [Fact]
    public void Take_ThingsWithLongNames_TakeNoMoreThanTheirRoom()
    {
        var kept = Things([.. Enumerable.Range(0, 500).Select(n => Thing() with { Name = $"{n:d3}" + new string('ü', 500) })]);

        Assert.InRange(kept.Sum(thing => System.Text.Encoding.UTF8.GetByteCount(thing.Name)), UsedIntake.MaxNameBytes - 1024, UsedIntake.MaxNameBytes);
    }

    [Fact]
    public void Take_TimeAhead_IsNow()
    {
        Assert.Equal(Now, Breaches(Breach() with { At = Now.AddDays(1) })[0].At);
        Assert.Equal(Now, Things(Thing() with { At = DateTimeOffset.MaxValue })[0].At);
        Assert.Equal((Now, Now.AddDays(7)), Asks(Ask() with { At = DateTimeOffset.MaxValue, ExpiresAt = DateTimeOffset.MaxValue })[0] is { } ask ? (ask.At, ask.ExpiresAt) : default);
        Assert.Equal(Now.AddMinutes(-1).AddDays(7), Asks(Ask() with { ExpiresAt = Now.AddYears(1) })[0].ExpiresAt);
    }

    [Fact]
    public void Take_CountsBelowZero_AreLeftOut()
    {
        Assert.Empty(Breaches(Breach() with { Refused = -1 }));
        Assert.Empty(Things(Thing() with { Used = -1 }, Thing() with { Denied = -1 }, Thing() with { Kind = (UsedKind)99 }));
    }

    [Fact]
    public void Take_PreviewOfManyLines_IsOneLineAndCut()
    {
        var preview = Asks(Ask() with { Preview = "a\nb\u001b[31m" + new string('x', 3000) })[0].Preview;

        Assert.StartsWith("a b [31mxxx", preview);
        Assert.Equal(ApprovalAsk.MaxPreview, preview.Length);
    }

    [Fact]
    public void Take_DeniedNamesThatFillTheRoom_HideNothingThatWasUsed()
    {
        var denied = Enumerable.Range(0, UsedWord.MaxThings - 1).Select(n => Thing() with { Name = $"!{n}".PadRight(UsedThing.MaxName, 'x'), Used = 0, Denied = 1 });

        Assert.Contains(Thing(), Things([.. denied, Thing()]));
    }

    private static SliceState Slice() => new() { Limit = "team/budget", Scope = LimitScope.Budget, Granted = 10, Used = 5, Estimated = 1, Returned = 2, Reserved = 1, Wanted = 3 };

    private static Breach Breach() => new() { Limit = "team/policy/day", Scope = LimitScope.Agent, Refused = 1, At = Now.AddMinutes(-1) };

    private static ApprovalAsk Ask() => new()
    {
        Id = Hex32, Server = "git", Tool = "push", ArgumentsHash = Hex64, Preview = "{}", Rule = "team/policy: mcp[git].tools.approve: push",
        At = Now.AddMinutes(-1), ExpiresAt = Now.AddMinutes(9),
    };

    private static UsedThing Thing() => new() { Kind = UsedKind.Model, Name = "fast", Used = 1, At = Now.AddMinutes(-1) };

    private static Envelope? Take(Envelope line) => WordIntake.Take(line, GivenWords.Voice(), Now);

    private static SliceState[] Slices(params SliceState[] slices) =>
        [.. Take(new() { Type = EnvelopeTypes.Slices, Slices = new() { Epoch = "epoch", Sequence = 1, Slices = [.. slices] } })!.Slices!.Slices];

    private static Breach[] Breaches(params Breach[] breaches) =>
        [.. Take(new() { Type = EnvelopeTypes.Breaches, Breaches = new() { Epoch = "epoch", Breaches = [.. breaches] } })!.Breaches!.Breaches];

    private static ApprovalAsk[] Asks(params ApprovalAsk[] asks) =>
        [.. Take(new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = "epoch", Asks = [.. asks] } })!.Approvals!.Asks];

    private static UsedThing[] Things(params UsedThing[] things) =>
        [.. Take(new() { Type = EnvelopeTypes.Used, Used = new() { Epoch = "epoch", Things = [.. things] } })!.Used!.Things];
}
