using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Limits;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Limits;

/// <summary>What is reserved for a call is what leaves: the request as its target's parameters make it, with all its answers and prompts.</summary>
public sealed class CallEstimateTests
{
    private const string Chat = nameof(WireFormat.OpenAiChat);
    private const string Json = nameof(WireFormat.OpenAiJson);
    private const string Gemini = nameof(WireFormat.GeminiContent);
    private const string Completions = nameof(WireFormat.OpenAiCompletions);

    /// <summary>What the request says, and the parameters, as defaults|overrides|removed -> the output reserved, and whether it is bound. Nothing was seen yet: 1024 is expected.</summary>
    public static TheoryData<string, string, string, string, long, bool> Cases => new()
    {
        { "an override raises it", Chat, """ "max_tokens":10 """, """|{"max_tokens":5000}|""", 5000, true },
        { "an override by another name raises it", Chat, """ "max_tokens":10 """, """|{"max_completion_tokens":5000}|""", 5000, true },
        { "an override as a text", Chat, """ "max_tokens":10 """, """|{"max_tokens":"5000"}|""", 5000, true },
        { "an override lowers it, and another target may not", Chat, """ "max_tokens":5000 """, """|{"max_tokens":10}|""", 5000, true },
        { "an override takes the bound away", Chat, """ "max_tokens":10 """, """|{"max_tokens":null}|""", 1024, false },
        { "a removal takes the bound away", Chat, """ "max_tokens":10 """, """||max_tokens""", 1024, false },
        { "a removal leaves the other bound", Chat, """ "max_tokens":10,"max_completion_tokens":20 """, """||max_tokens""", 20, true },
        { "a removal, and another bound", Chat, """ "max_tokens":10 """, """|{"max_completion_tokens":300}|max_tokens""", 300, true },
        { "a default for who says nothing", Chat, """ "x":1 """, """{"max_tokens":5000}||""", 5000, true },
        { "no default for who says it", Chat, """ "max_tokens":10 """, """{"max_tokens":5000}||""", 10, true },
        { "a default for who says it by another name", Chat, """ "max_tokens":10 """, """{"max_completion_tokens":5000}||""", 5000, true },
        { "a default for who says it in a spelling that nobody reads", Chat, """ "MAX_TOKENS":10 """, """{"max_tokens":5000}||""", 5000, true },
        { "a spelling that nobody reads binds nobody", Chat, """ "MAX_TOKENS":10 """, "||", 1024, false },
        { "a spelling that somebody reads is counted", Chat, """ "MAX_TOKENS":5000 """, "||", 5000, false },
        { "a bound of null beside another spelling", Chat, """ "max_tokens":null,"MAX_TOKENS":10 """, "||", 1024, false },
        { "an override of the answers", Chat, """ "max_tokens":10 """, """|{"n":8}|""", 80, true },
        { "an override of the answers made", Completions, """ "max_tokens":10,"n":2 """, """|{"best_of":8}|""", 80, true },
        { "answers of a request that says no bound", Chat, """ "n":4 """, "||", 4096, false },
        { "an override of Gemini's settings", Gemini, """ "generationConfig":{"maxOutputTokens":10} """, """|{"generationConfig":{"maxOutputTokens":500,"candidateCount":3}}|""", 1500, true },
        { "an override of Gemini's settings without a bound", Gemini, """ "generationConfig":{"maxOutputTokens":10} """, """|{"generationConfig":{"temperature":0}}|""", 1024, false },
        { "defaults of Gemini's settings for who has others", Gemini, """ "generationConfig":{"maxOutputTokens":10} """, """{"generationConfig":{"maxOutputTokens":500}}||""", 10, true },
        { "a list of prompts", Completions, """ "max_tokens":10,"n":2,"prompt":["a","b","c"] """, "||", 60, true },
        { "a list of prompts as tokens", Completions, """ "max_tokens":10,"prompt":[[1,2],[3]] """, "||", 20, true },
        { "one prompt as tokens", Completions, """ "max_tokens":10,"prompt":[1,2,3] """, "||", 10, true },
        { "one prompt", Completions, """ "max_tokens":10,"prompt":"a" """, "||", 10, true },
        { "what is no matter", Chat, """ "max_tokens":10 """, """{"temperature":1}|{"seed":5}|top_p""", 10, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_OfWhatLeaves_IsReserved(string what, string format, string members, string parameters, long output, bool isBound)
    {
        var plan = Plan(format, members, Target(parameters));

        var estimate = CallEstimate.Of(plan, new(), out var bound);

        Assert.Equal((what, output, isBound), (what, estimate.Output, bound));
    }

    [Fact]
    public void Output_OfSeveralTargets_IsTheMostOfThem()
    {
        var plan = Plan(Chat, """ "max_tokens":10 """, Target("||"), Target("""|{"max_tokens":700}|"""), Target("""|{"n":3}|"""));

        Assert.Equal((700, true), (CallEstimate.Of(plan, new(), out var bound).Output, bound));
    }

    [Fact]
    public void Output_RaisedByTheRoute_AndAnswersByTheTarget_Multiply()
    {
        var rules = new[] { Rule("""|{"max_tokens":100}|"""), Rule("""|{"n":4}|""") };

        Assert.Equal(400, CallEstimate.Of(Plan(Chat, """ "max_tokens":10 """, new Target { Provider = GivenRouting.Target("m").Provider, Model = "m", ModelJson = null, Parameters = [.. rules] }), new(), out _).Output);
    }

    [Theory]
    [InlineData(""" "n":4 """, "||", 4)]
    [InlineData(""" "n":4 """, """|{"n":8}|""", 8)]
    [InlineData(""" "size":"1024x1024" """, "||", 1)]
    [InlineData(""" "n":"1e9" """, "||", 128)]
    public void Images_ThatAreAskedFor_AreReserved(string members, string parameters, long images) =>
        Assert.Equal((images, 0), PiecesOf(Plan(Json, members, Operation.Image, Target(parameters), Target("||"))));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(1000, 10)]
    public void SearchUnits_OfAReranking_AreOneForAHundredDocuments(int documents, long units)
    {
        var texts = string.Join(',', Enumerable.Repeat("\"a\"", documents));
        var objects = string.Join(',', Enumerable.Repeat("""{"text":"a","tags":["b",{"c":"d"}]}""", documents));

        Assert.Equal((0, units), PiecesOf(Plan(Json, $" \"query\":\"q\",\"documents\":[{texts}] ", Operation.Rerank, Target("||"))));
        Assert.Equal((0, units), PiecesOf(Plan(Json, $" \"documents\":[{objects}],\"query\":\"q\" ", Operation.Rerank, Target("||"))));
    }

    [Fact]
    public void With_AnotherTry_IsAsMuchOnceMore()
    {
        var once = new Amounts(1, 10, 20) { Images = 3, Units = 4 };

        Assert.Equal(new Amounts(1, 20, 40) { Images = 6, Units = 8 }, once.With(once));
    }

    [Fact]
    public void Input_ThatParametersAdd_IsReserved()
    {
        var plain = CallEstimate.Of(Plan(Chat, """ "max_tokens":10 """, Target("||")), new(), out _).Input;

        var added = CallEstimate.Of(Plan(Chat, """ "max_tokens":10 """, Target($$"""|{"instructions":"{{new string('x', 4000)}}"}|""")), new(), out _).Input;

        Assert.InRange(added - plain, 1000, 1010);
    }

    private static (long Images, long Units) PiecesOf(Plan plan)
    {
        var estimate = CallEstimate.Of(plan, new(), out _);
        return (estimate.Images, estimate.Units);
    }

    private static Plan Plan(string dialect, string members, params Target[] targets) => Plan(dialect, members, Operation.Chat, targets);

    private static Plan Plan(string dialect, string members, Operation operation, params Target[] targets)
    {
        var format = Enum.Parse<WireFormat>(dialect);
        var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes($$"""{"model":"fast",{{members}}}"""), 5);
        Assert.False(RequestReader.Read(body, new(format, format == WireFormat.GeminiContent ? "fast" : null)).Stops(out var refusal, out var request), refusal?.Message);
        var call = new Call { Operation = operation, Dialect = Dialect.OpenAi, Format = format, Model = "fast", Request = request };
        var route = GivenRouting.Route(null, targets);
        Assert.False(AiGateway.Sidecar.Calls.Plan.From(GivenRouting.Permit(call), route, route.Targets, null).Stops(out _, out var plan));
        return plan;
    }

    private static Target Target(string parameters) => new() { Provider = GivenRouting.Target("m").Provider, Model = "m", ModelJson = null, Parameters = parameters == "||" ? [] : [Rule(parameters)] };

    private static ParametersRule Rule(string parameters)
    {
        var parts = parameters.Split('|');
        return new() { Defaults = Parse(parts[0]), Overrides = Parse(parts[1]), Remove = parts[2].Length == 0 ? null : [parts[2]] };
    }

    private static JsonElement? Parse(string text) => text.Length == 0 ? null : JsonDocument.Parse(text).RootElement;
}
