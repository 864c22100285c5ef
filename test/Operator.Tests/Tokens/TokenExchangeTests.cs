using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Resources.Tokens;
using AiGateway.Operator.Tokens;

namespace AiGateway.Operator.Tests.Tokens;

/// <summary>The three exchanges, each against an endpoint that speaks the cloud's own format.</summary>
public sealed class TokenExchangeTests : IAsyncLifetime
{
    private const string Secret = "client-secret-0123";

    private const string Session = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIASHORT</AccessKeyId>
        <SecretAccessKey>short-secret</SecretAccessKey><SessionToken>session-token</SessionToken><Expiration>2031-01-01T00:00:00Z</Expiration></Credentials>
        <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser></AssumeRoleResult>
        <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>
        """;

    private const string RoleDenied = """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized client-secret-0123</Message></Error>
        <RequestId>1</RequestId></ErrorResponse>
        """;

    private readonly HttpClient _http = TokenConnections.Create();
    private FakeTokenEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync() => _endpoint = await FakeTokenEndpoint.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task Run_Application_SendsClientCredentialsAndReadsTheToken()
    {
        var before = TimeProvider.System.GetUtcNow();

        var answer = await RunAsync(Application());

        var form = Assert.Single(_endpoint.Asked).Form;
        Assert.Equal(("client_credentials", "app", Secret, "https://cognitiveservices.azure.com/.default"), (form["grant_type"], form["client_id"], form["client_secret"], form["scope"]));
        Assert.Equal(("ya29.short", null), (answer.Token!.Reveal(), answer.Error));
        Assert.InRange(answer.ExpiresAt!.Value, before.AddSeconds(3599), before.AddSeconds(3660));
    }

    [Fact]
    public async Task Run_ClientOfAToolServer_NamesItsScopesAndWhatTheTokenIsFor()
    {
        await RunAsync(Application() with { Application = new() { ClientId = "agents", ClientSecret = new(Secret), Scope = "tickets.read tickets.write", Resource = "https://tools.example/mcp" } });

        var form = Assert.Single(_endpoint.Asked).Form;
        Assert.Equal(("client_credentials", "agents", Secret), (form["grant_type"], form["client_id"], form["client_secret"]));
        Assert.Equal(("tickets.read tickets.write", "https://tools.example/mcp"), (form["scope"], form["resource"]));
    }

    [Fact]
    public async Task Run_ClientWithoutScopes_AsksForNone()
    {
        await RunAsync(Application() with { Application = new() { ClientId = "agents", ClientSecret = new(Secret) } });

        Assert.Equal(["client_id", "client_secret", "grant_type"], Assert.Single(_endpoint.Asked).Form.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_Account_SignsAnAssertionThatItsKeyVerifies()
    {
        using var key = RSA.Create(2048);

        var answer = await RunAsync(Account(JsonSerializer.Serialize(new
        {
            client_email = "agent@project.iam.gserviceaccount.com",
            private_key = key.ExportPkcs8PrivateKeyPem(),
            private_key_id = "k1",
            token_uri = "https://elsewhere.example/token",
        })));

        var form = Assert.Single(_endpoint.Asked).Form;
        var parts = form["assertion"].Split('.');
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("agent@project.iam.gserviceaccount.com", claims.GetProperty("iss").GetString());
        Assert.Equal(_endpoint.Url.AbsoluteUri, claims.GetProperty("aud").GetString());
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal("ya29.short", answer.Token!.Reveal());
    }

    [Fact]
    public async Task Run_Role_IsSignedAndGivesASession()
    {
        _endpoint.Answer = (200, Session);

        var answer = await RunAsync(Role());

        var asked = Assert.Single(_endpoint.Asked);
        Assert.Equal(("AssumeRole", "arn:aws:iam::123456789012:role/models", "outside"), (asked.Form["Action"], asked.Form["RoleArn"], asked.Form["ExternalId"]));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIALONG/", asked.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-central-1/sts/aws4_request", asked.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(("ASIASHORT", "short-secret", "session-token"), (answer.AccessKeyId, answer.Token!.Reveal(), answer.SessionToken!.Reveal()));
        Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), answer.ExpiresAt);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"AADSTS7000215: client-secret-0123"}""", "invalid_client")]
    [InlineData(400, """{"error":"a word with client-secret-0123 in it"}""", "Http400")]
    [InlineData(200, """{"token_type":"Bearer"}""", "AnswerInvalid")]
    [InlineData(200, """{"access_token":"with a\nnewline"}""", "AnswerInvalid")]
    [InlineData(200, "not JSON", "AnswerInvalid")]
    [InlineData(302, "{}", "Http302")]
    public async Task Run_EndpointRefusesOrTalksNonsense_OneWordAndNeverTheSecret(int status, string body, string word)
    {
        _endpoint.Answer = (status, body);

        var answer = await RunAsync(Application());

        Assert.Equal((null, word), (answer.Token, answer.Error));
    }

    [Fact]
    public async Task Run_RoleIsDenied_ItsWordAlone()
    {
        _endpoint.Answer = (403, RoleDenied);

        var answer = await RunAsync(Role());

        Assert.Equal((null, "AccessDenied"), (answer.Token, answer.Error));
    }

    [Fact]
    public async Task Run_KeyFileIsNone_SaysSoAndAsksNobody()
    {
        var answer = await RunAsync(Account("""{"private_key":"not a key","client_email":"a"}"""));

        Assert.Equal("KeyFileInvalid", answer.Error);
        Assert.Empty(_endpoint.Asked);
    }

    [Fact]
    public async Task Run_SecretIsNotOpenedForTheEndpoint_AsksNobody()
    {
        var answer = await RunAsync(Application() with { AllowedHosts = ["login.microsoftonline.com"] });

        Assert.Equal("HostNotAllowed", answer.Error);
        Assert.Empty(_endpoint.Asked);
    }

    [Fact]
    public async Task Run_NobodyListens_IsUnreachable()
    {
        var request = Application();
        await _endpoint.DisposeAsync();

        Assert.Equal("Unreachable", (await RunAsync(request)).Error);
    }

    private Task<ExchangedToken> RunAsync(TokenRequest request) => new TokenExchange(_http, TimeProvider.System).RunAsync(request, TestContext.Current.CancellationToken);

    private TokenRequest Request() => new()
    {
        Key = new() { Kind = "ProviderCredential", Credential = "team/cloud", SecretUid = "u", SecretResourceVersion = "1", Url = _endpoint.Url.AbsoluteUri, Parameters = "p" },
        Url = _endpoint.Url,
        AllowedHosts = [$"http://{_endpoint.Url.Authority}"],
    };

    private TokenRequest Application() => Request() with
    {
        Application = new() { ClientId = "app", ClientSecret = new(Secret), Scope = "https://cognitiveservices.azure.com/.default" },
    };

    private TokenRequest Account(string keyFile) => Request() with { Account = new() { KeyFile = new(keyFile), Scope = "https://www.googleapis.com/auth/cloud-platform" } };

    private TokenRequest Role() => Request() with
    {
        Role = new()
        {
            Region = "eu-central-1",
            RoleArn = "arn:aws:iam::123456789012:role/models",
            ExternalId = "outside",
            SessionName = "aigateway",
            AccessKeyId = "AKIALONG",
            SecretAccessKey = new(Secret),
        },
    };
}
