using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tokens;

/// <summary>
/// The assertion by which a Google service account asks for an access token: a JSON Web Token signed by its key (RFC 7523; Google, "Using OAuth 2.0 for
/// server to server applications").
/// </summary>
internal static class AccountAssertion
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>The longest that Google allows.</summary>
    private const int LifeSeconds = 3600;

    /// <exception cref="InvalidKeyFileException">The key file cannot be read.</exception>
    public static Dictionary<string, string> FormOf(AccountRequest account, Uri audience, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = GrantType,
        ["assertion"] = Sign(account, audience, now),
    };

    private static string Sign(AccountRequest account, Uri audience, DateTimeOffset now)
    {
        try
        {
            using var file = JsonDocument.Parse(account.KeyFile.Reveal(), new JsonDocumentOptions { MaxDepth = 8 });
            using var key = RSA.Create();
            key.ImportFromPem(file.RootElement.GetProperty("private_key").GetString());
            var head = Encode(json =>
            {
                json.WriteString("alg", "RS256");
                json.WriteString("typ", "JWT");
                if (file.RootElement.TryGetProperty("private_key_id", out var id)) json.WriteString("kid", id.GetString());
            });
            var claims = Encode(json => WriteClaims(json, file.RootElement.GetProperty("client_email").GetString()!, (account.Scope, audience), now));
            var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or CryptographicException)
        {
            throw new InvalidKeyFileException();
        }
    }

    private static void WriteClaims(Utf8JsonWriter json, string issuer, (string Scope, Uri Audience) asked, DateTimeOffset now)
    {
        json.WriteString("iss", issuer);
        json.WriteString("scope", asked.Scope);
        json.WriteString("aud", asked.Audience.AbsoluteUri);
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", now.ToUnixTimeSeconds() + LifeSeconds);
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
