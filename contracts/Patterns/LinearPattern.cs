namespace AiGateway.Contracts.Patterns;

/// <summary>
/// A regular expression in a subset of RE2's syntax, whose matching takes time linear in the text whatever pattern and text are. Among matches that begin at one place the longest is
/// the match. Its text and its size are bounded, so that it may be written by who is not trusted with the gateway's time.
/// <para>Known are: characters and <c>.</c> (all but a line feed); classes <c>[a-z]</c>, <c>[^a-z]</c>, with classes inside; <c>\d \D \w \W \s \S</c> (ASCII, as in RE2) and <c>\p{L}</c>,
/// <c>\P{Lu}</c> (Unicode's general categories); <c>\t \n \r \f \v \a \e \0 \xHH \uHHHH</c>; groups <c>(...)</c> and <c>(?:...)</c>; <c>|</c>; <c>* + ? {n} {n,} {n,m}</c>. At the ends of a
/// match alone: <c>\b</c> and <c>\B</c> (ASCII), <c>^</c> and <c>$</c> (the text's start and its very end), and a class that must not or must stand beside the match:
/// <c>(?&lt;![a-z])</c>, <c>(?&lt;=[a-z])</c> before it, <c>(?![a-z])</c>, <c>(?=[a-z])</c> behind it.</para>
/// <para>Refused are back-references, lazy and possessive quantifiers (the longest match is the match), other look-around, names, flags, and what matches the empty text.</para>
/// </summary>
public sealed class LinearPattern
{
    /// <summary>The longest text of a pattern, in characters.</summary>
    public const int MaxText = 1024;

    /// <summary>The most states of its program, with counted repetitions written out.</summary>
    public const int MaxStates = 10_000;

    /// <summary>The longest match that is looked for, in UTF-16 code units.</summary>
    public const int MaxMatch = 16 * 1024;

    private LinearPattern(string text, PatternProgram program) => (Text, Program) = (text, program);

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>What walks.</summary>
    public PatternProgram Program { get; }

    /// <summary>Reads a pattern; where there is none, the problem says what is wrong, in words that follow the field's name.</summary>
    public static bool TryParse(string? text, bool ignoreCase, out LinearPattern pattern, out string problem)
    {
        (pattern, problem) = (null!, "");
        if (string.IsNullOrEmpty(text)) problem = "must not be empty";
        else if (text.Length > MaxText) problem = $"must not be longer than {MaxText} characters";
        else if (PatternParser.Parse(text, ignoreCase, out problem) is { } node && PatternCompiler.Compile(node, out problem) is { } program) pattern = new(text, program);
        return pattern is not null;
    }
}
