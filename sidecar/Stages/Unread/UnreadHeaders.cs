using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>Headers of a dialect that endpoints need beside those which pass for every call.</summary>
internal static class UnreadHeaders
{
    private static readonly string[] s_gemini = ["X-Goog-Upload-Protocol", "X-Goog-Upload-Command", "X-Goog-Upload-Offset", "X-Goog-Upload-Header-Content-Length", "X-Goog-Upload-Header-Content-Type"];
    private static readonly string[] s_none = [];

    public static string[] OfDialect(Dialect dialect) => dialect == Dialect.Gemini ? s_gemini : s_none;
}
