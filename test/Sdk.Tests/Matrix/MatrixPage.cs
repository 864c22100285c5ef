using System.Text;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>All cells as tables, one a client, with the explanations as notes; and what is wrong with them.</summary>
internal sealed class MatrixPage(IReadOnlyCollection<MatrixCell> cells)
{
    private readonly ILookup<(string, string, string), MatrixCell> _cells = cells.ToLookup(cell => (cell.Client, cell.Provider, cell.Case));
    private readonly string[] _clients = [.. cells.Select(cell => cell.Client).Distinct()];
    private readonly string[] _providers = [.. cells.Select(cell => cell.Provider).Distinct()];
    private readonly string[] _cases = [.. cells.Select(cell => cell.Case).Distinct()];
    private readonly List<Explanation> _notes = [];

    /// <summary>What failed without an explanation, what was not asked without one, and explanations that fit nothing.</summary>
    public IReadOnlyCollection<string> Faults =>
    [
        .. cells.Where(cell => !cell.Passed && Explanations.Find(cell) is null).Select(cell => $"FAIL {cell}"),
        .. Places().Where(place => !_cells[place].Any() && Explanations.FindUnasked(place.Client, place.Provider, place.Case) is null).Select(place => $"not asked: {place}"),
        .. Explanations.All.Where(one => !cells.Any(cell => !cell.Passed && one.Fits(cell)) && !Places().Any(place => !_cells[place].Any() && one.FitsUnasked(place.Client, place.Provider, place.Case)))
            .Select(one => $"explains nothing: {one}"),
    ];

    public string Write()
    {
        var page = new StringBuilder("# Official clients through the sidecar\n\n");
        page.Append("Whole and streamed: `ok` where all pass, a number where a note explains, `FAIL` else.\n");
        foreach (var client in _clients) Write(page, client);
        page.Append("\n## Notes\n\n");
        for (var index = 0; index < _notes.Count; index++) page.Append($"{index + 1}. {_notes[index].Why}\n");
        page.Append($"\n{cells.Count(cell => cell.Passed)} of {cells.Count} calls pass, {cells.Count(cell => !cell.Passed && Explanations.Find(cell) is not null)} are explained, {Faults.Count} faults.\n");
        foreach (var fault in Faults) page.Append($"\n- {fault}\n");
        return page.ToString();
    }

    private IEnumerable<(string Client, string Provider, string Case)> Places() =>
        from client in _clients from provider in _providers from title in _cases select (client, provider, title);

    private void Write(StringBuilder page, string client)
    {
        page.Append($"\n## {client}\n\n| case | {string.Join(" | ", _providers)} |\n|---|{string.Concat(_providers.Select(_ => "---|"))}\n");
        foreach (var title in _cases) page.Append($"| {title} | {string.Join(" | ", _providers.Select(provider => Mark(client, provider, title)))} |\n");
    }

    private string Mark(string client, string provider, string title)
    {
        var here = _cells[(client, provider, title)].ToArray();
        if (here.Length == 0) return Explanations.FindUnasked(client, provider, title) is { } unasked ? Note(unasked) : "FAIL";
        if (here.All(cell => cell.Passed)) return "ok";

        var failed = here.Where(cell => !cell.Passed).Select(Explanations.Find).ToArray();
        return failed.Contains(null) ? "FAIL" : string.Join(' ', failed.Distinct().Select(one => Note(one!)));
    }

    private string Note(Explanation explanation)
    {
        if (!_notes.Contains(explanation)) _notes.Add(explanation);
        return $"{_notes.IndexOf(explanation) + 1}";
    }
}
