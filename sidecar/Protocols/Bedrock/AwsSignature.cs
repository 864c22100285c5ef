using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// AWS Signature Version 4 with one account's key. The key is never sent: of it, the day, the region and the service another is made, which signs the request's method,
/// path, query, host, type, time and the hash of its final body. Lives as long as the provider it is of, so no key outlives its bundle.
/// </summary>
internal sealed class AwsSignature(AwsRule aws, SecretText secret, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly ConditionalWeakTable<Provider, AwsSignature> Made = [];
    private DayKey? _key;

    /// <summary>The one of a provider whose requests are signed; null where they are not.</summary>
    public static AwsSignature? Of(Provider provider) =>
        provider.Aws is null ? null : Made.GetValue(provider, static of => new(of.Aws!, of.KeyValue, "bedrock"));

    /// <summary>Signs a request that is not changed afterwards; each attempt is signed anew. Headers of an earlier signature are replaced.</summary>
    /// <param name="request">With its URL and its body's type set.</param>
    /// <param name="bodyHash">SHA-256 of the bytes that will be sent.</param>
    /// <param name="now">AWS takes signatures that are off by less than five minutes.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> bodyHash, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{aws.Region}/{service}/aws4_request";
        Put(request, "x-amz-date", time);
        Put(request, "x-amz-security-token", aws.SessionToken?.Reveal());
        var canonical = CanonicalRequest.Of(request, bodyHash, out var signed);
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(KeyOf(time[..8]), Encoding.UTF8.GetBytes(toSign)));
        Put(request, "Authorization", $"{Algorithm} Credential={aws.AccessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}");
    }

    private static void Put(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private byte[] KeyOf(string day)
    {
        var key = Volatile.Read(ref _key);
        if (key?.Day == day) return key.Key;
        key = new(day, Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secret.Reveal()), day), aws.Region), service), "aws4_request"));
        Volatile.Write(ref _key, key);
        return key.Key;
    }

    private sealed record DayKey(string Day, byte[] Key)
    {
        public override string ToString() => Day;
    }
}
