using System.Text;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Tests.Guards.Matrix;

/// <summary>
/// Every check that asks nobody, in every place that it may look at, with every action that it may take, in every dialect, native and translated, whole and streamed: what it finds is
/// refused, masked or passed, and told. The page is written by <c>make golden</c>.
/// </summary>
public sealed class MatrixTests
{
    private const string Harmless = "all is well";

    private const string Head = """
        # Guardrails: what acts where

        Written by `make golden` from the test `MatrixTests`, which plays each cell: a value is planted at the place, the call is made whole and as a stream, and what the provider got, what
        the agent got and what the audit says are compared. **M**asked, **D**enied, **F**lagged; a letter stands only where all plays of the cell passed. `-` stands where the check cannot do it
        (and a Guardrail that asks for it is not accepted), an empty cell where the dialect has no such place. `Anthropic from OpenAI chat` is an agent that speaks Anthropic's dialect and
        a provider that speaks OpenAI's. Tool arguments are looked at in histories that agents send and in what models answer. Checks by a call and loops have tests of their own, and so has
        MCP.


        """;

    private static readonly (MatrixDialect Agent, MatrixDialect Provider)[] s_ways =
    [
        .. MatrixDialects.All.Select(dialect => (dialect, dialect)),
        (MatrixDialects.Chat, MatrixDialects.Messages), (MatrixDialects.Responses, MatrixDialects.Messages), (MatrixDialects.Messages, MatrixDialects.Chat),
        (MatrixDialects.Gemini, MatrixDialects.Chat), (MatrixDialects.Converse, MatrixDialects.Chat),
    ];

    [Fact]
    public async Task Matrix_EveryCell_IsAsThePageSays()
    {
        await using var house = await MatrixHouse.OpenAsync();
        List<string> faults = [];
        var page = new StringBuilder(Head);
        page.Append($"| check | place | {string.Join(" | ", s_ways.Select(NameOf))} |\n|---|---|{string.Concat(s_ways.Select(_ => "---|"))}\n");
        foreach (var check in MatrixCheck.All)
        {
            foreach (var place in Enum.GetValues<GuardPlace>())
            {
                List<string> cells = [];
                foreach (var way in s_ways) cells.Add(await CellAsync(house, check, place, way, faults));
                page.Append($"| {check.Type} | {char.ToLowerInvariant($"{place}"[0])}{$"{place}"[1..]} | {string.Join(" | ", cells)} |\n");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var file = Path.Combine(Root(), "docs/guardrails-matrix.md");
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") File.WriteAllText(file, page.ToString());
        Assert.Equal(File.ReadAllText(file), page.ToString());
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); ; folder = folder.Parent!)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiGateway.sln"))) return folder.FullName;
        }
    }

    private static string NameOf((MatrixDialect Agent, MatrixDialect Provider) way) => way.Agent == way.Provider ? way.Agent.Name : $"{way.Agent.Name} from {way.Provider.Name}";

    private static async Task<string> CellAsync(MatrixHouse house, MatrixCheck check, GuardPlace place, (MatrixDialect Agent, MatrixDialect Provider) way, List<string> faults)
    {
        var isWritten = place is GuardPlace.Output or GuardPlace.ToolArguments && way.Agent.Answers.ContainsKey(place) && way.Provider.Answers.ContainsKey(place);
        var isAsked = way.Agent.Requests.ContainsKey(place);
        if (!isWritten && !isAsked) return "";
        var letters = "";
        foreach (var action in new[] { GuardAction.Mask, GuardAction.Deny, GuardAction.Flag })
        {
            var rule = check.Rule(place, action);
            if (CheckAbilities.Find(rule.Checks[^1], rule.Checks[..^1]).Any()) continue;
            foreach (var stream in new[] { false, true })
            {
                if (isAsked) await JudgeAsync(written: false, stream);
                if (isWritten) await JudgeAsync(written: true, stream);
            }

            letters += $"{action}"[0];

            async Task JudgeAsync(bool written, bool stream)
            {
                var body = written ? MatrixDialect.Fill(way.Agent.Requests[GuardPlace.Input], Harmless) : MatrixDialect.Fill(way.Agent.Requests[place], check.TextAt(place));
                var answered = written ? place : GuardPlace.Output;
                var outcome = await house.PlayAsync(way, rule, (body, answered, written ? check.TextAt(place) : Harmless), stream);
                if (MatrixVerdict.FaultOf(check, (place, action, written), outcome, way.Agent.IsBinary) is { } fault)
                    faults.Add($"{check.Type} on {place}, {action}, {NameOf(way)}{(stream ? ", streamed" : "")}{(written ? ", answered" : "")}: {fault}");
            }
        }

        return letters.Length == 0 ? "-" : letters;
    }
}
