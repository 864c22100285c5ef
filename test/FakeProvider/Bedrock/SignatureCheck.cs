using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Fakes.Bedrock;

/// <summary>Verifies an AWS signature of version 4, from what arrived and the secret alone.</summary>
internal static class SignatureCheck
{
    public const string AccessKeyId = "AKIAFAKEACCESSKEY001";
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Whether the request is signed with this secret, for the service bedrock, within five minutes of now.</summary>
    public static bool Holds(HttpContext http, byte[] body, string secret, DateTimeOffset now)
    {
        var parts = Parts(http.Request.Headers.Authorization.ToString());
        if (!parts.TryGetValue("Credential", out var credential) || !parts.TryGetValue("SignedHeaders", out var names) || !parts.TryGetValue("Signature", out var signature)) return false;
        if (credential.Split('/') is not [AccessKeyId, var date, var region, "bedrock", "aws4_request"]) return false;

        var stamp = http.Request.Headers["X-Amz-Date"].ToString();
        if (!IsNear(stamp, now) || !stamp.StartsWith(date, StringComparison.Ordinal)) return false;
        if (names.Split(';') is var signed && (!signed.Contains("host") || !signed.Contains("x-amz-date"))) return false;

        var request = Canonical(http, names.Split(';'), Hex(SHA256.HashData(body)));
        var text = $"{Algorithm}\n{stamp}\n{date}/{region}/bedrock/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var key = new[] { date, region, "bedrock", "aws4_request", text }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, word) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(word)));
        return Hex(key) == signature;
    }

    private static Dictionary<string, string> Parts(string header) => !header.StartsWith(Algorithm + " ", StringComparison.Ordinal)
        ? []
        : header[Algorithm.Length..].Split(',').Select(part => part.Trim().Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1]);

    private static bool IsNear(string stamp, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && (at - now).Duration() < TimeSpan.FromMinutes(5);

    private static string Canonical(HttpContext http, string[] names, string hash)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        // Every service but S3 escapes the path as it was sent once more.
        var path = string.Join('/', target[0].Split('/').Select(Uri.EscapeDataString));
        var query = target.Length < 2 ? "" : string.Join('&', target[1].Split('&').Order(StringComparer.Ordinal));
        var headers = string.Concat(names.Select(name => $"{name}:{Value(http, name)}\n"));
        return $"{http.Request.Method}\n{path}\n{query}\n{headers}\n{string.Join(';', names)}\n{hash}";
    }

    private static string Value(HttpContext http, string name) =>
        string.Join(' ', http.Request.Headers[name].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
