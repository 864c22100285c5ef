using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Posts JSON to an account that judges, with its key, and reads a bounded answer. Follows no redirect; the only place of this room in which a key is revealed.</summary>
internal static class GuardPost
{
    /// <summary>As long as an answer may be, in bytes.</summary>
    public const int MostAnswer = 64 * 1024;

    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    /// <summary>Posts what is written; an account whose key has ended is not asked.</summary>
    public static async Task<GuardAnswer> SendAsync(Provider account, Uri url, Action<Utf8JsonWriter> write, (TimeProvider Clock, CancellationToken Token) during)
    {
        if (account.KeyExpiresAt <= during.Clock.GetUtcNow()) return new(default, Faults.KeyEnded);
        var body = ToBytes(write);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = s_json;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (AwsSignature.Of(account) is { } signature) signature.Sign(request, SHA256.HashData(body), during.Clock.GetUtcNow());
        else AddKey(account, request);
        try
        {
            using var answer = await account.Http.SendAsync(request, during.Token);
            return answer.StatusCode == HttpStatusCode.OK ? await ReadAsync(answer, during.Token) : new(default, Faults.Status);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new(default, UpstreamFault.WordOf(fault, StopCause.None));
        }
    }

    public static void AddKey(Provider account, HttpRequestMessage request)
    {
        if (!account.Unauthenticated) request.Headers.TryAddWithoutValidation(account.KeyHeader, account.KeyValue.Reveal());
    }

    /// <summary>Reads an answer whole, or finds that it is longer than may be read.</summary>
    public static async Task<GuardAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > MostAnswer) return new(default, Faults.TooLarge);
        var bytes = new byte[(int)(answer.Content.Headers.ContentLength ?? MostAnswer) + 1];
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return count == bytes.Length ? new(default, Faults.TooLarge) : new(bytes.AsMemory(0, count), null);
    }

    private static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        using var bytes = new PooledBytes();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return bytes.Written.ToArray();
    }
}
