using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>One word for why a target gave no answer. The exception's text stays here: it may name hosts and addresses.</summary>
internal static class UpstreamFault
{
    public const string Timeout = "timeout";
    public const string Stopped = "stopped";

    public static string WordOf(Exception fault, StopCause cause) => fault switch
    {
        _ when cause == StopCause.TimedOut => Timeout,
        _ when cause != StopCause.None => Stopped,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "dns",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "connect",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError } => "protocol",
        _ => "reset",
    };

    /// <summary>Whether no connection came about, so that nothing can have been sent.</summary>
    public static bool IsBeforeSending(Exception fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };

    /// <summary>Whether the exception is the network's, or a stop's, and not a fault of ours.</summary>
    public static bool Is(Exception fault) => fault is HttpRequestException or IOException or OperationCanceledException;
}
