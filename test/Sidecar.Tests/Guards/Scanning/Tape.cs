using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Scanning;

/// <summary>Makes patterns and texts of a few characters out of a list of numbers: the same of the same, so that what fails can be made small.</summary>
internal sealed class Tape(IReadOnlyList<int> numbers)
{
    public const string Characters = "a1-Z";
    /// <summary>Tapes of any numbers.</summary>
    public static Arbitrary<List<int>> Numbers { get; } =
        ArbMap.Default.GeneratorFor<int>().Select(number => number & 0xFFFF).ListOf(60).Select(numbers => numbers.ToList()).ToArbitrary();

    private int _at;

    public bool IsEmpty => _at >= numbers.Count;

    /// <summary>A number below the bound.</summary>
    public int Next(int bound) => IsEmpty ? 0 : Math.Abs(numbers[_at++] % bound);

    public string Text(int longest) => string.Concat(Enumerable.Range(0, Next(longest + 1)).Select(_ => Characters[Next(Characters.Length)]));

    public IEnumerable<int> Cuts(int length) => Enumerable.Range(0, Next(12)).Select(_ => Next(length + 1)).ToList();

    /// <summary>A pattern; it may be one that is refused.</summary>
    public string Pattern() => Start() + Choice(2) + End();

    private string Start() => Next(8) switch
    {
        0 => @"\b",
        1 => "(?<![a1])",
        2 => "(?<=-)",
        3 => "^",
        4 => @"\B",
        _ => "",
    };

    private string End() => Next(8) switch
    {
        0 => @"\b",
        1 => "(?![a1])",
        2 => "(?=-)",
        3 => "$",
        4 => @"\b(?!-)",
        _ => "",
    };

    private string Choice(int depth)
    {
        var parts = Enumerable.Range(0, 1 + Next(2)).Select(_ => Sequence(depth)).ToList();
        return parts.Count == 1 && depth < 2 ? parts[0] : $"(?:{string.Join('|', parts)})";
    }

    private string Sequence(int depth) => string.Concat(Enumerable.Range(0, 1 + Next(3)).Select(_ => One(depth) + Quantifier()));

    private string One(int depth) => Next(depth > 0 ? 7 : 5) switch
    {
        0 => "[a1]",
        1 => @"\d",
        2 => "[^a]",
        3 or 4 => Characters[Next(Characters.Length)].ToString(CultureInfo.InvariantCulture),
        _ => $"(?:{Choice(depth - 1)})",
    };

    private string Quantifier() => Next(9) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => "{2}",
        4 => "{1,3}",
        _ => "",
    };
}
