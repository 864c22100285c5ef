using System.Text;
using AiGateway.Guardrails.Tests.Corpus;
using static AiGateway.Guardrails.Tests.Secrets.Shape;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>What is no one provider's.</summary>
internal static class GenericKeyCases
{
    public static IEnumerable<RuleCorpus> Rules =>
    [
        Rule("PRIVATE_KEY", PrivateKey,
            draw => Pem("PUBLIC KEY", draw.Bytes(294), "\n"),
            draw => Pem("CERTIFICATE", draw.Bytes(700), "\n"),
            draw => $"-----BEGIN PRIVATE KEY----- {draw.Words(1)}",
            _ => "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
            draw => $"grep -r 'BEGIN PRIVATE KEY' {draw.Words(2)}",
            draw => $"ssh-ed25519 {Convert.ToBase64String(draw.Bytes(51))} {draw.Words(1)}"),
        Rule("JWT", Jwt,
            draw => $"eyJ{draw.Chars(Draw.Base64Url, 30)}.eyJ{draw.Chars(Draw.Base64Url, 60)}.{draw.Chars(Draw.Base64Url, 43)}", // no header in it
            draw => Encode($"{{\"id\":{draw.Below(10_000)},\"name\":\"{draw.Words(2)}\"}}"),
            draw => Jwt(draw).Split('.')[0] + "." + draw.Words(1),
            draw => $"{Encode($"{{\"type\":\"{draw.Words(1)}\"}}")}.{Encode($"{{\"sub\":\"{draw.Words(1)}\"}}")}.{draw.Chars(Draw.Base64Url, 43)}"),
        new("CONNECTION_STRING", ConnectionString, draw => CorpusCase.Nothing(draw.Of(
            $"Server={draw.Words(1)};Database={draw.Words(1)};Integrated Security=true;", $"Server={draw.Words(1)};Database=app;User Id=app;Password=${{DB_PASSWORD}};",
            $"Server={draw.Words(1)};User Id=app;Password=<password>;", "Host=localhost;Username=app;Password=*****", $"the host and its password = the {draw.Words(3)}",
            $"Endpoint=sb://{draw.Words(1)}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={{key}}"))),
        new("URL_PASSWORD", UrlPassword, draw => CorpusCase.Nothing(draw.Of(
            $"https://{draw.Words(1)}.example.com:8443/{draw.Words(1)}@{draw.Words(1)}", $"postgres://user:password@{draw.Words(1)}:5432/app", $"postgres://${{USER}}:${{PASSWORD}}@{draw.Words(1)}/app",
            $"https://{draw.Words(1)}@github.com/{draw.Words(1)}/{draw.Words(1)}.git", $"redis://:<password>@{draw.Words(1)}:6379", $"mongodb://{draw.Words(1)}:27017/{draw.Words(1)}", $"ssh://git@{draw.Words(1)}:22/{draw.Words(1)}"))),
        new("ASSIGNED_SECRET", Assigned, Unassigned),
    ];

    private static string PrivateKey(Draw draw)
    {
        var (kind, bytes) = draw.Of(("RSA PRIVATE KEY", 1190), ("PRIVATE KEY", 1217), ("EC PRIVATE KEY", 121), ("PRIVATE KEY", 48 + 6), ("OPENSSH PRIVATE KEY", 390), ("ENCRYPTED PRIVATE KEY", 1300), ("PGP PRIVATE KEY BLOCK", 900));
        return Pem(kind, draw.Bytes(bytes), draw.Of("\n", "\r\n", "\\n"));
    }

    private static string Pem(string kind, byte[] bytes, string lineEnd) =>
        string.Join(lineEnd, (string[])[$"-----BEGIN {kind}-----", .. Convert.ToBase64String(bytes).Chunk(64).Select(line => new string(line)), $"-----END {kind}-----"]);

    private static string Jwt(Draw draw)
    {
        var header = draw.Of("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
        return $"{Encode(header)}.{Encode($"{{\"sub\":\"{draw.Chars(Draw.Digits, 10)}\",\"iat\":17{draw.Chars(Draw.Digits, 8)},\"scope\":\"{draw.Words(2)}\"}}")}.{draw.Chars(Draw.Base64Url, draw.Of(43, 86, 342))}";
    }

    private static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static CorpusCase ConnectionString(Draw draw)
    {
        var (before, after) = draw.Of(
            ($"Server=tcp:{draw.Words(1)}.database.windows.net,1433;Initial Catalog=app;User ID=app;Password=", ";Encrypt=True;"),
            ($"Host={draw.Words(1)};Port=5432;Username=app;Password=", ""),
            ($"Data Source={draw.Words(1)};User Id=app;Pwd=", ";"),
            ($"Endpoint=sb://{draw.Words(1)}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=", ""),
            ($"AccountEndpoint=https://{draw.Words(1)}.documents.azure.com:443/;AccountKey=", ";"),
            ("Uid=app;Pwd=", $";Server={draw.Words(1)};Database={draw.Words(1)}"));
        var value = before.Contains("Key=", StringComparison.Ordinal) ? Convert.ToBase64String(draw.Bytes(32)) : Password(draw, "!#%+*");
        return CorpusCase.Of("CONNECTION_STRING", value, before, after);
    }

    private static CorpusCase UrlPassword(Draw draw)
    {
        var scheme = draw.Of("postgres", "postgresql", "mysql", "mongodb", "mongodb+srv", "redis", "amqp", "https", "http", "ftp", "smtp");
        return CorpusCase.Of("URL_PASSWORD", Password(draw, "!%*-_."), $"{scheme}://{draw.Words(1)}:", $"@{draw.Words(1)}.internal:{draw.Between(1024, 9999)}/{draw.Words(1)}");
    }

    /// <summary>As people and generators choose them: 10 to 24 characters with letters, digits and marks.</summary>
    private static string Password(Draw draw, string marks) => draw.Char(Draw.Upper) + draw.Chars(Draw.Alphanumerics + marks, draw.Between(8, 22)) + draw.Char(Draw.Digits);

    private static CorpusCase Assigned(Draw draw)
    {
        var value = draw.Below(4) switch
        {
            0 => draw.Chars(Draw.Alphanumerics, draw.Between(24, 48)),
            1 => draw.Chars(Draw.Hex, draw.Of(32, 40, 64)),
            2 => Convert.ToBase64String(draw.Bytes(30)),
            _ => draw.Chars(Draw.Lower + Draw.Digits, draw.Between(20, 40)),
        };
        var name = draw.Of("api_key", "API_KEY", "apiKey", "client_secret", "clientSecret", "auth-token", "access_token", "password", "DB_PASSWORD", "secret", "x-api-key");
        var (before, after) = draw.Of(($"{name}=", ""), ($"{name}: ", ""), ($"{name} = \"", "\""), ($"\"{name}\": \"", "\","), ($"{name} := '", "'"), ($"'{name}' => '", "'"));
        return CorpusCase.Of("ASSIGNED_SECRET", value, before, after);
    }

    /// <summary>What code and configuration assign to such names beside secrets.</summary>
    private static CorpusCase Unassigned(Draw draw) => CorpusCase.Nothing(draw.Of(
        $"password = get_password_from_{draw.Words(1)}(user_id_{draw.Below(100)})",
        $"api_key: ${{{{ secrets.{draw.Words(1).ToUpperInvariant()}_API_KEY }}}}",
        $"token: cancellationTokenSource{draw.Below(9)}.Token",
        $"secret: /var/run/secrets/{draw.Words(1)}/token-v{draw.Below(9)}",
        $"access_token = response.json()[\"access_token\"]",
        $"password: \"{draw.Words(3).Replace(' ', '-')}\"",
        $"token = \"2026-0{draw.Between(1, 9)}-12T10:20:30.{draw.Chars(Draw.Digits, 3)}Z\"",
        $"api_key = os.environ[\"{draw.Words(1).ToUpperInvariant()}_KEY_V{draw.Below(9)}\"]",
        $"client_secret: projects/{draw.Chars(Draw.Digits, 12)}/secrets/{draw.Words(1)}/versions/{draw.Below(30)}",
        $"secret: arn:aws:secretsmanager:eu-central-1:{draw.Chars(Draw.Digits, 12)}:secret:{draw.Words(1)}",
        $"token: {draw.Of("claude-3-5-sonnet-20241022", "gpt-4o-mini-2024-07-18", "text-embedding-3-large")}",
        $"password={new string('*', draw.Between(12, 20))}",
        $"auth_token: https://{draw.Words(1)}.example.com/oauth2/v{draw.Below(9)}/token",
        $"secret = {draw.Words(1)}{draw.Words(1)}{draw.Words(1)}_{draw.Below(10)}"));
}
