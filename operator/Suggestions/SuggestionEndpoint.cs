using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>
/// <c>GET /v1/suggestions/{namespace}/{agent}?since=168h&amp;denied=allow</c>, for programs: a ServiceAccount's token for our audience, whose account may get that Agent. Served by every replica, from
/// what it has read; all that it tells stands in the API, too.
/// </summary>
internal sealed partial class SuggestionEndpoint(
    Func<Inventory?> inventory, TokenCheck check, AgentReaders readers, TimeProvider time, ILogger<SuggestionEndpoint> logger)
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Protocol.SuggestionsPath + "/{namespace}/{agent}", ServeAsync);

    private async Task ServeAsync(HttpContext http)
    {
        var (identity, refusal) = await BearerToken.IdentifyAsync(http, check, logger);
        var key = new ObjectKey((string)http.Request.RouteValues["namespace"]!, (string)http.Request.RouteValues["agent"]!);
        if (identity is null || !await MayReadAsync(identity, key, http.RequestAborted))
        {
            http.Response.StatusCode = identity is null ? refusal : StatusCodes.Status403Forbidden;
            return;
        }

        var (status, body) = Answer(key, http.Request.Query);
        http.Response.StatusCode = status;
        http.Response.ContentType = status == StatusCodes.Status200OK ? "application/json" : "text/plain";
        await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted);
    }

    private async Task<bool> MayReadAsync(TokenIdentity identity, ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await readers(identity, key, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException or KubeException)
        {
            Log.NotAsked(logger, failure.GetType().Name);
            return false;
        }
    }

    private (int Status, string Body) Answer(ObjectKey key, IQueryCollection query)
    {
        var since = Usual;
        if (query.TryGetValue("since", out var window) && !(Duration.TryParse(window.ToString(), out since) && since > TimeSpan.Zero))
            return (StatusCodes.Status400BadRequest, "since must be a time as 24h\n");
        if (inventory() is not { } now) return (StatusCodes.Status503ServiceUnavailable, "nothing has been read yet\n");
        try
        {
            var input = AgentRecords.Read(key, now.Agents, now.Policies) with
            {
                Since = time.GetUtcNow() - since,
                AllowDenied = query["denied"] == "allow",
                Pods = PodLabels.Of(key, now),
            };
            return (StatusCodes.Status200OK, SuggestionText.Json(Suggester.Suggest(input)).ToJsonString() + "\n");
        }
        catch (SuggestionException nothing)
        {
            return (StatusCodes.Status404NotFound, nothing.Message + "\n");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(440, LogLevel.Warning, "It could not be asked who may read an Agent: {Why}")]
        public static partial void NotAsked(ILogger logger, string why);
    }
}
