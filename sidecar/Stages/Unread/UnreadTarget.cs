using System.Buffers;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>Where a body that is not held here goes: the plan's first target that speaks the caller's dialect, and the URL there.</summary>
internal sealed class UnreadTarget
{
    private const int MaxQuery = 2048;

    private static readonly SearchValues<char> s_query =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@$!()*+,;=/?%&'[]");

    public required Target Target { get; init; }

    public required Uri Url { get; init; }

    public required SurfaceCall Call { get; init; }

    public Provider Provider => Target.Provider;

    /// <summary>The target, or why there is none.</summary>
    public static Step<UnreadTarget> Of(Plan plan, HttpContext http, DateTimeOffset now)
    {
        var call = plan.Permit.Call;
        if (plan.Targets.FirstOrDefault(target => Speaks(target.Provider, call)) is not { } found)
            return new Refusal(RefusalReason.NotServed, "No account that this call may go to takes it as it is, and it is not translated.");
        if (found.Provider.KeyExpiresAt <= now) return new Refusal(RefusalReason.ProviderUnauthorized, $"The key of '{found.Provider.Name}' has ended and was not renewed.");
        var query = CallTarget.Of(http).Query;
        if (query.Length > MaxQuery || query.AsSpan().ContainsAnyExcept(s_query))
            return new Refusal(RefusalReason.InvalidField, $"The query is longer than {MaxQuery} characters, or holds one that may not stand in it unescaped.");

        var surfaceCall = new SurfaceCall(found.Provider, call.Format, found.Model ?? call.Model ?? "", Stream: false) { Below = call.Below };
        var path = ProviderSurfaces.Of(found.Provider)?.PathOf(surfaceCall) ?? call.Below;
        return new UnreadTarget { Target = found, Call = surfaceCall, Url = UrlOf(found.Provider, path, call.Format == WireFormat.Opaque ? query : "") };
    }

    /// <summary>A body that is signed has to be read whole, so an account that signs takes none of these.</summary>
    private static bool Speaks(Provider provider, Call call)
    {
        if (provider.Aws is not null) return false;
        if (ProviderSurfaces.Of(provider) is { } surface && surface.Serve(call.Format, call.Model ?? "", provider) != call.Format) return false;
        return call.Dialect switch
        {
            Dialect.OpenAi or Dialect.Azure => provider.Dialect is Dialects.OpenAi or Dialects.AzureOpenAi,
            Dialect.Anthropic => provider.Dialect == Dialects.Anthropic,
            Dialect.Gemini => provider.Dialect == Dialects.Gemini,
            _ => provider.Dialect == Dialects.Bedrock,
        };
    }

    /// <summary>Gemini's uploads stand beside its versions, and not below one.</summary>
    private static Uri UrlOf(Provider provider, string path, string query)
    {
        var kept = string.Join('&', query.Split('&').Where(pair => pair.Length > 0 && !IsOurs(pair)));
        var url = path.StartsWith("/upload/", StringComparison.Ordinal)
            ? provider.BaseUrl.GetLeftPart(UriPartial.Authority) + path
            : provider.BaseUrl.AbsoluteUri.TrimEnd('/') + path;
        return new Uri(kept.Length == 0 ? url : $"{url}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{kept}");
    }

    /// <summary>A key never travels in the agent's query, and the account has its own version.</summary>
    private static bool IsOurs(string pair)
    {
        var end = pair.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString(end < 0 ? pair : pair[..end]);
        return name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.Equals("api-key", StringComparison.OrdinalIgnoreCase)
            || name.Equals("access_token", StringComparison.OrdinalIgnoreCase) || name.Equals("api-version", StringComparison.OrdinalIgnoreCase);
    }
}
