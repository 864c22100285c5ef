using AiGateway.Contracts;
using AiGateway.Operator.Inject;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Operator.Reconcile;

/// <summary>The three listeners and what each of them answers: a path asked for at another door is not there.</summary>
internal static class Door
{
    public const string Stream = "stream";
    public const string Webhook = "webhook";
    public const string Health = "health";

    private static readonly object Key = new();

    /// <summary>Marks the connections of a listener.</summary>
    public static void Mark(ListenOptions listen, string door) => listen.Use(next => connection =>
    {
        connection.Items[Key] = door;
        return next(connection);
    });

    /// <summary>Turns away what came in by the wrong door.</summary>
    public static Task Guard(HttpContext http, RequestDelegate next)
    {
        var door = http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[Key];
        if (Equals(door, DoorOf(http.Request.Path))) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string DoorOf(PathString path) => path.Value switch
    {
        Protocol.StreamPath or Protocol.RelayPath => Stream,
        { } value when value.StartsWith(Protocol.SuggestionsPath + "/", StringComparison.Ordinal) => Stream,
        InjectEndpoint.Path => Webhook,
        _ => Health,
    };
}
