using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Paths;

/// <summary>Who serves a path, in which dialect errors are written, where the key is. Without a server the dialect itself answers.</summary>
internal sealed record PathRoute(KeyStyle Key, Dialect Dialect, Func<HttpContext, byte[], Task>? Serve = null)
{
    /// <summary>What must hold of query and headers; throws <see cref="FaultException"/>.</summary>
    public Action<HttpRequest>? Check { get; init; }
}
