using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Providers;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>
/// Reads the catalogue: comma-separated, without quotes or empty lines, the columns by their names in the first line. Strict: what it does not know fails the whole, with the line that it stands
/// in. An empty cell is a price that is not known, never a zero.
/// </summary>
internal static class CatalogueReader
{
    public static readonly ImmutableArray<string> Columns =
    [
        "kind", "model", "unit", "input", "output", "cached_input", "cache_write", "cache_write_hour", "reasoning", "audio_input", "audio_output", "image_input", "image_output", "image",
        "web_search", "long_from", "long_input", "long_output", "long_cached_input", "source", "date",
    ];

    /// <summary>US dollars for a million tokens.</summary>
    private const string Tokens = "tokens";

    /// <summary>US dollars for a million calls, or search units of a reranking.</summary>
    private const string Calls = "calls";

    private const decimal Million = 1_000_000m;

    private static readonly FrozenSet<string> s_sources = FrozenSet.Create(StringComparer.Ordinal, "price-data", "list-price");

    /// <exception cref="FormatException">Something in it is not as it must be; the message names the line.</exception>
    public static ImmutableArray<PriceRow> Read(string csv)
    {
        var lines = (csv.EndsWith('\n') ? csv[..^1] : csv).Split('\n');
        if (lines[0] != string.Join(',', Columns)) throw new FormatException("line 1: the columns are not those that are known");
        var rows = lines.Skip(1).Select((line, index) => ReadLine(line, index + 2)).ToImmutableArray();
        var repeated = rows.GroupBy(row => (row.Kind, row.Rule.Model)).FirstOrDefault(group => group.Skip(1).Any());
        return repeated is null ? rows : throw new FormatException($"{repeated.Key.Model} of {repeated.Key.Kind} stands twice");
    }

    private static PriceRow ReadLine(string line, int number)
    {
        try
        {
            var cells = line.Split(',');
            return cells.Length == Columns.Length ? Read(cells) : throw new FormatException($"{cells.Length} cells, and there are {Columns.Length} columns");
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"line {number}: {wrong.Message}", wrong);
        }
    }

    private static PriceRow Read(string[] cells)
    {
        var date = DateOnly.ParseExact(Cell(cells, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (ProviderKind.Find(Cell(cells, "kind")) is null) throw new FormatException("this kind of provider is not known");
        if (!s_sources.Contains(Cell(cells, "source"))) throw new FormatException("this source is not known");
        var model = Cell(cells, "model");
        if (model.Length == 0 || model.Any(letter => letter is <= ' ' or > '~') || model.AsSpan(0, model.Length - 1).Contains('*')) throw new FormatException("the model's name is empty or holds what it may not");
        var rule = Cell(cells, "unit") switch
        {
            Tokens => ReadTokens(cells, model, date),
            Calls => ReadCalls(cells, model, date),
            _ => throw new FormatException("this unit is not known"),
        };
        return new() { Kind = Cell(cells, "kind"), Rule = rule, Source = Cell(cells, "source"), Date = date };
    }

    private static PriceRule ReadTokens(string[] cells, string model, DateOnly date)
    {
        var rule = new PriceRule
        {
            Model = model,
            Source = PriceRow.SourceOf(date),
            Input = Amount(cells, "input") ?? throw new FormatException("input is empty"),
            Output = Amount(cells, "output") ?? throw new FormatException("output is empty"),
            CachedInput = Amount(cells, "cached_input"),
            CacheWrite = Amount(cells, "cache_write"),
            CacheWriteHour = Amount(cells, "cache_write_hour"),
            Reasoning = Amount(cells, "reasoning"),
            AudioInput = Amount(cells, "audio_input"),
            AudioOutput = Amount(cells, "audio_output"),
            ImageInput = Amount(cells, "image_input"),
            ImageOutput = Amount(cells, "image_output"),
            Image = Amount(cells, "image"),
            WebSearch = Amount(cells, "web_search"),
            LongFrom = Cell(cells, "long_from") is { Length: > 0 } from ? long.Parse(from, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            LongInput = Amount(cells, "long_input"),
            LongOutput = Amount(cells, "long_output"),
            LongCachedInput = Amount(cells, "long_cached_input"),
        };
        if (rule.LongFrom is null != rule.LongInput is null || rule.LongFrom is null != rule.LongOutput is null || (rule.LongFrom is null && rule.LongCachedInput is not null))
            throw new FormatException("long_from, long_input and long_output must stand together");
        return rule;
    }

    private static PriceRule ReadCalls(string[] cells, string model, DateOnly date)
    {
        if (cells[4..19].Any(cell => cell.Length > 0)) throw new FormatException("a price of calls has no price of tokens");
        return new() { Model = model, Source = PriceRow.SourceOf(date), Input = 0, Output = 0, Request = (Amount(cells, "input") ?? throw new FormatException("input is empty")) / Million };
    }

    /// <summary>As short as it can be written, so that equal prices are equal bytes.</summary>
    private static decimal? Amount(string[] cells, string column)
    {
        if (Cell(cells, column) is not { Length: > 0 } text) return null;
        var amount = decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return amount <= PriceRule.MaxAmount ? Amounts.Shorten(amount) : throw new FormatException($"{column} is more than any price");
    }

    private static string Cell(string[] cells, string column) => cells[Columns.IndexOf(column)];
}
