using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Approvals;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Tests.Approvals;

/// <summary>What follows from questions and requests: when one is made, decided, said, ended and removed.</summary>
public sealed class ApprovalPlannerTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly List<Heard> _words = [];
    private readonly List<ApprovalRequest> _requests = [];
    private readonly HashSet<string> _gone = [];
    private DateTimeOffset _time = s_now;

    [Fact]
    public void Plan_AQuestion_BecomesARequestAndIsSaidOnceItStands()
    {
        Ask("p1", "e1", "q1");

        var made = Assert.Single(Plan().Create);
        Assert.Equal(("Deployment/coder", "p1", "e1", "q1", ApprovalOutcome.Pending), (made.Status!.Agent, made.Status.PodUid, made.Status.Epoch, made.Status.Question, made.Status.Outcome!.Value));
        Assert.Empty(Plan().Say["p1"].Pending);

        _requests.Add(made);
        Assert.Empty(Plan().Create);
        Assert.Equal([new ApprovalPending("q1", $"team/{made.Metadata.Name}")], Plan().Say["p1"].Pending.AsEnumerable());
    }

    [Theory]
    [InlineData("Approved", ApprovalOutcome.Released, true)]
    [InlineData("Denied", ApprovalOutcome.Denied, false)]
    public void Plan_Decided_IsWrittenBeforeItIsSaid(string decision, ApprovalOutcome outcome, bool approved)
    {
        Stand("p1", "e1", "q1", decision);

        var before = Plan();
        Assert.Equal(outcome, Assert.Single(before.Write).Status!.Outcome);
        Assert.Empty(before.Say["p1"].Verdicts);

        _requests[0] = before.Write[0];
        var after = Plan();
        Assert.Empty(after.Write);
        Assert.Equal(("q1", approved), (after.Say["p1"].Verdicts.Single().Id, after.Say["p1"].Verdicts.Single().Approved));
    }

    [Fact]
    public void Plan_DecisionChangesAfterItWasWritten_TheFirstStands()
    {
        Stand("p1", "e1", "q1", "Approved");
        _requests[0] = Plan().Write[0] with { Spec = new() { Decision = "Denied" } };

        Assert.Empty(Plan().Write);
        Assert.True(Plan().Say["p1"].Verdicts.Single().Approved);
    }

    [Theory]
    [InlineData(ApprovalEnd.Used, ApprovalOutcome.Used)]
    [InlineData(ApprovalEnd.Expired, ApprovalOutcome.Expired)]
    [InlineData(ApprovalEnd.Dropped, ApprovalOutcome.Dropped)]
    public void Plan_TheSidecarSaysHowItEnded_IsWrittenAndNoVerdictGoesOut(ApprovalEnd end, ApprovalOutcome outcome)
    {
        Stand("p1", "e1", "q1", "Approved");
        _words[0] = Word("p1", "e1", AskOf("q1") with { End = end });

        Assert.Equal(outcome, Assert.Single(Plan().Write).Status!.Outcome);
        Assert.Empty(Plan().Say["p1"].Verdicts);
    }

    [Fact]
    public void Plan_TheTimeIsOver_IsExpiredWhateverIsDecided()
    {
        Stand("p1", "e1", "q1", "Approved");
        _time = s_now.AddMinutes(15);

        Assert.Equal(ApprovalOutcome.Expired, Assert.Single(Plan().Write).Status!.Outcome);
    }

    [Fact]
    public void Plan_AnotherProcessOfThePod_IsToldNothingAndTheOldQuestionIsDropped()
    {
        Stand("p1", "e1", "q1", "Approved");
        _words.Add(Word("p1", "e2"));

        Assert.Equal(ApprovalOutcome.Dropped, Assert.Single(Plan().Write).Status!.Outcome);
        Assert.Equal(("e2", 0), (Plan().Say["p1"].Epoch, Plan().Say["p1"].Verdicts.Length));
    }

    [Fact]
    public void Plan_TheQuestionSaysSomethingElseThanWasShown_IsDropped()
    {
        Stand("p1", "e1", "q1", "Approved");
        _words[0] = Word("p1", "e1", AskOf("q1") with { Preview = "{\"amount\": 1}" });

        Assert.Equal(ApprovalOutcome.Dropped, Assert.Single(Plan().Write).Status!.Outcome);
        Assert.Empty(Plan().Say["p1"].Verdicts);
    }

    [Fact]
    public void Plan_ThePodIsAway_TheRequestWaitsAndThenExpires()
    {
        Stand("p1", "e1", "q1", "Approved");
        _words.Clear();
        Assert.Empty(Plan().Write);

        _time = s_now.AddMinutes(15);
        Assert.Equal(ApprovalOutcome.Expired, Assert.Single(Plan().Write).Status!.Outcome);
    }

    [Fact]
    public void Plan_ThePodIsGone_TheRequestIsDropped()
    {
        Stand("p1", "e1", "q1", null);
        _gone.Add("p1");

        Assert.Equal(ApprovalOutcome.Dropped, Assert.Single(Plan().Write).Status!.Outcome);
        Assert.Empty(Plan().Say);
    }

    [Fact]
    public void Plan_ARequestThatAnotherMade_IsLeftAlone()
    {
        Ask("p1", "e1", "q1");
        var foreign = Plan().Create[0];
        _requests.Add(foreign with { Metadata = foreign.Metadata with { Labels = ImmutableDictionary<string, string>.Empty }, Spec = new() { Decision = "Approved" } });

        var plan = Plan();
        Assert.Empty(plan.Create);
        Assert.Empty(plan.Write);
        Assert.Empty(plan.Say["p1"].Verdicts);
    }

    [Fact]
    public void Plan_AnAgentInALoop_HasNoMoreRequestsThanItMay()
    {
        for (var pod = 0; pod < 8; pod++) _words.Add(Word($"p{pod}", "e1", [.. Enumerable.Range(0, ApprovalWord.MaxAsks).Select(number => AskOf($"{pod}-{number}"))]));

        Assert.Equal(ApprovalPlanner.MaxOfAgent, Plan().Create.Length);
    }

    [Fact]
    public void Plan_RequestsMadeByHandUnderOurLabel_KeepNobodyOut()
    {
        Stand("p1", "e1", "q1", null);
        var byHand = _requests[0] with { Status = null };
        for (var number = 0; number < 2 * ApprovalPlanner.MaxOpen; number++) _requests.Add(byHand with { Metadata = byHand.Metadata with { Name = $"approval-{number:x16}" } });
        Ask("p2", "e1", "q2");

        Assert.Equal("q2", Assert.Single(Plan().Create).Status!.Question);
        Assert.Empty(Plan().Delete);
    }

    [Fact]
    public void Plan_AsManyAreOpenAsMayBe_IsNoneMadeMore()
    {
        for (var pod = 0; pod < ApprovalPlanner.MaxOpen; pod++)
        {
            Stand($"p{pod}", "e1", $"q{pod}", null);
            _requests[pod] = _requests[pod] with { Status = _requests[pod].Status! with { Agent = $"Deployment/a{pod}" } };
        }

        Ask("late", "e1", "late");

        Assert.Empty(Plan().Create);
        Assert.Equal((ApprovalPlanner.MaxOpen, 1), (Plan().Open, Plan().Unplaced));
    }

    [Fact]
    public void Plan_EndedLongAgo_IsRemoved()
    {
        Stand("p1", "e1", "q1", "Denied");
        _requests[0] = Plan().Write[0];
        Assert.Empty(Plan().Delete);

        _time = s_now + ApprovalPlanner.KeptFor + TimeSpan.FromSeconds(1);
        Assert.Equal(_requests[0].Metadata.Name, Assert.Single(Plan().Delete).Name);
    }

    [Fact]
    public void Plan_TooManyHaveEnded_TheOldestGo()
    {
        Stand("p1", "e1", "q1", "Denied");
        var ended = Plan().Write[0];
        _requests.Clear();
        for (var number = 0; number <= ApprovalPlanner.MaxEnded; number++)
            _requests.Add(ended with { Metadata = ended.Metadata with { Name = $"approval-{number}" }, Status = ended.Status! with { DecidedAt = s_now.AddSeconds(number) } });

        Assert.Equal("approval-0", Assert.Single(Plan().Delete).Name);
    }

    private ApprovalPlan Plan() => ApprovalPlanner.Plan(new() { Words = _words, Requests = [.. _requests], AgentOf = pod => _gone.Contains(pod) ? null : AgentOf(pod), Now = _time });

    /// <summary>A question for which a request stands, with what was decided of it.</summary>
    private void Stand(string pod, string epoch, string question, string? decision)
    {
        Ask(pod, epoch, question);
        _requests.Add(Plan().Create[0] with { Spec = new() { Decision = decision } });
    }

    private void Ask(string pod, string epoch, string question) => _words.Add(Word(pod, epoch, AskOf(question)));

    private static Heard Word(string pod, string epoch, params ApprovalAsk[] asks) =>
        new(pod, "team", $"{pod}-name", epoch, new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = epoch, Asks = [.. asks] } });

    private static ApprovalAsk AskOf(string id) => new()
    {
        Id = id,
        Server = "files",
        Tool = "drop",
        ArgumentsHash = new('a', 64),
        Preview = "{}",
        Rule = "team/base: mcp[files].tools.approve: drop",
        At = s_now,
        ExpiresAt = s_now.AddMinutes(15),
    };

    private static AgentIdentity AgentOf(string pod) =>
        new() { Namespace = "team", ServiceAccount = "default", WorkloadKind = "Deployment", WorkloadName = "coder", Pod = $"{pod}-name", PodUid = pod };
}
