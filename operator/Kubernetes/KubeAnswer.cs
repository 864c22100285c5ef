using System.Net;
using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>An answer of the API server, read whole: the bytes of an object, or an error. Never both.</summary>
internal readonly record struct KubeAnswer
{
    private const int LongestMessage = 1000;

    public byte[] Body { get; private init; }

    public KubeError? Error { get; private init; }

    public static KubeAnswer Of(HttpStatusCode code, byte[] body, bool sensitive) =>
        (int)code is >= 200 and < 300 ? new KubeAnswer { Body = body } : new KubeAnswer { Body = [], Error = ErrorOf(code, body, sensitive) };

    public static KubeError ErrorOf(HttpStatusCode code, byte[] body, bool sensitive)
    {
        var status = Parse(body);
        var safe = !sensitive || code is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict;
        var message = safe && status?.Message is { } text ? text : $"the API server answered {(int)code}";
        return new KubeError
        {
            Code = (int)code,
            Reason = status?.Reason is { Length: > 0 } reason ? reason : code.ToString(),
            Message = message.Length > LongestMessage ? message[..LongestMessage] : message,
        };
    }

    /// <exception cref="KubeException">It is an error.</exception>
    public byte[] BodyOrThrow() => Error is null ? Body : throw new KubeException(Error);

    private static ApiStatus? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, KubernetesJsonContext.Default.ApiStatus);
        }
        catch (JsonException)
        {
            return null; // A proxy's page, not the API server's words.
        }
    }
}
