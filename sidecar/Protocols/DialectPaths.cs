using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Whose words a path speaks, so that even a refusal of the path itself is understood.</summary>
internal static class DialectPaths
{
    public static Dialect Of(PathString path)
    {
        if (path.StartsWithSegments("/anthropic", StringComparison.Ordinal)) return Dialect.Anthropic;
        if (path.StartsWithSegments("/gemini", StringComparison.Ordinal)) return Dialect.Gemini;
        if (path.StartsWithSegments("/azure", StringComparison.Ordinal)) return Dialect.Azure;
        return path.StartsWithSegments("/bedrock", StringComparison.Ordinal) ? Dialect.Bedrock : Dialect.OpenAi;
    }
}
