using System.Collections.Immutable;
using AiGateway.Fakes.Bedrock;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Paths;

/// <summary>Whether a call carries one of the keys, in the provider's own header; AWS's is the secret that the call is signed with.</summary>
internal static class KeyCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static Fault? Fault(HttpContext http, byte[] body, KeyStyle style, ImmutableArray<string> keys)
    {
        if (keys.IsEmpty || style == KeyStyle.None) return null;

        var headers = http.Request.Headers;
        string given = style switch
        {
            KeyStyle.ApiKey when headers.ContainsKey("api-key") => headers["api-key"].ToString(),
            KeyStyle.XApiKey when headers.ContainsKey("x-api-key") => headers["x-api-key"].ToString(),
            KeyStyle.GoogleKey => headers["x-goog-api-key"].ToString(),
            KeyStyle.Vertex when headers.ContainsKey("x-goog-api-key") => headers["x-goog-api-key"].ToString(),
            _ => Bearer(headers.Authorization.ToString()),
        };
        if (style == KeyStyle.Aws && given.Length == 0)
        {
            if (headers.Authorization.Count == 0) return new(FaultKind.NoKey);
            return keys.Any(key => SignatureCheck.Holds(http, body, key, TimeProvider.System.GetUtcNow())) ? null : new(FaultKind.WrongKey);
        }
        return given.Length == 0 ? new(FaultKind.NoKey) : keys.Contains(given) ? null : new(FaultKind.WrongKey);
    }

    private static string Bearer(string header) => header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
}
