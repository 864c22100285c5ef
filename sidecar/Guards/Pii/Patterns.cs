namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Parts of patterns that many kinds of numbers share.</summary>
internal static class Patterns
{
    /// <summary>No letter and no digit stands before it.</summary>
    public const string Start = "(?<![0-9A-Za-z_])";

    /// <summary>What people write between groups: spaces (also those that do not break), points, hyphens and dashes.</summary>
    public const string Separator = @"[ .\-\u00A0\u2007\u2009\u202F\u2010-\u2013]";

    /// <summary>One character of what would make it part of something longer: matched so that the judge, who counts, refuses it.</summary>
    public const string Tail = @"(?:[.\-]?[0-9]|[A-Za-z_])?";
}
