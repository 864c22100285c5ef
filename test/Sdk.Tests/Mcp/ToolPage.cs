using System.Text;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>All cells as one table, a column for each client at each server, with the explanations as notes; and what is wrong with them.</summary>
internal sealed class ToolPage(IReadOnlyCollection<ToolCell> cells, IReadOnlyCollection<ToolExplanation> explanations)
{
    private readonly ILookup<(string Client, string Server, string Case), ToolCell> _cells = cells.ToLookup(cell => (cell.Client, cell.Server, cell.Case));
    private readonly (string Client, string Server)[] _columns = [.. cells.Select(cell => (cell.Client, cell.Server)).Distinct().Order()];
    private readonly string[] _cases = [.. cells.Select(cell => cell.Case).Distinct()];
    private readonly List<ToolExplanation> _notes = [];

    /// <summary>What failed without an explanation, what goes another way through the sidecar, what was not asked, and explanations that fit nothing.</summary>
    public IReadOnlyCollection<string> Faults =>
    [
        .. cells.Where(cell => !cell.Passed && Explain(cell) is null).Select(cell => $"FAIL {cell}"),
        .. Places().Where(place => Here(place).Length == 2 && Here(place)[0].Passed != Here(place)[1].Passed && Here(place).All(cell => cell.Passed || Explain(cell) is not null)).Select(place => $"direct and through differ: {place}"),
        .. Places().Where(place => Here(place).Length != 2).Select(place => $"not asked both ways: {place}"),
        .. explanations.Where(one => !cells.Any(cell => !cell.Passed && one.Fits(cell))).Select(one => $"explains nothing: {one}"),
    ];

    public string Write()
    {
        var page = new StringBuilder("# Official clients of MCP at real servers\n\n");
        page.Append("Each case is played at the server itself and through the sidecar: `ok` where both pass, a number where a note explains, `FAIL` else.\n\n");
        page.Append($"| case | {string.Join(" | ", _columns.Select(column => $"{column.Client} → {column.Server}"))} |\n|---|{string.Concat(_columns.Select(_ => "---|"))}\n");
        foreach (var title in _cases) page.Append($"| {title} | {string.Join(" | ", _columns.Select(column => Mark((column.Client, column.Server, title))))} |\n");
        page.Append("\n## Notes\n\n");
        for (var index = 0; index < _notes.Count; index++) page.Append($"{index + 1}. {_notes[index].Why}\n");
        page.Append($"\n{cells.Count(cell => cell.Passed)} of {cells.Count} plays pass, {cells.Count(cell => !cell.Passed && Explain(cell) is not null)} are explained, {Faults.Count} faults.\n");
        foreach (var fault in Faults) page.Append($"\n- {fault}\n");
        return page.ToString();
    }

    private IEnumerable<(string Client, string Server, string Case)> Places() => from column in _columns from title in _cases select (column.Client, column.Server, title);

    private ToolCell[] Here((string Client, string Server, string Case) place) => [.. _cells[place]];

    private ToolExplanation? Explain(ToolCell cell) => explanations.FirstOrDefault(one => one.Fits(cell));

    private string Mark((string Client, string Server, string Case) place)
    {
        var here = Here(place);
        if (here.Length == 2 && here.All(cell => cell.Passed)) return "ok";
        if (here.Length != 2 || here.Any(cell => cell.Passed) || here.Any(cell => Explain(cell) is null)) return "FAIL";

        return string.Join(' ', here.Select(Explain).Distinct().Select(one => Note(one!)));
    }

    private string Note(ToolExplanation explanation)
    {
        if (!_notes.Contains(explanation)) _notes.Add(explanation);
        return $"{_notes.IndexOf(explanation) + 1}";
    }
}
